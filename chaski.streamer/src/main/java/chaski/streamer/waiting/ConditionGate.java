package chaski.streamer.waiting;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Lets threads wait until a condition holds. Code that may change the result of a condition calls {@link #changed}
 * afterwards. Conditions are evaluated outside the gate's lock, so they may take other locks. Thread-safe.
 */
public final class ConditionGate {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long changes;
    private int waiting;

    /** Creates a gate without waiting threads. */
    public ConditionGate() {}

    /**
     * Makes waiting threads evaluate their conditions again. Never blocks for long: the lock is held for a few
     * instructions only.
     */
    public void changed() {
        lock.lock();
        try {
            changes++;
            if (waiting > 0) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a condition holds.
     *
     * @param condition evaluated on this thread, first and after changes
     * @param nanos how long to wait at most; {@link Nanos#FOREVER} for no limit
     * @return true if it holds
     * @throws InterruptedException when the thread is interrupted while it waits
     */
    public boolean await(BooleanSupplier condition, long nanos) throws InterruptedException {
        long left = nanos;
        while (true) {
            long seen = changes();
            if (condition.getAsBoolean()) {
                return true;
            }
            if (left <= 0) {
                return false;
            }
            left = awaitChange(seen, left);
        }
    }

    private long changes() {
        lock.lock();
        try {
            return changes;
        } finally {
            lock.unlock();
        }
    }

    private long awaitChange(long seen, long nanos) throws InterruptedException {
        lock.lock();
        waiting++;
        try {
            long left = nanos;
            while (changes == seen && left > 0) {
                left = changed.awaitNanos(left);
            }
            return nanos == Nanos.FOREVER ? nanos : left;
        } finally {
            waiting--;
            lock.unlock();
        }
    }
}
