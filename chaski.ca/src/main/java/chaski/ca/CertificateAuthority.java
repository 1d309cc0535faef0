package chaski.ca;

import chaski.api.security.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A certificate authority whose files are in one directory:
 *
 * <ul>
 *   <li>{@code ca.pem}, its certificate, which every node trusts,
 *   <li>{@code ca-key.pem}, its key, encrypted with a passphrase or readable by the owner only,
 *   <li>{@code issued.txt}, what it issued and revoked,
 *   <li>{@code tokens.txt}, which tokens of a {@link RegistrationAuthority} it accepts, if there are any,
 *   <li>{@code revoked.crl}, the signed list of revoked certificates, which every node reads,
 *   <li>{@code grants.json}, the grants with which the nodes begin that it issues an identity to.
 * </ul>
 *
 * <p>Thread-safe. Several processes may use one directory: they take turns by a lock on the file {@code lock}.
 */
public final class CertificateAuthority {

    /** How long a certificate of a participant is valid, unless another time is given. */
    public static final Duration DEFAULT_VALIDITY = Duration.ofDays(30);

    /** How long the authority's own certificate is valid. */
    static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3650);

    /** How long a list of revocations is current. */
    static final Duration LIST_VALIDITY = Duration.ofDays(30);

    private final Path directory;
    private final Clock clock;
    private final X509Certificate certificate;
    private final PrivateKey key;
    private final String trustDomain;
    private final Ledger ledger;
    private final CertificateIssuer issuer = new CertificateIssuer();

    private CertificateAuthority(Path directory, Clock clock, X509Certificate certificate, PrivateKey key) {
        this.directory = directory;
        this.clock = clock;
        this.certificate = certificate;
        this.key = key;
        this.trustDomain = trustDomain(certificate);
        this.ledger = new Ledger(directory.resolve("issued.txt"));
    }

    /**
     * Creates an authority.
     *
     * @param directory where its files go; created if it does not exist
     * @param trustDomain the domain of the identities that it will issue, for example {@code example.org}
     * @param passphrase encrypts the key; {@code null} stores it unencrypted, readable by the owner only
     * @return the authority
     * @throws AuthorityException if the directory already contains one, or cannot be written
     * @throws IllegalArgumentException if the trust domain or the passphrase is malformed
     */
    public static CertificateAuthority create(Path directory, String trustDomain, char @Nullable [] passphrase) {
        return create(directory, trustDomain, passphrase, Clock.systemUTC());
    }

    /**
     * Creates an authority as {@link #create(Path, String, char[])} does.
     *
     * @param directory where its files go; created if it does not exist
     * @param trustDomain the domain of the identities that it will issue
     * @param passphrase encrypts the key; {@code null} stores it unencrypted, readable by the owner only
     * @param clock the time at which certificates begin to be valid
     * @return the authority
     * @throws AuthorityException if the directory already contains one, or cannot be written
     * @throws IllegalArgumentException if the trust domain or the passphrase is malformed
     */
    public static CertificateAuthority create(
            Path directory, String trustDomain, char @Nullable [] passphrase, Clock clock) {
        new Identity(trustDomain, "/checked");
        if (passphrase != null && passphrase.length == 0) {
            throw new IllegalArgumentException("expected a passphrase that is not empty");
        }
        CertificateIssuer issuer = new CertificateIssuer();
        KeyPair key = issuer.newKey();
        Instant now = clock.instant();
        X509Certificate certificate = issuer.authority(trustDomain, key, now, now.plus(AUTHORITY_VALIDITY));
        CertificateAuthority authority = new CertificateAuthority(directory, clock, certificate, key.getPrivate());
        try {
            PemFiles.createPrivateDirectory(directory);
            DirectoryLock.holding(directory, () -> {
                if (Files.exists(directory.resolve("ca-key.pem"))) {
                    throw new AuthorityException("there is an authority in " + directory + " already");
                }
                PemFiles.write(directory.resolve("ca.pem"), PemFiles.text(certificate));
                PemFiles.writePrivate(
                        directory.resolve("ca-key.pem"),
                        passphrase == null
                                ? PemFiles.text(key.getPrivate())
                                : PemFiles.text(key.getPrivate(), passphrase));
                authority.writeRevocations();
                PemFiles.write(directory.resolve(StarterGrants.FILE_NAME), StarterGrants.text(trustDomain));
            });
            return authority;
        } catch (IOException failure) {
            throw new AuthorityException("cannot create the authority in " + directory + ": " + failure, failure);
        }
    }

    /**
     * Opens an authority.
     *
     * @param directory its files
     * @param passphrase opens the key; {@code null} if it is not encrypted
     * @return the authority
     * @throws AuthorityException if there is none, or the passphrase does not open its key
     */
    public static CertificateAuthority open(Path directory, char @Nullable [] passphrase) {
        return open(directory, passphrase, Clock.systemUTC());
    }

    static CertificateAuthority open(Path directory, char @Nullable [] passphrase, Clock clock) {
        Path key = directory.resolve("ca-key.pem");
        if (!Files.exists(key)) {
            throw new AuthorityException("there is no authority in " + directory + ": expected " + key);
        }
        try (InputStream in = Files.newInputStream(directory.resolve("ca.pem"))) {
            X509Certificate certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return new CertificateAuthority(directory, clock, certificate, PemFiles.readKey(key, passphrase));
        } catch (IOException | CertificateException failure) {
            throw new AuthorityException("cannot open the authority in " + directory + ": " + failure, failure);
        }
    }

    /**
     * Returns whether opening an authority takes a passphrase.
     *
     * @param directory its files
     * @return whether its key is encrypted
     * @throws AuthorityException if there is none
     */
    public static boolean isEncrypted(Path directory) {
        Path key = directory.resolve("ca-key.pem");
        try {
            return Files.readString(key).contains("ENCRYPTED PRIVATE KEY");
        } catch (IOException failure) {
            throw new AuthorityException("there is no authority in " + directory + ": cannot read " + key, failure);
        }
    }

    /** {@return the domain of the identities that it issues} */
    public String trustDomain() {
        return trustDomain;
    }

    /** {@return its certificate, which every node trusts} */
    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * Creates a key and issues a certificate for it.
     *
     * @param identity the identity, of the trust domain of this authority
     * @param validity how long the certificate is valid; at most until the authority's own expires
     * @return the key and the certificate
     * @throws IllegalArgumentException if the identity is of another domain, or the validity is not positive
     * @throws AuthorityException if the files cannot be written, or the authority's own certificate has expired
     */
    public IssuedIdentity issue(Identity identity, Duration validity) {
        KeyPair pair = issuer.newKey();
        X509Certificate issued = certify(identity, pair.getPublic(), validity);
        return new IssuedIdentity(identity, pair.getPrivate(), issued, certificate, revocations(), grants());
    }

    /** {@return the grants in its directory, which the administrator may have edited} */
    private String grants() {
        try {
            return Files.readString(directory.resolve(StarterGrants.FILE_NAME));
        } catch (NoSuchFileException removed) {
            return StarterGrants.text(trustDomain);
        } catch (IOException failure) {
            throw new AuthorityException("cannot read the grants in " + directory + ": " + failure, failure);
        }
    }

    /**
     * Issues a certificate for a key that the authority does not know. The caller makes sure that its holder has the identity.
     *
     * @param identity the identity, of the trust domain of this authority
     * @param holder the public key, on the curve P-256
     * @param validity how long the certificate is valid; at most until the authority's own expires
     * @return the certificate
     * @throws IllegalArgumentException if the identity is of another domain, or the validity is not positive
     * @throws AuthorityException if the files cannot be written, or the authority's own certificate has expired
     */
    public X509Certificate certify(Identity identity, PublicKey holder, Duration validity) {
        return certify(identity, holder, validity, () -> {});
    }

    /** Issues a certificate if a check does not fail, which is made while the files are locked. */
    X509Certificate certify(Identity identity, PublicKey holder, Duration validity, DirectoryLock.Change check) {
        if (!identity.trustDomain().equals(trustDomain)) {
            throw new IllegalArgumentException("expected an identity of " + trustDomain + ", got " + identity);
        }
        if (validity.isZero() || validity.isNegative()) {
            throw new IllegalArgumentException("expected a positive validity, got " + validity);
        }
        Instant now = clock.instant();
        X509Certificate issued = issuer.participant(identity, holder, now, expiry(now, validity), certificate, key);
        changing(() -> {
            check.make();
            ledger.issued(issued.getSerialNumber(), issued.getNotAfter().toInstant(), identity);
        });
        return issued;
    }

    private Instant expiry(Instant now, Duration validity) {
        Instant end = certificate.getNotAfter().toInstant();
        if (!now.isBefore(end)) {
            throw new AuthorityException(
                    "the authority's own certificate expired at " + end + ": create a new authority");
        }
        Instant wanted = now.plus(validity);
        return wanted.isBefore(end) ? wanted : end;
    }

    X509Certificate certifyServer(String name, PublicKey holder, Duration validity) {
        Instant now = clock.instant();
        return issuer.server(name, holder, now, expiry(now, validity), certificate, key);
    }

    /**
     * Revokes all valid certificates of an identity, withdraws its tokens, and signs a new list of revocations.
     *
     * @param identity the identity
     * @return how many certificates were revoked
     * @throws AuthorityException if the files cannot be written
     */
    public int revoke(Identity identity) {
        changing(() -> tokens().withdraw(identity, clock.instant()));
        return revoke(certificate -> certificate.identity().equals(identity));
    }

    /**
     * Revokes one certificate, and signs a new list of revocations.
     *
     * @param serial its serial number
     * @return whether it was valid until now
     * @throws AuthorityException if the files cannot be written
     */
    public boolean revoke(BigInteger serial) {
        return revoke(certificate -> certificate.serial().equals(serial)) > 0;
    }

    private int revoke(Predicate<IssuedCertificate> chosen) {
        int[] revoked = {0};
        changing(() -> {
            Instant now = clock.instant();
            for (IssuedCertificate issued : ledger.certificates()) {
                if (chosen.test(issued) && issued.isValid(now)) {
                    ledger.revoked(issued.serial(), now);
                    revoked[0]++;
                }
            }
            writeRevocations();
        });
        return revoked[0];
    }

    /**
     * Signs the list of revocations again, so that it stays current for another 30 days.
     *
     * @return the list
     * @throws AuthorityException if the files cannot be written
     */
    public X509CRL renewRevocations() {
        changing(this::writeRevocations);
        return revocations();
    }

    /** {@return the list of revoked certificates, as last signed} */
    public X509CRL revocations() {
        try (InputStream in = Files.newInputStream(directory.resolve("revoked.crl"))) {
            return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in);
        } catch (IOException | GeneralSecurityException failure) {
            throw new AuthorityException(
                    "cannot read the list of revocations in " + directory + ": " + failure, failure);
        }
    }

    /** {@return all certificates that it issued, the oldest first} */
    public List<IssuedCertificate> issued() {
        try {
            return ledger.certificates();
        } catch (IOException failure) {
            throw new AuthorityException("cannot read what " + directory + " issued: " + failure, failure);
        }
    }

    /** Lists that were signed in one millisecond differ by the certificates they contain; the number never falls. */
    private void writeRevocations() throws IOException {
        Instant now = clock.instant();
        List<IssuedCertificate> revoked = ledger.certificates().stream()
                .filter(issued -> issued.revoked().isPresent())
                .toList();
        BigInteger number =
                BigInteger.valueOf(now.toEpochMilli()).shiftLeft(20).add(BigInteger.valueOf(revoked.size()));
        X509CRL list = issuer.revocations(revoked, number, now, now.plus(LIST_VALIDITY), certificate, key);
        PemFiles.write(directory.resolve("revoked.crl"), PemFiles.text(list));
    }

    TokenLedger tokens() {
        return new TokenLedger(directory.resolve("tokens.txt"));
    }

    Clock clock() {
        return clock;
    }

    void changing(DirectoryLock.Change change) {
        try {
            DirectoryLock.holding(directory, change);
        } catch (IOException failure) {
            throw new AuthorityException("cannot change the authority in " + directory + ": " + failure, failure);
        }
    }

    private static String trustDomain(X509Certificate authority) {
        String prefix = "spiffe://";
        try {
            Collection<List<?>> names = authority.getSubjectAlternativeNames();
            return (names == null ? List.<List<?>>of() : names)
                    .stream()
                            .map(name -> String.valueOf(name.get(1)))
                            .filter(name -> name.startsWith(prefix))
                            .map(name -> name.substring(prefix.length()))
                            .findFirst()
                            .orElseThrow(
                                    () -> new AuthorityException("the authority's certificate states no trust domain"));
        } catch (CertificateException malformed) {
            throw new AuthorityException("the authority's certificate is malformed", malformed);
        }
    }
}
