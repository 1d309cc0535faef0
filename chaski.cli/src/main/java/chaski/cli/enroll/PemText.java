package chaski.cli.enroll;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the server answers with, in PEM form (RFC 7468): certificates, then lists of revocations.
 *
 * @param certificates the certificates, in order
 * @param revocations the lists of revocations
 */
record PemText(List<X509Certificate> certificates, List<X509CRL> revocations) {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----[A-Za-z0-9+/=\\s]*-----END \\1-----");

    static PemText parse(String text) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        List<X509CRL> revocations = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Matcher block = BLOCK.matcher(text); block.find(); ) {
                InputStream bytes = new ByteArrayInputStream(block.group().getBytes(StandardCharsets.US_ASCII));
                if (block.group(1).equals("CERTIFICATE")) {
                    certificates.add((X509Certificate) factory.generateCertificate(bytes));
                } else if (block.group(1).equals("X509 CRL")) {
                    revocations.add((X509CRL) factory.generateCRL(bytes));
                }
            }
        } catch (GeneralSecurityException malformed) {
            throw new IOException("the answer is malformed: " + malformed.getMessage(), malformed);
        }
        return new PemText(certificates, revocations);
    }

    static String of(X509Certificate certificate) throws GeneralSecurityException {
        return block("CERTIFICATE", certificate.getEncoded());
    }

    static String of(X509CRL list) throws GeneralSecurityException {
        return block("X509 CRL", list.getEncoded());
    }

    private static String block(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + type
                + "-----\n";
    }
}
