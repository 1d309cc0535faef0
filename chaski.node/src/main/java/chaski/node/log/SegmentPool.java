package chaski.node.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The memory of all send logs of a node.
 *
 * <p>Every log is guaranteed one segment. Beyond that a log gets segments while the pool has them: freely while less than three
 * quarters are in use, afterwards up to an even share; and parked logs together never hold more than half. Freed segments are
 * used again, the last one first, while they are warm in the cache.
 *
 * <p>Thread-safe. A log that was refused is called back once when something was freed, by whoever freed it and outside the pool's lock.
 */
public final class SegmentPool {

    private final int limit;
    private final ArrayDeque<Segment> free = new ArrayDeque<>();
    private final Set<Runnable> refused = new LinkedHashSet<>();
    private int used;
    private int usedParked;
    private int logs;

    /**
     * A pool.
     *
     * @param bytes the most bytes in use at once; the guaranteed segments may exceed it
     */
    public SegmentPool(long bytes) {
        this.limit = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / Segment.BYTES));
    }

    synchronized void register() {
        logs++;
    }

    synchronized void unregister() {
        logs--;
    }

    /**
     * Gives a segment.
     *
     * @param held how many the log has
     * @param parked whether the log's session has no link
     * @param whenFreed called once after a refusal
     * @return the segment, or {@code null} when the log must wait
     */
    synchronized @Nullable Segment acquire(int held, boolean parked, Runnable whenFreed) {
        if (held > 0 && !mayGrow(held, parked)) {
            refused.add(whenFreed);
            return null;
        }
        used++;
        if (parked) {
            usedParked++;
        }
        Segment warm = free.pollLast();
        return warm != null ? warm : new Segment();
    }

    void release(List<Segment> segments, boolean parked) {
        List<Runnable> waiting;
        synchronized (this) {
            for (Segment segment : segments) {
                segment.next = null;
                if (free.size() < limit) {
                    free.addLast(segment);
                }
            }
            used -= segments.size();
            if (parked) {
                usedParked -= segments.size();
            }
            waiting = new ArrayList<>(refused);
            refused.clear();
        }
        waiting.forEach(Runnable::run);
    }

    /** A log's session lost its last link, or found one. */
    synchronized void parkedChanged(int held, boolean parked) {
        usedParked += parked ? held : -held;
    }

    /** {@return how many bytes are in use} */
    public synchronized long usedBytes() {
        return (long) used * Segment.BYTES;
    }

    private boolean mayGrow(int held, boolean parked) {
        if (used >= limit || (parked && usedParked >= limit / 2)) {
            return false;
        }
        return used < limit - limit / 4 || held < limit / Math.max(1, logs);
    }
}
