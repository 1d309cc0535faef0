package chaski.api.transport;

import chaski.api.Endpoint;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way to move bytes between two processes, for example TCP.
 *
 * <p>Implementations are OSGi services, or are found by {@link java.util.ServiceLoader}, which needs a public
 * constructor without parameters. A transport makes links that are reliable and ordered while they last; it knows
 * nothing of sessions, topics or nodes.
 *
 * <p>Thread-safe. One transport may serve several nodes.
 */
@ConsumerType
public interface Transport extends AutoCloseable {

    /** {@return the scheme of the endpoints it serves, for example {@code tcp}} */
    String scheme();

    /** {@return what its links can do} */
    Set<Feature> features();

    /**
     * Listens on a local endpoint.
     *
     * @param local the endpoint; port 0 takes any free port
     * @param acceptor told of each link that a remote side opens
     * @return the listener, bound
     * @throws chaski.api.TransportException when it cannot be bound, telling the endpoint and the reason
     */
    Listener listen(Endpoint local, LinkAcceptor acceptor);

    /**
     * Opens a link. Names are resolved, all addresses tried; the attempt ends at the latest when the time of the options is
     * over. Cancelling the stage's future, where it is one, gives the attempt up.
     *
     * @param remote the endpoint to reach
     * @param options how
     * @return the link, not started, or a {@link chaski.api.TransportException} that tells the endpoint and the reason; it is a
     *     {@link ConnectionRefusedException} when the other side's machine answers that nothing listens there, and only then
     */
    CompletionStage<Link> connect(Endpoint remote, ConnectOptions options);

    /**
     * Tells what this transport has ignored, refused and repeated since it was made, for all its users together. Names begin with the
     * scheme, as {@code udp.ignored.garbled}.
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
