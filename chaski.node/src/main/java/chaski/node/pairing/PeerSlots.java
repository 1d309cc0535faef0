package chaski.node.pairing;

import chaski.api.NodeId;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How many peers there may be: who has a place, by a session or by being dialled, and who waits for one, first come first served. */
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

    /** A session or its absence, or a decision to dial, is a fact; this only counts it. */
    void update(Pair pair) {
        if (pair.takesPlace()) {
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

    /** Takes the next one who waits, if there is room. */
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
