package chaski.transport.tcp;

import io.netty.handler.ssl.NotSslRecordException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a handshake of TLS failed, in words for the person who has to correct it. */
final class TlsErrors {

    private static final String ALERT = "Received fatal alert: ";

    private TlsErrors() {}

    /**
     * Replaces what the TLS implementation reports by what it means.
     *
     * @param failure what a channel reported
     * @return an exception with a readable message, or the failure itself if it has nothing to do with TLS
     */
    static Throwable explained(Throwable failure) {
        String reason = reason(failure);
        return reason == null ? failure : new SSLException(reason, failure);
    }

    /** Replaces a failure that ended a handshake; a connection that was merely closed means something, too. */
    static Throwable handshakeFailed(Throwable failure) {
        Throwable explained = explained(failure);
        return explained instanceof ClosedChannelException
                ? new SSLException(
                        "the connection was closed during the TLS handshake; the other node may not use TLS, or refuses this node",
                        failure)
                : explained;
    }

    private static @Nullable String reason(Throwable failure) {
        String alert = null;
        boolean tls = false;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof NotSslRecordException) {
                return "the other side does not use TLS";
            }
            if (each instanceof CertificateException) {
                return "the certificate of the other node is refused, " + each.getMessage();
            }
            tls |= each instanceof SSLException;
            String message = String.valueOf(each.getMessage());
            int start = message.indexOf(ALERT);
            if (start >= 0) {
                alert = message.substring(start + ALERT.length());
            }
        }
        if (alert != null) {
            return "the other node refuses this node's certificate or TLS settings, with the alert " + alert
                    + "; its log names the reason";
        }
        return tls ? "TLS failed: " + failure.getMessage() : null;
    }
}
