package chaski.node.session;

import chaski.api.LimitException;
import chaski.api.NodeId;
import chaski.api.node.NodeConfig;
import chaski.api.node.Peer;
import chaski.api.protocol.Environment;
import chaski.node.wire.Refusal;
import chaski.node.wire.RefusalCode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The nodes with which this node has no session: those that the user denies, until they are allowed again, and those
 * that were disconnected a moment ago. Both sets are bounded. Denying more nodes fails, and of the disconnected nodes
 * the oldest are admitted again. Thread-safe.
 */
public final class BarredPeers {

    private static final int MAX_DISCONNECTED = 1_000;

    /**
     * The time until an endpoint behind which a denied node was found is dialled again, to check which node it leads to
     * now.
     */
    private static final long DENIED_LOOK_NS = 30_000_000_000L;

    private final Environment environment;
    private final Set<NodeId> denied;
    private final Map<NodeId, Long> disconnectedUntilNs = new LinkedHashMap<>();

    BarredPeers(Environment environment, Set<NodeId> denied) {
        this.environment = environment;
        this.denied = new LinkedHashSet<>(denied);
    }

    /**
     * Denies a node.
     *
     * @param node the node
     * @throws LimitException if too many are denied already
     */
    public synchronized void deny(NodeId node) {
        if (!denied.contains(node) && denied.size() >= NodeConfig.MAX_DENIED) {
            throw new LimitException("expected at most " + NodeConfig.MAX_DENIED
                    + " denied nodes, got one more: allow some, or use mutual TLS to keep nodes out");
        }
        denied.add(node);
    }

    /**
     * Allows a node again.
     *
     * @param node the node
     * @return true if it was barred
     */
    public synchronized boolean allow(NodeId node) {
        boolean wasDenied = denied.remove(node);
        return disconnectedUntilNs.remove(node) != null || wasDenied;
    }

    /** {@return the nodes that are denied; a copy} */
    public synchronized Set<NodeId> denied() {
        return new LinkedHashSet<>(denied);
    }

    /**
     * Bars a node for {@link Peer#DISCONNECTED_FOR}.
     *
     * @param node the node
     */
    synchronized void disconnected(NodeId node) {
        disconnectedUntilNs.remove(node);
        disconnectedUntilNs.put(node, environment.nanoTime() + Peer.DISCONNECTED_FOR.toNanos());
        if (disconnectedUntilNs.size() > MAX_DISCONNECTED) {
            disconnectedUntilNs.remove(disconnectedUntilNs.keySet().iterator().next());
        }
    }

    /** {@return the nodes that are barred because they were disconnected; a copy} */
    public synchronized List<NodeId> disconnected() {
        long nowNs = environment.nanoTime();
        disconnectedUntilNs.values().removeIf(untilNs -> untilNs - nowNs <= 0);
        return List.copyOf(disconnectedUntilNs.keySet());
    }

    /**
     * Returns whether a node is barred.
     *
     * @param node the node
     * @return true if it is denied, or was disconnected a moment ago
     */
    public boolean contains(NodeId node) {
        return delayNs(node) > 0;
    }

    /**
     * Returns for how long an endpoint behind which a node was found must not be dialled.
     *
     * @param node the node
     * @return nanoseconds, 0 if the node is not barred
     */
    public synchronized long delayNs(NodeId node) {
        return denied.contains(node) ? DENIED_LOOK_NS : Math.max(0, leftNs(node));
    }

    private long leftNs(NodeId node) {
        Long untilNs = disconnectedUntilNs.get(node);
        return untilNs == null ? 0 : untilNs - environment.nanoTime();
    }

    /** Returns the reason for which a node is refused now; {@code null} if it is not. */
    synchronized @Nullable Refusal refusal(NodeId node) {
        if (denied.contains(node)) {
            return new Refusal(RefusalCode.DENIED, 0, "this node denies that id");
        }
        long leftMs = TimeUnit.NANOSECONDS.toMillis(leftNs(node) + 999_999);
        return leftMs <= 0
                ? null
                : new Refusal(
                        RefusalCode.DENIED,
                        leftMs,
                        "this node has disconnected that one, for another " + leftMs + " ms");
    }
}
