package chaski.node.dial;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.node.session.Session;
import chaski.node.session.SessionTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The endpoints of other nodes: those that they announce, those at which they were reached in the last 24 hours, and those that the
 * user has joined and behind which they were found. Confined to the control loop.
 */
final class EndpointBook {

    static final Duration LEARNED_FOR = Duration.ofHours(24);
    static final int MAX_LEARNED_NODES = 10_000;

    private final SessionTable sessions;
    private final Function<NodeId, List<Endpoint>> directory;
    private final LongSupplier clock;
    private final Map<NodeId, Learned> learned = new LinkedHashMap<>();

    /** The joined endpoints, with the node that was last found there. */
    private final Map<Endpoint, Optional<NodeId>> joined = new LinkedHashMap<>();

    /**
     * Creates an empty book.
     *
     * @param sessions endpoints of nodes with a session are kept
     * @param directory the endpoints that a node announces
     * @param clock the monotonic clock, in nanoseconds
     */
    EndpointBook(SessionTable sessions, Function<NodeId, List<Endpoint>> directory, LongSupplier clock) {
        this.sessions = sessions;
        this.directory = directory;
        this.clock = clock;
    }

    private record Learned(Set<Endpoint> endpoints, long atNs) {}

    /** Notes that the user has joined an endpoint. */
    void join(Endpoint endpoint) {
        joined.putIfAbsent(endpoint, Optional.empty());
    }

    void removeSeed(Endpoint endpoint) {
        joined.remove(endpoint);
    }

    void removeSeeds() {
        joined.clear();
    }

    /** True if a node was found behind a joined endpoint. */
    boolean isJoined(NodeId node) {
        return joined.containsValue(Optional.of(node));
    }

    /** {@return the node that was last found behind a joined endpoint} */
    Optional<NodeId> behind(Endpoint endpoint) {
        return joined.getOrDefault(endpoint, Optional.empty());
    }

    /** Called when a node has answered at an endpoint. */
    void learned(NodeId node, Endpoint endpoint) {
        joined.replace(endpoint, Optional.of(node));
        Learned before = learned.remove(node);
        Set<Endpoint> all = before == null ? new LinkedHashSet<>() : before.endpoints();
        all.add(endpoint);
        learned.put(node, new Learned(all, clock.getAsLong()));
        if (learned.size() > MAX_LEARNED_NODES) {
            learned.remove(learned.keySet().iterator().next());
        }
    }

    /** {@return the endpoints that a node announces and those at which it was reached before} */
    List<Endpoint> endpoints(NodeId node) {
        Set<Endpoint> all = new LinkedHashSet<>(directory.apply(node));
        Learned known = learned.get(node);
        if (known != null) {
            if (clock.getAsLong() - known.atNs() < LEARNED_FOR.toNanos()
                    || sessions.find(node).isPresent()) {
                all.addAll(known.endpoints());
            } else {
                learned.remove(node);
            }
        }
        joined.forEach((endpoint, found) -> {
            if (found.filter(node::equals).isPresent()) {
                all.add(endpoint);
            }
        });
        return new ArrayList<>(all);
    }

    /** True if a node announces an endpoint or was found there. */
    boolean isKnownAt(NodeId node, Endpoint endpoint) {
        return endpoints(node).contains(endpoint);
    }

    /** True if the user has joined the endpoint, the node has answered there before, or its last link came from that host. */
    boolean isVerified(NodeId node, Endpoint endpoint) {
        return joined.containsKey(endpoint)
                || hasAnswered(node, endpoint)
                || sessions.find(node)
                        .filter(session -> session.attach().lastHost().equals(endpoint.host()))
                        .isPresent();
    }

    /**
     * True if a peer was at an endpoint. An announced endpoint alone does not prove that: two machines may announce the same private
     * address.
     */
    boolean wasThere(Session session, Endpoint endpoint) {
        return hasAnswered(session.peer(), endpoint)
                || (endpoint.host().equals(session.attach().lastHost()) && isKnownAt(session.peer(), endpoint));
    }

    private boolean hasAnswered(NodeId node, Endpoint endpoint) {
        Learned known = learned.get(node);
        return known != null && known.endpoints().contains(endpoint);
    }
}
