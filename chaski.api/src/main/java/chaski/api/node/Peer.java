package chaski.api.node;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.security.Identity;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** Another node with which this node has a session. Thread-safe. */
@ProviderType
public interface Peer {

    /** The most bytes that a ping carries. */
    int MAX_PING_BYTES = 16 * 1024;

    /** The time for which a peer is refused after {@link #disconnect}. */
    Duration DISCONNECTED_FOR = Duration.ofSeconds(30);

    /** {@return its id} */
    NodeId id();

    /** {@return the identity that it has proved; empty in a network that is not closed} */
    Optional<Identity> identity();

    /** {@return its run} */
    long incarnation();

    /** {@return its name for people} */
    String name();

    /** {@return its state in the opinion of this node} */
    PeerState state();

    /**
     * {@return whether its process seems to have ended: its link was reset and cannot be dialled again, or another node answers at
     * its address} Publishers and callers do not wait for such a peer; the session may still resume.
     */
    boolean inDoubt();

    /** {@return the remote endpoint of the current link; empty while the session is parked} */
    Optional<Endpoint> link();

    /** {@return whether it only reads} */
    boolean observer();

    /** {@return the round-trip times} */
    RoundTrip rtt();

    /**
     * Measures one round trip now.
     *
     * @param bytes the payload, 0 to {@link #MAX_PING_BYTES}
     * @return the time it took; fails if the link is lost first, the session ends or ten seconds pass
     */
    CompletionStage<Duration> ping(int bytes);

    /**
     * Ends the session with this peer in an orderly way, and keeps the two nodes apart for {@link #DISCONNECTED_FOR}. Both sides
     * are notified by {@link NodeEvent.PeerDown} with a reason and {@code left}. Messages that are not acknowledged by now are
     * reported lost ({@link NodeEvent.SessionLost}); to avoid this, stop publishing and wait until {@code bytes.unacknowledged} is
     * 0.
     *
     * <p>Within that time this node neither dials the peer nor accepts a session with it; a peer that dials is refused
     * with the remaining time. Afterwards the two pair again if they share a topic, or if one has joined the other; use
     * {@link Node#deny} to keep them apart permanently. {@link Node#allow} ends the time early, and so does a {@link
     * Node#join} of an endpoint under which this node knows the peer. A session without a link ends here immediately,
     * and at the peer when it dials.
     *
     * @return completed when the session is over on this side; immediately if it was over before, and then the call has
     *     no other effect; never fails
     */
    CompletionStage<Void> disconnect();

    /** {@return counters of this session by name; a snapshot} */
    Map<String, Long> counters();
}
