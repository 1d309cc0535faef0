package chaski.remote.thread;

import chaski.api.protocol.Environment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of many calls, with one timer of the environment. Nearly all calls end long before their deadlines, so
 * adding and removing one must cost little: it changes a binary heap and, except for a deadline before all others, no
 * timer. The timer is left as it is when the earliest deadline is removed: it then fires early and is set again.
 * Thread-safe; deadlines expire on the control loop, in their order, without the lock.
 */
public final class DeadlineQueue {

    private static final int INITIAL_CAPACITY = 64;

    /** The position of a deadline that is not in the queue. */
    private static final int OUTSIDE = -1;

    private final Environment environment;
    private @Nullable Deadline[] heap = new @Nullable Deadline[INITIAL_CAPACITY];
    private int size;
    private Environment.@Nullable Cancellable timer;
    private long timerNs;

    /** One deadline. Extended by what has the deadline, since each call would allocate it otherwise. */
    public abstract static class Deadline {

        private final long deadlineNs;

        /** Guarded by the queue. */
        private int index = OUTSIDE;

        /**
         * Creates a deadline that is in no queue.
         *
         * @param deadlineNs when it passes, by the environment's monotonic clock
         */
        protected Deadline(long deadlineNs) {
            this.deadlineNs = deadlineNs;
        }

        /** {@return when it passes, by the environment's monotonic clock} */
        public final long deadlineNs() {
            return deadlineNs;
        }

        /** The deadline has passed. Called on the control loop; must not block. */
        protected abstract void expire();
    }

    /**
     * Creates an empty queue.
     *
     * @param environment time
     */
    public DeadlineQueue(Environment environment) {
        this.environment = environment;
    }

    /**
     * Adds a deadline, once.
     *
     * @param added expires unless it is removed
     */
    public synchronized void add(Deadline added) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        siftUp(size++, added);
        if (timer == null || added.deadlineNs - timerNs < 0) {
            schedule(added.deadlineNs);
        }
    }

    /**
     * Removes a deadline; has no effect if it has expired or was not added.
     *
     * @param removed as given to {@link #add}
     */
    public synchronized void remove(Deadline removed) {
        if (removed.index != OUTSIDE) {
            take(removed);
        }
    }

    private void take(Deadline taken) {
        int hole = taken.index;
        taken.index = OUTSIDE;
        Deadline last = at(--size);
        heap[size] = null;
        if (last != taken) {
            siftDown(hole, last);
            if (last.index == hole) {
                siftUp(hole, last);
            }
        }
    }

    private void schedule(long deadlineNs) {
        if (timer != null) {
            timer.cancel();
        }
        timerNs = deadlineNs;
        timer = environment.schedule(deadlineNs - environment.nanoTime(), this::fire);
    }

    private void fire() {
        List<Deadline> passed = new ArrayList<>();
        synchronized (this) {
            timer = null;
            long nowNs = environment.nanoTime();
            while (size > 0 && at(0).deadlineNs - nowNs <= 0) {
                passed.add(at(0));
                take(at(0));
            }
            if (size > 0) {
                schedule(at(0).deadlineNs);
            }
        }
        passed.forEach(Deadline::expire);
    }

    private Deadline at(int index) {
        Deadline deadline = heap[index];
        if (deadline == null) {
            throw new IllegalStateException("expected a deadline at " + index + " of " + size);
        }
        return deadline;
    }

    private void put(int index, Deadline deadline) {
        heap[index] = deadline;
        deadline.index = index;
    }

    private void siftUp(int from, Deadline moved) {
        int index = from;
        while (index > 0) {
            Deadline parent = at((index - 1) >>> 1);
            if (moved.deadlineNs - parent.deadlineNs >= 0) {
                break;
            }
            put(index, parent);
            index = (index - 1) >>> 1;
        }
        put(index, moved);
    }

    private void siftDown(int from, Deadline moved) {
        int index = from;
        for (int child = 2 * index + 1; child < size; child = 2 * index + 1) {
            if (child + 1 < size && at(child + 1).deadlineNs - at(child).deadlineNs < 0) {
                child++;
            }
            if (moved.deadlineNs - at(child).deadlineNs <= 0) {
                break;
            }
            put(index, at(child));
            index = child;
        }
        put(index, moved);
    }
}
