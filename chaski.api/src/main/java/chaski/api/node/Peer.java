package chaski.api.node;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** Another node as seen from here, joined to this one by a session. Thread-safe. */
@ProviderType
public interface Peer {

    /** The most bytes a ping carries. */
    int MAX_PING_BYTES = 16 * 1024;

    /** {@return its identity} */
    NodeId id();

    /** {@return its run} */
    long incarnation();

    /** {@return its name for people} */
    String name();

    /** {@return what this node thinks of it} */
    PeerState state();

    /**
     * {@return whether its process seems to have ended: its link was reset and cannot be dialled again, or another node answers at its
     * address} Nobody waits for such a peer; the session may still resume.
     */
    boolean inDoubt();

    /** {@return the remote endpoint of the current link; empty while the session is parked} */
    Optional<Endpoint> link();

    /** {@return whether it only looks} */
    boolean observer();

    /** {@return the round-trip times} */
    RoundTrip rtt();

    /**
     * Measures one round trip now.
     *
     * @param bytes the payload, 0 to {@link #MAX_PING_BYTES}
     * @return the time it took; fails when the link is lost first, the session ends or ten seconds pass
     */
    CompletionStage<Duration> ping(int bytes);

    /** {@return counters of this session by name; a snapshot} */
    Map<String, Long> counters();
}
