package chaski.cli;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Limits the average rate of messages since the beginning: after a delay it catches up. Confined to one thread.
 *
 * <p>A thread cannot wait for microseconds, so messages are sent in bursts of what is due within a millisecond.
 */
final class RateLimiter {

    private static final long BURST_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final double nsPerMessage;
    private final LongSupplier clock;
    private final LongConsumer pause;
    private long startNs;
    private long messages;

    /**
     * Creates a limiter and starts its time.
     *
     * @param perSecond messages a second; positive
     */
    RateLimiter(double perSecond) {
        this(perSecond, System::nanoTime, LockSupport::parkNanos);
    }

    RateLimiter(double perSecond, LongSupplier clock, LongConsumer pause) {
        this.nsPerMessage = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.clock = clock;
        this.pause = pause;
    }

    /** Waits until the next message is due, or the thread is interrupted. */
    void await() {
        if (messages == 0) {
            startNs = clock.getAsLong();
        }
        long dueNs = (long) (messages++ * nsPerMessage);
        for (long early = early(dueNs); early > BURST_NS; early = early(dueNs)) {
            pause.accept(early);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    private long early(long dueNs) {
        return dueNs - (clock.getAsLong() - startNs);
    }
}
