package chaski.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates, lists of revocations and private keys in PEM form, RFC 7468. Files are of bounded size. */
final class PemReader {

    private static final int LARGEST = 1 << 20;
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    /** What a key can be; the structure itself names its algorithm, but the JDK has no method that reads it. */
    private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "EdDSA");

    private PemReader() {}

    static List<X509Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        Collection<?> read;
        try {
            read = factory().generateCertificates(new ByteArrayInputStream(bytes(file)));
        } catch (CertificateException malformed) {
            throw new CertificateException(
                    "expected certificates in " + file + ": " + malformed.getMessage(), malformed);
        }
        if (read.isEmpty()) {
            throw new CertificateException("expected certificates in " + file + ", found none");
        }
        return read.stream().map(X509Certificate.class::cast).toList();
    }

    static List<X509CRL> revocations(Path file) throws IOException, GeneralSecurityException {
        try {
            return factory().generateCRLs(new ByteArrayInputStream(bytes(file))).stream()
                    .map(X509CRL.class::cast)
                    .toList();
        } catch (CRLException malformed) {
            throw new CRLException(
                    "expected lists of revocations in " + file + ": " + malformed.getMessage(), malformed);
        }
    }

    static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        Matcher pem = PRIVATE_KEY.matcher(new String(bytes(file), StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            throw new InvalidKeySpecException("expected a private key in " + file + ", found none");
        }
        if (!pem.group(1).equals("PRIVATE KEY")) {
            throw new InvalidKeySpecException("expected PRIVATE KEY (PKCS #8, not encrypted) in " + file + ", found "
                    + pem.group(1) + "; convert it with: openssl pkcs8 -topk8 -nocrypt");
        }
        byte[] encoded = decoded(file, pem.group(2));
        try {
            for (String algorithm : KEY_ALGORITHMS) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
                } catch (InvalidKeySpecException other) {
                    // the key is of another algorithm
                }
            }
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
        throw new InvalidKeySpecException("expected a key of " + KEY_ALGORITHMS + " in " + file);
    }

    private static byte[] decoded(Path file, String base64) throws InvalidKeySpecException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidKeySpecException("the private key in " + file + " is malformed", malformed);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException("expected at most " + LARGEST + " bytes in " + file);
        }
        return Files.readAllBytes(file);
    }

    private static CertificateFactory factory() throws CertificateException {
        return CertificateFactory.getInstance("X.509");
    }
}
