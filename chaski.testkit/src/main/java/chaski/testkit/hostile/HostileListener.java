package chaski.testkit.hostile;

import chaski.api.Endpoint;
import chaski.api.transport.Link;
import chaski.api.transport.Listener;
import chaski.api.transport.Transport;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hostile peer that accepts links, or a third party that counts the traffic that nodes are made to send to it.
 *
 * <pre>{@code
 * HostileListener third = HostileListener.listen(network.transport("third"), endpoint, identity, world::await).only();
 * ...
 * assertThat(third.links()).isLessThan(20);
 * assertThat(third.bytes()).isLessThan(2_000);
 * }</pre>
 *
 * <p>Each link gets a {@link HostilePeer}. Until {@link #only} changes it, it answers the handshake and sends the other
 * automatic replies; a session may be resumed on another link. Thread-safe.
 */
public final class HostileListener implements AutoCloseable {

    private final HostileIdentity identity;
    private final WaitStrategy waiting;
    private final List<HostilePeer> peers = new CopyOnWriteArrayList<>();
    private final Map<UUID, HostileSession> sessions = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Listener> listener = new AtomicReference<>();
    private volatile AutomaticReply[] replies = AutomaticReply.values();
    private volatile Consumer<HostilePeer> onPeer = peer -> {};

    private HostileListener(HostileIdentity identity, WaitStrategy waiting) {
        this.identity = identity;
        this.waiting = waiting;
    }

    /**
     * Listens.
     *
     * @param transport the transport to listen with
     * @param local where; port 0 takes any free port
     * @param identity the contents of its HELLO
     * @param waiting how its peers wait
     * @return the listener, bound
     * @throws chaski.api.TransportException when the endpoint cannot be bound
     */
    public static HostileListener listen(
            Transport transport, Endpoint local, HostileIdentity identity, WaitStrategy waiting) {
        HostileListener made = new HostileListener(identity, waiting);
        made.listener.set(transport.listen(local, made::accept));
        return made;
    }

    /**
     * Sends only these automatic replies on future links; none means silence.
     *
     * @param kept the replies that its peers send automatically
     * @return this
     */
    public HostileListener only(AutomaticReply... kept) {
        replies = kept.clone();
        return this;
    }

    /**
     * Calls a script for each link, before anything is read from it, on the link's I/O thread.
     *
     * @param script must not wait
     * @return this
     */
    public HostileListener onPeer(Consumer<HostilePeer> script) {
        onPeer = script;
        return this;
    }

    /** {@return where it listens, with the real port} */
    public Endpoint endpoint() {
        return listener().bound();
    }

    /** {@return how many links there have been} */
    public int links() {
        return peers.size();
    }

    /** {@return how many bytes have arrived on all links} */
    public long bytes() {
        return peers.stream().mapToLong(HostilePeer::bytes).sum();
    }

    /** {@return the peer of each link there has been, in order} */
    public List<HostilePeer> peers() {
        return List.copyOf(peers);
    }

    /** Stops listening and closes all links without a notice. */
    @Override
    public void close() {
        listener().close();
        peers.forEach(HostilePeer::hangUp);
    }

    /** It is set before the user has this object. */
    private Listener listener() {
        return Objects.requireNonNull(listener.get());
    }

    private void accept(Link link) {
        HostilePeer.start(link, identity, waiting, sessions, peer -> {
            peer.only(replies);
            peers.add(peer);
            onPeer.accept(peer);
        });
    }
}
