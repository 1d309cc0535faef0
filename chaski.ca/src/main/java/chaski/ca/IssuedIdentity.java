package chaski.ca;

import chaski.api.security.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;

/** A new key with its certificate, and what a node needs beside them. */
public final class IssuedIdentity {

    private final Identity identity;
    private final PrivateKey key;
    private final X509Certificate certificate;
    private final X509Certificate authority;
    private final X509CRL revocations;
    private final String grants;

    IssuedIdentity(
            Identity identity,
            PrivateKey key,
            X509Certificate certificate,
            X509Certificate authority,
            X509CRL revocations,
            String grants) {
        this.identity = identity;
        this.key = key;
        this.certificate = certificate;
        this.authority = authority;
        this.revocations = revocations;
        this.grants = grants;
    }

    /** {@return the identity} */
    public Identity identity() {
        return identity;
    }

    /** {@return the private key} */
    public PrivateKey key() {
        return key;
    }

    /** {@return the certificate} */
    public X509Certificate certificate() {
        return certificate;
    }

    /** {@return the certificate of the authority} */
    public X509Certificate authority() {
        return authority;
    }

    /** {@return the certificates that the authority has revoked} */
    public X509CRL revocations() {
        return revocations;
    }

    /**
     * Writes {@code cert.pem}, {@code key.pem}, {@code trust.pem} and {@code revoked.crl}. Files that exist are replaced, each
     * atomically, the key first; a node that reads in between finds a key and a certificate that do not belong together, and reads
     * again. The key is readable by the owner only, where the file system has permissions.
     *
     * <p>Writes {@code grants.json}, too, if there is none. One that exists belongs to the administrator of the node.
     *
     * @param directory where to write; created if it does not exist
     * @throws AuthorityException if a file cannot be written
     */
    public void writeTo(Path directory) {
        try {
            PemFiles.createPrivateDirectory(directory);
            PemFiles.writePrivate(directory.resolve("key.pem"), PemFiles.text(key));
            PemFiles.write(directory.resolve("trust.pem"), PemFiles.text(authority));
            PemFiles.write(directory.resolve("revoked.crl"), PemFiles.text(revocations));
            PemFiles.write(directory.resolve("cert.pem"), PemFiles.text(certificate));
            if (Files.notExists(directory.resolve(StarterGrants.FILE_NAME))) {
                PemFiles.write(directory.resolve(StarterGrants.FILE_NAME), grants);
            }
        } catch (IOException failure) {
            throw new AuthorityException("cannot write the identity to " + directory + ": " + failure, failure);
        }
    }

    /**
     * Replaces the files of an identity. Other authorities in {@code trust.pem} and their lists in {@code revoked.crl} stay, so that a
     * change of authorities in progress continues.
     *
     * @param directory where the files are; created if it does not exist
     * @throws AuthorityException if a file is malformed or cannot be written
     */
    public void renewIn(Path directory) {
        try {
            PemFiles.createPrivateDirectory(directory);
            StringBuilder trust = new StringBuilder(PemFiles.text(authority));
            for (X509Certificate other : PemFiles.certificates(directory.resolve("trust.pem"))) {
                if (!other.equals(authority)) {
                    trust.append(PemFiles.text(other));
                }
            }
            PemFiles.writePrivate(directory.resolve("key.pem"), PemFiles.text(key));
            PemFiles.write(directory.resolve("trust.pem"), trust.toString());
            replaceRevocations(directory, authority, revocations);
            PemFiles.write(directory.resolve("cert.pem"), PemFiles.text(certificate));
        } catch (IOException failure) {
            throw new AuthorityException("cannot write the identity to " + directory + ": " + failure, failure);
        }
    }

    /**
     * Replaces one authority's list in {@code revoked.crl}; the lists of others stay, and so does a newer one.
     *
     * @param directory where the files of an identity are
     * @param authority the certificate of the authority
     * @param revocations its list
     * @return whether the list was replaced; false if the file contains a newer one
     * @throws AuthorityException if the file is malformed or cannot be written, or another authority has signed the list
     */
    public static boolean replaceRevocations(Path directory, X509Certificate authority, X509CRL revocations) {
        Path file = directory.resolve("revoked.crl");
        try {
            revocations.verify(authority.getPublicKey());
            StringBuilder lists = new StringBuilder(PemFiles.text(revocations));
            for (X509CRL other : PemFiles.revocations(file)) {
                if (!other.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
                    lists.append(PemFiles.text(other));
                } else if (other.getThisUpdate()
                        .toInstant()
                        .isAfter(revocations.getThisUpdate().toInstant())) {
                    return false;
                }
            }
            PemFiles.write(file, lists.toString());
            return true;
        } catch (IOException failure) {
            throw new AuthorityException("cannot write " + file + ": " + failure, failure);
        } catch (GeneralSecurityException forged) {
            throw new AuthorityException("the authority has not signed the list of revocations", forged);
        }
    }

    /** {@return whether a directory already contains an identity, which {@link #writeTo} would replace} */
    static boolean existsIn(Path directory) {
        return Files.exists(directory.resolve("key.pem"));
    }
}
