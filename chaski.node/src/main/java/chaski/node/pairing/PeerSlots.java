package chaski.node.pairing;

import chaski.api.NodeId;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The limit of peers: nodes that have a slot, because of a session or because they are dialled, and a FIFO queue of nodes that
 * wait for one.
 */
final class PeerSlots {

    private final int limit;
    private final Set<NodeId> taken = new HashSet<>();
    private final Set<NodeId> waiting = new LinkedHashSet<>();

    PeerSlots(int limit) {
        this.limit = limit;
    }

    int limit() {
        return limit;
    }

    boolean isFull() {
        return taken.size() >= limit;
    }

    /** Counts a node after its session or the decision to dial it has changed. Never refuses. */
    void update(Pair pair) {
        if (pair.occupiesSlot()) {
            taken.add(pair.id);
            waiting.remove(pair.id);
        } else {
            taken.remove(pair.id);
        }
    }

    void await(Pair pair) {
        waiting.add(pair.id);
    }

    boolean isWaiting(Pair pair) {
        return waiting.contains(pair.id);
    }

    boolean isAwaited() {
        return !waiting.isEmpty();
    }

    void cancel(Pair pair) {
        waiting.remove(pair.id);
    }

    /** Removes the next node from the queue, if there is a free slot. */
    @Nullable
    NodeId admit() {
        if (isFull() || waiting.isEmpty()) {
            return null;
        }
        NodeId next = waiting.iterator().next();
        waiting.remove(next);
        return next;
    }
}
