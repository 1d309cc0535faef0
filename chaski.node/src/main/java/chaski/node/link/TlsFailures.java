package chaski.node.link;

import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The counters of links whose encryption could not be agreed on. */
final class TlsFailures {

    /** This node has refused the certificate of the peer. */
    static final String CERTIFICATE = "refused.certificate";

    /** The other end refuses this node's certificate, or only one of both ends uses TLS. */
    static final String TLS = "refused.tls";

    private TlsFailures() {}

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
