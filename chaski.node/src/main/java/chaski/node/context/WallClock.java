package chaski.node.context;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The wall clock for callers that read it for each of millions of messages: the system call takes longer than copying a
 * small message. Read rarely, it asks the system. Read often, it ticks for a while: a thread reads the system's clock
 * each millisecond, and all callers get that value, which lags by as much as the thread does.
 *
 * <p>Thread-safe.
 */
final class WallClock {

    /** Reads in one millisecond. Fewer reads cost less than a thread that wakes up each millisecond. */
    static final int OFTEN = 256;

    /** About a second; if it is read often after that, another thread is started. */
    static final int TICKS = 1000;

    private final LongSupplier system;
    private final Executor threads;
    private final BooleanSupplier pause;
    private final AtomicBoolean ticking = new AtomicBoolean();

    /** The latest time read by the ticking thread; 0 without one. */
    private volatile long tickedMs;

    // Reads in this millisecond. Threads may overwrite each other's count, which need not be exact.
    private long lastMs;
    private int asked;

    /**
     * A clock that does not tick.
     *
     * @param system the system's clock in milliseconds
     * @param threads runs each task on a separate thread
     * @param pause waits for a millisecond on such a thread; false when the thread is to end
     */
    WallClock(LongSupplier system, Executor threads, BooleanSupplier pause) {
        this.system = system;
        this.threads = threads;
        this.pause = pause;
    }

    /** {@return milliseconds since 1970} */
    long millis() {
        long ticked = tickedMs;
        return ticked != 0 ? ticked : ask();
    }

    private long ask() {
        long now = system.getAsLong();
        if (now != lastMs) {
            lastMs = now;
            asked = 1;
        } else if (++asked >= OFTEN && ticking.compareAndSet(false, true)) {
            threads.execute(this::tick);
        }
        return now;
    }

    private void tick() {
        try {
            boolean keepsTicking = true;
            for (int i = 0; i < TICKS && keepsTicking; i++) {
                tickedMs = system.getAsLong();
                keepsTicking = pause.getAsBoolean();
            }
        } finally {
            tickedMs = 0;
            ticking.set(false);
        }
    }
}
