package chaski.ca;

import chaski.api.security.Identity;
import chaski.ca.RefusedRequestException.Reason;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * A request for a certificate, as received. Only its key is used: what else it contains is compared with what the requester has a right
 * to, and never copied.
 */
final class ReceivedRequest {

    /** That of P-256; with the check of the order, no other curve of the JDK passes. */
    private static final int CURVE_BITS = 256;

    private static final String P256_ORDER = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

    private final PublicKey key;
    private final List<String> names;

    private ReceivedRequest(PublicKey key, List<String> names) {
        this.key = key;
        this.names = names;
    }

    /**
     * Reads a request.
     *
     * @throws RefusedRequestException if it is malformed, its key is not on P-256, or it is not signed by that key
     */
    @SuppressWarnings("CatchingUnchecked") // a decoder of hostile bytes may throw anything
    static ReceivedRequest read(String pem) {
        try {
            JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(content(pem));
            PublicKey key = request.getPublicKey();
            checkKey(key);
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw notSigned();
            }
            return new ReceivedRequest(key, names(request));
        } catch (RefusedRequestException refused) {
            throw refused;
        } catch (PKCSException | OperatorCreationException unverifiable) {
            throw notSigned();
        } catch (IOException | GeneralSecurityException | RuntimeException malformed) {
            throw new RefusedRequestException(
                    Reason.MALFORMED, "expected a certification request, PKCS #10 in PEM form, with a key on P-256");
        }
    }

    private static RefusedRequestException notSigned() {
        return new RefusedRequestException(
                Reason.NOT_SIGNED, "the certification request is not signed by the key that it names");
    }

    private static byte[] content(String pem) throws IOException {
        try (PemReader reader = new PemReader(new StringReader(pem))) {
            PemObject read = reader.readPemObject();
            if (read == null || !read.getType().equals("CERTIFICATE REQUEST")) {
                throw new IOException("no certification request");
            }
            return read.getContent();
        }
    }

    private static void checkKey(PublicKey key) {
        boolean p256 = key instanceof ECPublicKey curve
                && curve.getParams().getCurve().getField().getFieldSize() == CURVE_BITS
                && curve.getParams().getOrder().toString(16).equals(P256_ORDER);
        if (!p256) {
            throw new RefusedRequestException(
                    Reason.WEAK_KEY, "expected a key on the curve P-256, got one of " + key.getAlgorithm());
        }
    }

    private static List<String> names(JcaPKCS10CertificationRequest request) {
        Extensions extensions = request.getRequestedExtensions();
        GeneralNames names =
                extensions == null ? null : GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
        return names == null
                ? List.of()
                : Arrays.stream(names.getNames())
                        .map(GeneralName::getName)
                        .map(String::valueOf)
                        .toList();
    }

    /** {@return its key, if it names no identity or the one that the requester has a right to} */
    PublicKey keyFor(Identity granted) {
        for (String name : names) {
            if (!name.equals(granted.toString())) {
                throw new RefusedRequestException(
                        Reason.OTHER_IDENTITY,
                        "the request is for another identity than " + granted + ", which is the one that was granted");
            }
        }
        return key;
    }
}
