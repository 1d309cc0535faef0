package chaski.transport.quic;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.transport.ConnectFailedException;
import chaski.api.transport.ConnectionRefusedException;
import chaski.api.transport.LinkResetException;
import chaski.api.transport.TransportErrors;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicTransportError;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why connections end, in words for the person who has to correct it. */
final class QuicErrors {

    /** The alerts of TLS (RFC 8446, section 6.2) that concern certificates and settings. */
    private static final Map<Integer, String> ALERTS = Map.of(
            40, "handshake_failure",
            42, "bad_certificate",
            43, "unsupported_certificate",
            44, "certificate_revoked",
            45, "certificate_expired",
            46, "certificate_unknown",
            48, "unknown_ca",
            49, "access_denied",
            116, "certificate_required",
            120, "no_application_protocol");

    private QuicErrors() {}

    /** {@return the failure of a user who did not state how to secure a link} */
    static TransportException needsSecurity(Endpoint endpoint) {
        String reason = "links of quic are always encrypted, and this node has no identity";
        return new ConnectFailedException(
                "cannot use " + endpoint + ": " + reason + "; give it one, or use tcp or udp", reason, null);
    }

    /** {@return the failure of a user of this transport on a machine without its library} */
    static TransportException unavailable(Endpoint endpoint, String why) {
        return new ConnectFailedException("cannot use " + endpoint + ": " + why, why, null);
    }

    /** {@return why a handshake ended because of a certificate; empty if it ended for another reason} */
    static Optional<String> certificateRefused(QuicTls tls, QuicEvents events) {
        Optional<CertificateException> refusal = tls.refusal();
        if (refusal.isPresent()) {
            return Optional.of("the certificate of the other node is refused, "
                    + refusal.get().getMessage());
        }
        return events.close().filter(QuicConnectionCloseEvent::isTlsError).map(QuicErrors::alert);
    }

    private static String alert(QuicConnectionCloseEvent close) {
        int number = QuicConnectionCloseEvent.extractTlsError(close.error());
        return "the other node refuses this node's certificate or TLS settings, with the alert "
                + ALERTS.getOrDefault(number, "number " + number) + "; its log names the reason";
    }

    /** {@return why no link was created} */
    static ConnectFailedException notConnected(
            Endpoint remote, QuicTls tls, QuicEvents events, @Nullable Throwable failure) {
        Optional<String> certificate = certificateRefused(tls, events);
        if (certificate.isPresent()) {
            return failed(remote, certificate.get(), failure);
        }
        Optional<QuicConnectionCloseEvent> close = events.close();
        if (close.isPresent() && close.get().isApplicationClose()) {
            return close.get().error() == QuicClose.NOT_LISTENING.code()
                    ? new ConnectionRefusedException(
                            "nothing listens on " + remote + " (" + TransportErrors.REFUSED + ")")
                    : failed(remote, "the other node closed the connection before it was a link", failure);
        }
        if (close.isPresent()) {
            return failed(remote, closed(close.get()), failure);
        }
        Throwable cause = events.failure().orElse(failure);
        return cause == null
                ? failed(remote, "the connection was closed during the handshake", null)
                : TransportErrors.cannotConnect(remote, cause);
    }

    private static ConnectFailedException failed(Endpoint remote, String reason, @Nullable Throwable cause) {
        return new ConnectFailedException("cannot connect to " + remote + ": " + reason, reason, cause);
    }

    /** {@return why an established connection ended that this end has not closed; null if the other end closed it in order} */
    static @Nullable Throwable ended(Endpoint local, Endpoint remote, QuicEvents events, long idleMs) {
        Optional<QuicConnectionCloseEvent> close = events.close();
        if (close.isPresent()) {
            QuicConnectionCloseEvent event = close.get();
            if (event.isApplicationClose()) {
                return event.error() == QuicClose.FAILED.code() ? reset(local, remote) : null;
            }
            return event.error() == 0
                    ? null
                    : new TransportException(TransportErrors.broken(local, remote, closed(event)));
        }
        if (events.channel().filter(channel -> channel.isTimedOut()).isPresent()) {
            return new TransportException(
                    TransportErrors.broken(local, remote, "nothing was received for " + idleMs + " ms"));
        }
        return events.failure()
                .map(failure -> (Throwable) TransportErrors.broken(local, remote, failure))
                .orElse(null);
    }

    /** {@return the end of a link that the other end has reset, or no longer knows} */
    static LinkResetException reset(Endpoint local, Endpoint remote) {
        return new LinkResetException(TransportErrors.broken(local, remote, TransportErrors.RESET));
    }

    private static String closed(QuicConnectionCloseEvent event) {
        return "the other node ended the connection with the QUIC error "
                + QuicTransportError.valueOf(event.error()).name() + " "
                + new String(event.reason(), StandardCharsets.UTF_8);
    }
}
