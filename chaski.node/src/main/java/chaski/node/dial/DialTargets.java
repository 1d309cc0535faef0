package chaski.node.dial;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The targets of a node, by the reason for which they are dialled: an endpoint that the user has joined, a node to pair with, a peer
 * whose session is parked. A node may be the target of several. Confined to the control loop.
 */
final class DialTargets {

    private final Map<Endpoint, DialTarget> joined = new LinkedHashMap<>();
    private final Map<NodeId, DialTarget> wanted = new LinkedHashMap<>();
    private final Map<NodeId, DialTarget> parked = new LinkedHashMap<>();
    private boolean bootstrap = true;

    /** {@return the target of a joined endpoint; a new one unless there is one} */
    DialTarget joined(Endpoint endpoint, Supplier<DialTarget> create) {
        return joined.computeIfAbsent(endpoint, e -> create.get());
    }

    /** {@return the target of a node to pair with; a new one unless there is one} */
    DialTarget wanted(NodeId node, Supplier<DialTarget> create) {
        return wanted.computeIfAbsent(node, n -> create.get());
    }

    /** {@return the target of a peer without a link; a new one unless there is one} */
    DialTarget parked(NodeId peer, Supplier<DialTarget> create) {
        return parked.computeIfAbsent(peer, p -> create.get());
    }

    boolean isJoined(Endpoint endpoint) {
        return joined.containsKey(endpoint);
    }

    boolean isWanted(NodeId node) {
        return wanted.containsKey(node);
    }

    /** True if a session with a node that has answered at an endpoint is the purpose of a target. */
    boolean isWantedAt(Endpoint endpoint, NodeId answering) {
        return isJoined(endpoint) || isWanted(answering) || parked.containsKey(answering);
    }

    /** {@return the peers without a link} */
    List<NodeId> parkedPeers() {
        return List.copyOf(parked.keySet());
    }

    /** Notes that a node was found behind an endpoint, if that is joined. */
    void found(Endpoint endpoint, NodeId node) {
        DialTarget there = joined.get(endpoint);
        if (there != null) {
            there.reached(node);
        }
    }

    void removeSeed(Endpoint endpoint) {
        stop(joined.remove(endpoint));
    }

    void release(NodeId node) {
        stop(wanted.remove(node));
    }

    void resumed(NodeId peer) {
        stop(parked.remove(peer));
    }

    private static void stop(@Nullable DialTarget target) {
        if (target != null) {
            target.stop();
        }
    }

    /** Enables or disables the dialling of joined endpoints. */
    void bootstrap(boolean dial) {
        bootstrap = dial;
        joined.values().forEach(DialTarget::dialSoon);
    }

    /** True if joined endpoints are dialled. */
    boolean mayBootstrap() {
        return bootstrap;
    }

    /** {@return all targets: those of joined endpoints first, then nodes to pair with, then parked peers} */
    List<DialTarget> all() {
        List<DialTarget> all = new ArrayList<>(joined.values());
        all.addAll(wanted.values());
        all.addAll(parked.values());
        return all;
    }

    /** Stops and removes all targets. */
    void close() {
        all().forEach(DialTarget::stop);
        joined.clear();
        wanted.clear();
        parked.clear();
    }
}
