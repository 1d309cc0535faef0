package chaski.node.log;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The memory of all send logs of a node.
 *
 * <p>Every log is guaranteed one segment. Beyond that a log gets segments while the pool has them: freely while less than three
 * quarters are in use, afterwards up to an even share; and parked logs together never hold more than half. However many logs have
 * their one segment, half of the pool is left for those that need more, or a large message could never be sent. Freed segments are
 * reused, the last one first, while they are warm in the cache; {@link #trim} drops those that were not needed for a while. A log of
 * occasional small records has a small segment instead of its first one; small segments do not count here.
 *
 * <p>The JVM may have less memory than the pool may use. If an allocation fails, the logs wait as if the pool were exhausted, and the
 * pool shrinks to three quarters of what it has, so that transports get the rest; it grows again gradually, with each {@link #trim}.
 *
 * <p>Thread-safe. A log that was refused is called back once when memory was freed, by the thread that freed it and outside the pool's
 * lock.
 */
public final class SegmentPool {

    private static final int MAX_FREE_SMALL = 64;

    /** After memory was short the pool grows by this part of its limit at a time. */
    private static final int REGROWTH_PART = 64;

    private final int limit;
    private final Runnable trimLater;
    private final Runnable whenShort;
    private final IntFunction<ByteBuffer> memory;
    private final ArrayDeque<Segment> free = new ArrayDeque<>();
    private final ArrayDeque<Segment> freeSmall = new ArrayDeque<>();
    private final Set<Runnable> refused = new LinkedHashSet<>();

    /** True if there are refused logs; readable without the lock. */
    private volatile boolean hasRefused;

    private int used;
    private int usedSmall;

    /** The lowest number of free segments since the last {@link #trim}. */
    private int leastFree;

    private boolean trimDue;

    /** How many segments may be in use, given what is known of the JVM's memory; at most {@link #limit}. */
    private int ceiling;

    /** True if an allocation has failed since the last {@link #trim}; none is tried until then, since each attempt takes long. */
    private boolean isShort;

    /** How many of the used segments are not the first one of their log. */
    private int extra;

    private int usedParked;
    private int logs;

    /**
     * A pool.
     *
     * @param bytes the most bytes in use at once; the guaranteed segments and half of this together may exceed it
     * @param trimLater schedules a {@link #trim} some seconds later; called on any thread, at most once until then
     * @param whenShort called on any thread, with locks held, when an allocation has failed
     */
    public SegmentPool(long bytes, Runnable trimLater, Runnable whenShort) {
        this(bytes, trimLater, whenShort, ByteBuffer::allocateDirect);
    }

    SegmentPool(long bytes, Runnable trimLater, Runnable whenShort, IntFunction<ByteBuffer> memory) {
        this.trimLater = trimLater;
        this.whenShort = whenShort;
        this.memory = memory;
        this.limit = (int) Math.max(2, Math.min(Integer.MAX_VALUE, bytes / Segment.BYTES));
        this.ceiling = limit;
    }

    synchronized void register() {
        logs++;
    }

    synchronized void unregister() {
        logs--;
    }

    /**
     * What one log has and needs.
     *
     * @param held how many segments it has
     * @param count how many more it needs
     * @param parked whether its session has no link
     */
    record Demand(int held, int count, boolean parked) {}

    /**
     * Gives segments, all or none.
     *
     * @param demands what each log needs
     * @param take false to only find out whether there are enough; the list is empty then
     * @param whenFreed called once after a refusal
     * @return the segments, or {@code null} if the logs must wait
     */
    synchronized @Nullable List<Segment> acquire(List<Demand> demands, boolean take, Runnable whenFreed) {
        int usedBefore = used;
        int extraBefore = extra;
        int parkedBefore = usedParked;
        boolean enough = takeAll(demands);
        int count = used - usedBefore;
        if (!enough || !take) {
            used = usedBefore;
            extra = extraBefore;
            usedParked = parkedBefore;
        }
        List<Segment> given = !enough || !take ? List.of() : recycledOrNew(count, free, () -> Segment.large(memory));
        if (given == null) {
            used = usedBefore;
            extra = extraBefore;
            usedParked = parkedBefore;
            fallShort();
        }
        if (!enough || given == null) {
            refused.add(whenFreed);
            hasRefused = true;
            return null;
        }
        leastFree = Math.min(leastFree, free.size());
        return given;
    }

    /**
     * Gives small segments, all or none.
     *
     * @param count how many
     * @param whenFreed called once after a refusal
     * @return the segments, or {@code null} if the logs must wait
     */
    synchronized @Nullable List<Segment> acquireSmall(int count, Runnable whenFreed) {
        List<Segment> given = recycledOrNew(count, freeSmall, () -> Segment.small(memory));
        if (given == null) {
            fallShort();
            refused.add(whenFreed);
            hasRefused = true;
        } else {
            usedSmall += count;
        }
        return given;
    }

    /** Takes free ones first; {@code null} if there are not enough of them and the JVM has no memory for more. */
    private @Nullable List<Segment> recycledOrNew(int count, ArrayDeque<Segment> recycled, Supplier<Segment> fresh) {
        if (isShort && recycled.size() < count) {
            return null;
        }
        List<Segment> given = new ArrayList<>(count);
        try {
            while (given.size() < count) {
                Segment warm = recycled.pollLast();
                given.add(warm != null ? warm : fresh.get());
            }
            return given;
        } catch (OutOfMemoryError e) {
            recycled.addAll(given);
            return null;
        }
    }

    private void fallShort() {
        if (isShort) {
            return;
        }
        isShort = true;
        int has = used + free.size();
        ceiling = Math.max(2, Math.min(limit, has - has / 4));
        while (!free.isEmpty() && used + free.size() > ceiling) {
            free.pollFirst();
        }
        leastFree = Math.min(leastFree, free.size());
        whenShort.run();
        if (!trimDue) {
            trimDue = true;
            leastFree = free.size();
            trimLater.run();
        }
    }

    synchronized void releaseSmall(Segment segment) {
        segment.next = null;
        segment.log = null;
        usedSmall--;
        if (freeSmall.size() < MAX_FREE_SMALL) {
            freeSmall.addLast(segment);
        }
    }

    /**
     * Drops the segments that were not needed since the last call; the next garbage collection frees their memory. If memory was short,
     * the pool may grow a little again, and logs that wait retry.
     */
    public void trim() {
        boolean again;
        synchronized (this) {
            for (int i = 0; i < leastFree; i++) {
                free.pollFirst();
            }
            leastFree = free.size();
            isShort = false;
            ceiling = Math.min(limit, ceiling + Math.max(1, limit / REGROWTH_PART));
            again = !free.isEmpty() || ceiling < limit;
            trimDue = again;
        }
        if (again) {
            trimLater.run();
        }
        retryRefused();
    }

    private boolean takeAll(List<Demand> demands) {
        for (Demand demand : demands) {
            for (int held = demand.held(); held < demand.held() + demand.count(); held++) {
                if (held > 0 && !mayGrow(held, demand.parked())) {
                    return false;
                }
                used++;
                extra += held > 0 ? 1 : 0;
                usedParked += demand.parked() ? 1 : 0;
            }
        }
        return true;
    }

    /**
     * Returns segments to the pool.
     *
     * @param segments the segments
     * @param held how many the log still has
     * @param parked whether the log's session has no link
     */
    void release(List<Segment> segments, int held, boolean parked) {
        int count = segments.size();
        boolean trim;
        synchronized (this) {
            trim = !trimDue;
            trimDue = true;
            if (trim) {
                leastFree = free.size() + count;
            }
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
        if (trim) {
            trimLater.run();
        }
        retryRefused();
    }

    /** Calls back the logs that were refused: there may be more memory, or they may need less. */
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

    /** A log's session lost its last link, or has one again. */
    synchronized void parkedChanged(int held, boolean parked) {
        usedParked += parked ? held : -held;
    }

    /** {@return how many bytes of direct memory the pool has, in use or free} */
    public synchronized long directBytes() {
        return (long) (used + free.size()) * Segment.BYTES
                + (long) (usedSmall + freeSmall.size()) * Segment.SMALL_BYTES;
    }

    /** {@return how many bytes are in use} */
    public synchronized long usedBytes() {
        return (long) used * Segment.BYTES + (long) usedSmall * Segment.SMALL_BYTES;
    }

    /** True if a log that has segments may have one more. */
    private boolean mayGrow(int held, boolean parked) {
        if (parked && usedParked >= ceiling / 2) {
            return false;
        }
        if (extra < ceiling / 2) {
            return true;
        }
        return used < ceiling - ceiling / 4 || (used < ceiling && held < ceiling / Math.max(1, logs));
    }

    /**
     * Returns whether an idle pool has enough for one message to several logs.
     *
     * @param segments how many the message needs in all logs together, beyond the first one of each log
     * @return false if the message could never be sent
     */
    public synchronized boolean canEverGive(long segments) {
        return segments <= ceiling / 2 || segments + logs <= ceiling - ceiling / 4;
    }

    @Override
    public synchronized String toString() {
        return "pool with " + used + " of " + ceiling + " segments in use by " + logs + " logs, " + usedParked
                + " of those parked, " + refused.size() + " refused";
    }
}
