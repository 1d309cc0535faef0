package chaski.node.link;

import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What is counted and reported of links whose encryption could not be agreed on. */
final class TlsFailures {

    /** This node has refused the certificate of the peer. */
    static final String CERTIFICATE = "refused.certificate";

    /** The other end does not use TLS, or refuses this node's certificate. */
    static final String TLS = "refused.tls";

    private static final String SILENT_END =
            " before it sent anything; a node that uses TLS does this to one without an identity";

    private TlsFailures() {}

    /**
     * Returns why a link without encryption has ended.
     *
     * @param cause what the transport reports; null if the other end closed it in order
     * @param silent true if the other end closed it before its first byte
     * @return the reason
     */
    static String reason(@Nullable Throwable cause, boolean silent) {
        return (cause == null ? "closed by the peer" : String.valueOf(cause.getMessage())) + (silent ? SILENT_END : "");
    }

    /**
     * Finds the counter of a link that has ended before its first byte.
     *
     * @param cause why it ended
     * @return the counter; empty if it ended for another reason than its encryption
     */
    static Optional<String> counter(@Nullable Throwable cause) {
        boolean tls = false;
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof CertificateException) {
                return Optional.of(CERTIFICATE);
            }
            tls |= each instanceof SSLException;
        }
        return tls ? Optional.of(TLS) : Optional.empty();
    }
}
