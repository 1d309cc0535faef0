package chaski.streamer.waiting;

import chaski.api.protocol.Environment;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes the one thread that created it. A call before the thread waits is not lost. {@link #wake} takes no lock, so it
 * can be called anywhere.
 */
public final class Wakeup {

    private final Environment environment;
    private final Thread waiter = Thread.currentThread();
    private volatile boolean called;

    /**
     * Creates a wake-up for the current thread.
     *
     * @param environment the clock
     */
    public Wakeup(Environment environment) {
        this.environment = environment;
    }

    /** Wakes the thread, now or when it waits next. */
    public void wake() {
        called = true;
        LockSupport.unpark(waiter);
    }

    /**
     * Waits for a call of {@link #wake} after the last one that was waited for. For the thread that created this
     * object.
     *
     * @param deadlineNs when to give up, by the environment's clock; {@link Nanos#FOREVER} for never
     * @return true if there was a call
     * @throws InterruptedException when the thread is or was interrupted
     */
    public boolean await(long deadlineNs) throws InterruptedException {
        while (!called) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (deadlineNs == Nanos.FOREVER) {
                LockSupport.park(this);
            } else {
                long left = deadlineNs - environment.nanoTime();
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, left);
            }
        }
        called = false;
        return true;
    }
}
