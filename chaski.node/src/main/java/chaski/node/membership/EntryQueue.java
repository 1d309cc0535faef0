package chaski.node.membership;

import chaski.api.NodeId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The entries of one peer that wait to be verified, in order, and how many more may be verified now. */
final class EntryQueue {

    /** As much as the peer may have sent without being read. */
    static final long MAX_BYTES = 4L << 20;

    private static final long INTERVAL_NS = Directory.SECOND_NS / VerifiedEntries.PER_SECOND;

    private final Deque<AdvertisedEntry> entries = new ArrayDeque<>();
    private final RateLimit allowance;
    private long bytes;

    EntryQueue(long nowNs) {
        allowance = new RateLimit(VerifiedEntries.BURST, INTERVAL_NS, nowNs);
    }

    /** {@return false if there is no room} */
    boolean add(AdvertisedEntry entry) {
        int more = EntryCodec.bytes(entry);
        if (bytes + more > MAX_BYTES) {
            return false;
        }
        bytes += more;
        entries.add(entry);
        return true;
    }

    /** Removes the next entry if it may be verified now, and is not of one of some nodes. */
    @Nullable
    AdvertisedEntry next(Set<NodeId> except, long nowNs) {
        AdvertisedEntry next = entries.peek();
        if (next == null || except.contains(next.entry().id()) || !allowance.tryTake(nowNs)) {
            return null;
        }
        entries.remove();
        bytes -= EntryCodec.bytes(next);
        return next;
    }

    /** Reduces the allowance. */
    void charge(int cost, long nowNs) {
        for (int i = 0; i < cost && allowance.tryTake(nowNs); i++) {
            // One at a time, as far as there are any.
        }
    }
}
