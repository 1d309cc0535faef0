package chaski.security;

import chaski.api.security.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;

/** Reads the credentials in a directory, and checks that they can be used now: by this node, towards peers that trust the same. */
final class CredentialsReader {

    private static final byte[] PROBE = "chaski".getBytes(StandardCharsets.US_ASCII);

    private final Path directory;
    private final InstantSource clock;

    CredentialsReader(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * Reads and checks.
     *
     * @throws IOException if a file is missing or cannot be read
     * @throws GeneralSecurityException if one is malformed, they do not belong together, or peers would refuse the certificate
     */
    Credentials read() throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = PemReader.certificates(existing("cert.pem"));
        PrivateKey key = PemReader.key(existing("key.pem"));
        List<X509Certificate> trust = PemReader.certificates(existing("trust.pem"));
        Path list = directory.resolve("revoked.crl");
        List<X509CRL> revocations = Files.exists(list) ? PemReader.revocations(list) : List.of();
        checkSigned(revocations, chain, trust);
        checkPair(key, chain.get(0));
        Credentials credentials = Credentials.of(key, chain, trust, revocations);
        PeerVerifier own = new PeerVerifier(credentials, clock, false);
        own.verify(chain, PeerVerifier.Role.SERVER);
        own.verify(chain, PeerVerifier.Role.CLIENT);
        return credentials;
    }

    private Path existing(String name) throws IOException {
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(
                    file.toString(), null, "an identity consists of cert.pem, key.pem and trust.pem");
        }
        return file;
    }

    private static void checkPair(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> "EdDSA";
                };
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        boolean pair;
        try {
            signature.initVerify(certificate);
            signature.update(PROBE);
            pair = signature.verify(signed);
        } catch (InvalidKeyException otherAlgorithm) {
            pair = false;
        }
        if (!pair) {
            throw new InvalidKeyException("key.pem is not the key of the certificate in cert.pem");
        }
    }

    /** A list that no trusted authority has signed would revoke nothing, and its owner would not notice. */
    private static void checkSigned(List<X509CRL> lists, List<X509Certificate> chain, List<X509Certificate> trust)
            throws CRLException {
        for (X509CRL list : lists) {
            if (trust.stream().noneMatch(authority -> isSignedBy(list, authority))
                    && chain.stream().skip(1).noneMatch(authority -> isSignedBy(list, authority))) {
                throw new CRLException("revoked.crl contains a list of '" + list.getIssuerX500Principal()
                        + "' that none of the trusted authorities has signed");
            }
        }
    }

    private static boolean isSignedBy(X509CRL list, X509Certificate authority) {
        try {
            list.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException other) {
            return false;
        }
    }
}
