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
 * quarters are in use, afterwards up to an even share; and parked logs together never hold more than half. However many logs have
 * their one segment, half of the pool is left for those that need more than that, or a large message would never go. Freed
 * segments are used again, the last one first, while they are warm in the cache.
 *
 * <p>Thread-safe. A log that was refused is called back once when something was freed, by whoever freed it and outside the pool's lock.
 */
public final class SegmentPool {

    private final int limit;
    private final ArrayDeque<Segment> free = new ArrayDeque<>();
    private final Set<Runnable> refused = new LinkedHashSet<>();

    /** Whether there are such, readable without the lock. */
    private volatile boolean hasRefused;

    private int used;

    /** Of these, what is not the first one of its log. */
    private int extra;

    private int usedParked;
    private int logs;

    /**
     * A pool.
     *
     * @param bytes the most bytes in use at once; the guaranteed segments and half of this together may exceed it
     */
    public SegmentPool(long bytes) {
        this.limit = (int) Math.max(2, Math.min(Integer.MAX_VALUE, bytes / Segment.BYTES));
    }

    synchronized void register() {
        logs++;
    }

    synchronized void unregister() {
        logs--;
    }

    /**
     * What one log needs.
     *
     * @param held how many segments it has
     * @param count how many more it needs
     * @param parked whether its session has no link
     */
    record Want(int held, int count, boolean parked) {}

    /**
     * Gives segments, all or none.
     *
     * @param wants what each log needs
     * @param take whether to take them; if not, this only tells, by a list
     * @param whenFreed called once after a refusal
     * @return the segments, or {@code null} when the logs must wait
     */
    synchronized @Nullable List<Segment> acquire(List<Want> wants, boolean take, Runnable whenFreed) {
        int usedBefore = used;
        int extraBefore = extra;
        int parkedBefore = usedParked;
        boolean enough = takeAll(wants);
        int count = used - usedBefore;
        if (!enough || !take) {
            used = usedBefore;
            extra = extraBefore;
            usedParked = parkedBefore;
        }
        if (!enough) {
            refused.add(whenFreed);
            hasRefused = true;
            return null;
        }
        List<Segment> given = new ArrayList<>(count);
        for (int i = 0; take && i < count; i++) {
            Segment warm = free.pollLast();
            given.add(warm != null ? warm : new Segment());
        }
        return given;
    }

    private boolean takeAll(List<Want> wants) {
        for (Want want : wants) {
            for (int held = want.held(); held < want.held() + want.count(); held++) {
                if (held > 0 && !mayGrow(held, want.parked())) {
                    return false;
                }
                used++;
                extra += held > 0 ? 1 : 0;
                usedParked += want.parked() ? 1 : 0;
            }
        }
        return true;
    }

    /**
     * Takes segments that are not used any more.
     *
     * @param segments the segments
     * @param held how many the log still has
     * @param parked whether the log's session has no link
     */
    void release(List<Segment> segments, int held, boolean parked) {
        int count = segments.size();
        synchronized (this) {
            for (Segment segment : segments) {
                segment.next = null;
                segment.log = null;
                if (free.size() < limit) {
                    free.addLast(segment);
                }
            }
            used -= count;
            extra -= held == 0 ? count - 1 : count;
            usedParked -= parked ? count : 0;
        }
        retryRefused();
    }

    /** Calls back those that were refused, since they may need less now. */
    void retryRefused() {
        if (!hasRefused) {
            return;
        }
        List<Runnable> waiting;
        synchronized (this) {
            waiting = new ArrayList<>(refused);
            refused.clear();
            hasRefused = false;
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

    /** Whether a log that has segments may have one more. */
    private boolean mayGrow(int held, boolean parked) {
        if (parked && usedParked >= limit / 2) {
            return false;
        }
        if (extra < limit / 2) {
            return true;
        }
        return used < limit - limit / 4 || (used < limit && held < limit / Math.max(1, logs));
    }

    /**
     * Tells whether there can ever be enough for one message to several logs, when nothing else is in the way.
     *
     * @param segments how many the message needs in all logs together, the first one of each log not counted
     * @return whether
     */
    public synchronized boolean canEverGive(long segments) {
        return segments <= limit / 2 || segments + logs <= limit - limit / 4;
    }

    @Override
    public synchronized String toString() {
        return "pool with " + used + " of " + limit + " pieces in use by " + logs + " logs, " + usedParked
                + " of those parked, " + refused.size() + " refused";
    }
}
