package chaski.node.membership;

import chaski.api.NodeId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last digest entries of nodes that expired. Without them, two peers that expire an entry a second apart would send
 * it to each other endlessly. An expired entry returns only with a newer version or vouch. Bounded: the oldest is
 * removed first.
 */
final class ExpiredEntries {

    static final long KEPT_NS = 600_000_000_000L;

    private final int limit;
    private final Map<NodeId, Expired> entries = new LinkedHashMap<>();

    ExpiredEntries(int limit) {
        this.limit = limit;
    }

    void add(DigestEntry row, long nowNs) {
        entries.remove(row.id());
        entries.put(row.id(), new Expired(row, nowNs));
        if (entries.size() > limit) {
            Iterator<NodeId> eldest = entries.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    @Nullable
    DigestEntry get(NodeId id) {
        Expired last = entries.get(id);
        return last == null ? null : last.row;
    }

    void remove(NodeId id) {
        entries.remove(id);
    }

    void expire(long nowNs) {
        entries.values().removeIf(last -> nowNs - last.sinceNs >= KEPT_NS);
    }

    /** True if a report is no newer than what was known when the node expired. */
    boolean covers(DigestEntry row) {
        DigestEntry last = get(row.id());
        if (last == null || row.incarnation() != last.incarnation()) {
            return last != null && row.incarnation() < last.incarnation();
        }
        return row.version() != last.version() ? row.version() < last.version() : row.vouch() <= last.vouch();
    }

    /** True if a covered report is covered only because of its vouch: its owner may nevertheless be alive. */
    boolean lacksOnlyVouch(DigestEntry row) {
        DigestEntry last = get(row.id());
        return last != null
                && !last.left()
                && !row.left()
                && last.incarnation() == row.incarnation()
                && last.version() == row.version()
                && last.vouch() > row.vouch();
    }

    private record Expired(DigestEntry row, long sinceNs) {}
}
