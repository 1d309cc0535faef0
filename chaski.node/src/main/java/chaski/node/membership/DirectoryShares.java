package chaski.node.membership;

import chaski.api.NodeId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Accounts for the entries of nodes without a session, by the peer that announced each.
 *
 * <p>When the directory is full, the largest share makes room for entries of smaller ones, so that no peer fills it
 * alone, however much it announces. Within a share the entry with the oldest vouch is removed first. An entry without a
 * vouch for {@link #STALE_NS} makes room for any other: nodes with a session to its owner vouch every 25 s. The entries
 * of peers whose sessions have ended form one share; a vouch moves such an entry to the share of the peer that sent it.
 * Confined to the control loop.
 */
final class DirectoryShares {

    /** Honest peers send no more vouches for a false entry once they have dropped it. */
    static final long STALE_NS = 30_000_000_000L;

    private static final NodeId GONE = new NodeId(new UUID(0, 0));

    private final int mostNodes;
    private final long mostBytes;
    private final Map<NodeId, Share> shares = new HashMap<>();

    DirectoryShares(int mostNodes, long mostBytes) {
        this.mostNodes = mostNodes;
        this.mostBytes = mostBytes;
    }

    /** What one peer has announced, the entry with the oldest vouch first. */
    private static final class Share {
        private final Set<DirectoryRecord> entries = new LinkedHashSet<>();
        private long bytes;

        DirectoryRecord oldest() {
            return entries.iterator().next();
        }
    }

    void add(DirectoryRecord known, NodeId announcer) {
        Share share = shares.computeIfAbsent(announcer, id -> new Share());
        known.announcer = announcer;
        share.entries.add(known);
        share.bytes += known.bytes;
    }

    /** Adds an entry without a living announcer. */
    void addOrphan(DirectoryRecord known) {
        add(known, GONE);
    }

    void remove(DirectoryRecord known) {
        NodeId announcer = known.announcer;
        Share share = announcer == null ? null : shares.get(announcer);
        if (announcer != null && share != null && share.entries.remove(known)) {
            share.bytes -= known.bytes;
            if (share.entries.isEmpty()) {
                shares.remove(announcer);
            }
        }
        known.announcer = null;
    }

    /** A peer has sent a higher vouch. */
    void vouched(DirectoryRecord known, NodeId by) {
        NodeId announcer = known.announcer;
        if (announcer != null) {
            remove(known);
            add(known, announcer.equals(GONE) ? by : announcer);
        }
    }

    /** A peer has no session any more. */
    void gone(NodeId announcer) {
        Share share = shares.remove(announcer);
        if (share != null) {
            share.entries.forEach(this::addOrphan);
        }
    }

    /** The peer that announced an entry, while it has a session; null for an entry in no share. */
    @Nullable
    NodeId announcer(DirectoryRecord known) {
        return GONE.equals(known.announcer) ? null : known.announcer;
    }

    /** The entry that makes room for one of that peer's; null if no share is larger than its own would be and nothing is stale. */
    @Nullable
    DirectoryRecord victim(NodeId newcomer, long nowNs) {
        Share own = shares.get(newcomer);
        Share largest = largest();
        if (largest == null || largest == own) {
            return stale(nowNs);
        }
        double limit = own == null ? 0 : part(own) + 1.0 / mostNodes;
        return part(largest) > limit ? largest.oldest() : stale(nowNs);
    }

    /** The entry that makes room for one that comes from its owner. */
    @Nullable
    DirectoryRecord victim() {
        Share largest = largest();
        return largest == null ? null : largest.oldest();
    }

    private @Nullable DirectoryRecord stale(long nowNs) {
        return shares.values().stream()
                .map(Share::oldest)
                .filter(known -> nowNs - known.vouchedNs >= STALE_NS)
                .min(Comparator.<DirectoryRecord>comparingLong(known -> known.vouchedNs - nowNs)
                        .thenComparing(DirectoryRecord::id))
                .orElse(null);
    }

    private @Nullable Share largest() {
        return shares.entrySet().stream()
                .max(Comparator.<Map.Entry<NodeId, Share>>comparingDouble(each -> part(each.getValue()))
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getValue)
                .orElse(null);
    }

    /** The fraction of the directory that a share takes, of nodes or of bytes. */
    private double part(Share share) {
        return Math.max((double) share.entries.size() / mostNodes, (double) share.bytes / mostBytes);
    }
}
