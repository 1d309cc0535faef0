package chaski.node.membership;

import chaski.api.NodeId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last words about nodes that expired. Without them, two peers that expire an entry a second apart would hand it back to
 * each other for ever. What is forgotten comes back only by a newer version or vouch. Bounded: the oldest goes first.
 */
final class ExpiredEntries {

    static final long KEPT_NS = 600_000_000_000L;

    private final int limit;
    private final Map<NodeId, Words> words = new LinkedHashMap<>();

    ExpiredEntries(int limit) {
        this.limit = limit;
    }

    void add(DigestEntry row, long nowNs) {
        words.remove(row.id());
        words.put(row.id(), new Words(row, nowNs));
        if (words.size() > limit) {
            Iterator<NodeId> eldest = words.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    @Nullable
    DigestEntry get(NodeId id) {
        Words last = words.get(id);
        return last == null ? null : last.row;
    }

    void remove(NodeId id) {
        words.remove(id);
    }

    void expire(long nowNs) {
        words.values().removeIf(last -> nowNs - last.sinceNs >= KEPT_NS);
    }

    /** Whether something said now is no newer than what was known when the node was forgotten. */
    boolean covers(DigestEntry row) {
        DigestEntry last = get(row.id());
        if (last == null || row.incarnation() != last.incarnation()) {
            return last != null && row.incarnation() < last.incarnation();
        }
        return row.version() != last.version() ? row.version() < last.version() : row.vouch() <= last.vouch();
    }

    /** Whether something that is covered is covered only because of its vouch: it may be newer all the same. */
    boolean lacksOnlyVouch(DigestEntry row) {
        DigestEntry last = get(row.id());
        return last != null
                && !last.left()
                && !row.left()
                && last.incarnation() == row.incarnation()
                && last.version() == row.version()
                && last.vouch() > row.vouch();
    }

    private record Words(DigestEntry row, long sinceNs) {}
}
