package chaski.streamer.waiting;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Where threads wait until something holds. Whoever changes what it depends on calls {@link #changed} afterwards; the conditions
 * themselves are evaluated without the gate's lock, so they may take other locks. Thread-safe.
 */
public final class Gate {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private long changes;
    private int waiting;

    /** A gate at which nobody waits. */
    public Gate() {}

    /** Lets those who wait look again. Never blocks for long: the lock is held for a few instructions only. */
    public void changed() {
        lock.lock();
        try {
            changes++;
            if (waiting > 0) {
                moved.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a condition holds.
     *
     * @param condition evaluated on this thread, at once and after changes
     * @param nanos how long to wait at most; {@link Nanos#FOREVER} for no limit
     * @return whether it holds
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
                left = moved.awaitNanos(left);
            }
            return nanos == Nanos.FOREVER ? nanos : left;
        } finally {
            waiting--;
            lock.unlock();
        }
    }
}
