package chaski.api.transport;

import chaski.api.Endpoint;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way to move bytes between two processes, for example TCP.
 *
 * <p>Implementations are OSGi services, or are found by {@link java.util.ServiceLoader}, which needs a public constructor without
 * parameters. A transport creates links that are reliable and ordered while they last; it knows nothing of sessions, topics or
 * nodes.
 *
 * <p>Thread-safe. One transport may serve several nodes.
 */
@ConsumerType
public interface Transport extends AutoCloseable {

    /** {@return the scheme of the endpoints it serves, for example {@code tcp}} */
    String scheme();

    /** {@return the capabilities of the transport and its links} */
    Set<Feature> features();

    /**
     * Listens on a local endpoint.
     *
     * @param local the endpoint; port 0 takes any free port, and the host is an IP address if the transport has
     *     {@link Feature#IP_HOSTS}
     * @param acceptor receives each link that a remote side opens
     * @return the listener, bound
     * @throws chaski.api.TransportException if it cannot be bound; the message names the endpoint and the reason
     */
    Listener listen(Endpoint local, LinkAcceptor acceptor);

    /**
     * Listens on a local endpoint, with options. The handshake of encryption begins before the acceptor receives a link; no byte of the
     * other side reaches a handler before that side is authenticated.
     *
     * @param local as above
     * @param options the options; security only if the transport has {@link Feature#SECURE}
     * @param acceptor as above
     * @return the listener, bound
     * @throws chaski.api.TransportException if it cannot be bound, or the transport has no security; the message names the reason
     */
    default Listener listen(Endpoint local, ListenOptions options, LinkAcceptor acceptor) {
        if (options.security().isPresent()) {
            throw TransportErrors.notSecured(local);
        }
        return listen(local, acceptor);
    }

    /**
     * Opens a link. The attempt ends at the latest when the timeout of the options is over. If the stage is a future, cancelling it
     * cancels the attempt.
     *
     * @param remote the endpoint to reach; the host is an IP address if the transport has {@link Feature#IP_HOSTS}
     * @param options the options
     * @return the link, not started, or a {@link chaski.api.TransportException} that names the endpoint and the reason. It is a
     *     {@link ConnectionRefusedException} if the remote machine answers that nothing listens there, and only then, and a
     *     {@link ConnectTimeoutException} if nothing answers in time
     */
    CompletionStage<Link> connect(Endpoint remote, ConnectOptions options);

    /**
     * Returns why this transport cannot be used on this machine, for example because a native library is missing. A node that is given
     * such a transport reports the reason once and continues without the transport.
     *
     * @return the reason and what to do; empty by default: it can be used
     */
    default Optional<String> unavailability() {
        return Optional.empty();
    }

    /**
     * Returns how often this transport has ignored, refused and repeated something since it was created, for all its users
     * together. Names begin with the scheme, for example {@code udp.ignored.garbled}.
     *
     * @return the counters that are not zero, by name; none by default
     */
    default Map<String, Long> counters() {
        return Map.of();
    }

    /**
     * Closes every listener and link of this transport and frees its threads, at most two seconds later. Closing again has no
     * effect.
     */
    @Override
    void close();
}
