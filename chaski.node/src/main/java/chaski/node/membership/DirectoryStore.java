package chaski.node.membership;

import chaski.api.NodeId;
import java.util.Collection;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The records of a directory, within its bounds: at most so many nodes, and at most 64 MiB of entries.
 *
 * <p>When it is full, tombstones make room first, the oldest first; then what the peer with the largest share has announced, see
 * {@link DirectoryShares}: always for an entry that comes from its owner itself, and for others only while their announcers have
 * smaller shares, or something is stale. Other newcomers are refused and counted.
 *
 * <p>Confined to the control loop.
 */
final class DirectoryStore {

    static final int MAX_BYTES = 64 << 20;

    private static final String FULL = "membership.refused.directoryFull";

    private final NodeId self;
    private final int limit;
    private final DirectoryShares shares;
    private final ExpiredEntries expired;
    private final Vouching vouching;
    private final DirectoryListener listener;
    private final NavigableMap<NodeId, DirectoryRecord> nodes = new TreeMap<>();
    private long hash;
    private long bytes;
    private int tombstones;

    DirectoryStore(
            NodeId self,
            int limit,
            DirectoryShares shares,
            ExpiredEntries expired,
            Vouching vouching,
            DirectoryListener listener) {
        this.self = self;
        this.limit = limit;
        this.shares = shares;
        this.expired = expired;
        this.vouching = vouching;
        this.listener = listener;
    }

    @Nullable
    DirectoryRecord get(NodeId id) {
        return nodes.get(id);
    }

    /** All records, by id. */
    Collection<DirectoryRecord> all() {
        return nodes.values();
    }

    /** The records from one id to another, both included, ascending. */
    Collection<DirectoryRecord> range(NodeId from, NodeId to) {
        return nodes.subMap(from, true, to, true).values();
    }

    int size() {
        return nodes.size();
    }

    /** The sum of the hashes of all records. */
    long hash() {
        return hash;
    }

    /** Stores a record in place of the one before; {@code from} is the peer that announced it, or null. */
    void put(DirectoryRecord known, @Nullable NodeId from, long nowNs) {
        expired.remove(known.id());
        DirectoryRecord before = nodes.put(known.id(), known);
        if (before != null) {
            shares.remove(before);
        }
        if (from != null && !known.entry.left() && !vouching.hasSession(known.id())) {
            shares.add(known, from);
        }
        vouching.begin(known, before, from, nowNs);
        count(before, known);
        if (before != null && known.isResigned(before)) {
            listener.onResigned(known.id(), from);
        }
        listener.onChange(known.id(), before == null ? null : before.entry, known.entry, from);
    }

    void remove(DirectoryRecord known) {
        nodes.remove(known.id());
        shares.remove(known);
        vouching.end(known);
        count(known, null);
        listener.onChange(known.id(), known.entry, null, null);
    }

    /** Removes a record, and remembers which version it had. */
    void expire(DirectoryRecord known, long nowNs) {
        expired.add(known.row(), nowNs);
        remove(known);
    }

    /** Removes records until there is room for an entry; returns false if none may be removed for it. */
    boolean makeRoom(AdvertisedEntry advertised, NodeId from, long nowNs) {
        NodeEntry entry = advertised.entry();
        DirectoryRecord before = nodes.get(entry.id());
        int more = EntryCodec.bytes(advertised) - (before == null ? 0 : before.bytes);
        while ((before == null && nodes.size() >= limit) || bytes + more > MAX_BYTES) {
            DirectoryRecord victim = victim(entry.id(), from, nowNs);
            if (victim == null) {
                listener.onRefused(FULL);
                return false;
            }
            expire(victim, nowNs);
        }
        return true;
    }

    /** True if a newcomer would be refused, so that it is not requested every ten seconds; such a refusal is counted. */
    boolean refuses(NodeId from, long nowNs) {
        boolean full = isFull(from, nowNs);
        if (full) {
            listener.onRefused(FULL);
        }
        return full;
    }

    private boolean isFull(NodeId from, long nowNs) {
        return nodes.size() >= limit && tombstones == 0 && shares.victim(from, nowNs) == null;
    }

    private void count(@Nullable DirectoryRecord before, @Nullable DirectoryRecord after) {
        hash += (after == null ? 0 : after.hash) - (before == null ? 0 : before.hash);
        bytes += (after == null ? 0 : after.bytes) - (before == null ? 0 : before.bytes);
        tombstones += (after != null && after.entry.left() ? 1 : 0) - (before != null && before.entry.left() ? 1 : 0);
    }

    private @Nullable DirectoryRecord victim(NodeId newcomer, NodeId from, long nowNs) {
        DirectoryRecord tombstone = tombstones == 0 ? null : oldestTombstone(newcomer, nowNs);
        if (tombstone != null) {
            return tombstone;
        }
        DirectoryRecord victim = from.equals(newcomer) ? shares.victim() : shares.victim(from, nowNs);
        return victim == null || victim.id().equals(newcomer) ? null : victim;
    }

    private @Nullable DirectoryRecord oldestTombstone(NodeId newcomer, long nowNs) {
        return nodes.values().stream()
                .filter(known -> known.entry.left()
                        && !known.id().equals(self)
                        && !known.id().equals(newcomer))
                .min(Comparator.comparingLong(known -> known.vouchedNs - nowNs))
                .orElse(null);
    }
}
