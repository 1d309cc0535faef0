package chaski.transport.tcp;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslClosedEngineException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Why a handshake of TLS failed, in words for the person who has to correct it. */
final class TlsErrors {

    private static final String ALERT = "Received fatal alert: ";

    private TlsErrors() {}

    /**
     * Replaces what the TLS implementation reports by what it means.
     *
     * @param failure what a channel reported
     * @param own the certificate that this end has shown
     * @return an exception with a readable message, or the failure itself if it has nothing to do with TLS
     */
    static Throwable explained(Throwable failure, Optional<X509Certificate> own) {
        String reason = reason(failure, own);
        return reason == null ? failure : new SSLException(reason, failure);
    }

    /** Replaces a failure that ended a handshake; a connection that was merely closed means something, too. */
    static Throwable handshakeFailed(Throwable failure, Optional<X509Certificate> own) {
        Throwable explained = explained(failure, own);
        return explained instanceof ClosedChannelException
                ? new SSLException(
                        "the connection was closed during the TLS handshake; the other node may not use TLS, or refuses this node",
                        failure)
                : explained;
    }

    /** {@return whether the peer waits for an alert: this end has refused the handshake, not the peer, and not because of silence} */
    static boolean isAlerted(Throwable failure) {
        return isNotTls(failure) || (failure instanceof SSLHandshakeException && alert(failure) == null);
    }

    /** {@return whether the peer sent something that is no record of TLS} */
    static boolean isNotTls(Throwable failure) {
        return failure instanceof NotSslRecordException;
    }

    /** {@return whether a write failed because TLS had ended before, so that another failure is the cause} */
    static boolean isConsequence(Throwable failure) {
        return failure instanceof SslClosedEngineException;
    }

    private static @Nullable String reason(Throwable failure, Optional<X509Certificate> own) {
        boolean tls = false;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (isNotTls(each)) {
                return "the other side does not use TLS";
            }
            if (each instanceof CertificateException) {
                return "the certificate of the other node is refused, " + each.getMessage();
            }
            tls |= each instanceof SSLException;
        }
        String alert = alert(failure);
        if (alert != null) {
            return meaning(alert, own) + " (alert " + alert + "); its log names the reason";
        }
        return tls ? "TLS failed: " + failure.getMessage() : null;
    }

    /** {@return the name of the alert that the peer sent, if that was the failure} */
    private static @Nullable String alert(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            String message = String.valueOf(each.getMessage());
            int start = message.indexOf(ALERT);
            if (start >= 0) {
                return message.substring(start + ALERT.length());
            }
        }
        return null;
    }

    /** {@return what an alert of RFC 8446, section 6.2, means between nodes} */
    private static String meaning(String alert, Optional<X509Certificate> own) {
        String refuses = "the other node refuses this node's certificate";
        return switch (alert) {
            case "certificate_revoked" -> refuses + ": it was revoked, and this node needs a new one";
            case "certificate_required" -> "the other node requires a certificate, and this node has sent none";
            case "no_application_protocol" -> "the other side is no Chaski node";
            case "certificate_expired",
                    "bad_certificate",
                    "unsupported_certificate",
                    "certificate_unknown",
                    "unknown_ca" -> refuses + own.map(TlsErrors::time).orElse("");
            default -> "the other node refuses this node's certificate or TLS settings";
        };
    }

    /** The JDK's servers send one alert for every certificate that they refuse; what this end can see itself is added. */
    private static String time(X509Certificate own) {
        Instant now = Instant.now();
        Instant from = own.getNotBefore().toInstant();
        Instant until = own.getNotAfter().toInstant();
        if (now.isAfter(until)) {
            return ": it expired at " + until + "; renew it";
        }
        return now.isBefore(from) ? ": it is not valid before " + from + "; check this machine's clock" : "";
    }
}
