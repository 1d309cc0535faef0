package chaski.node.context;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The wall clock, for those who ask it for each of millions of messages: the system takes longer to tell the time than to copy a small
 * message. Asked seldom, it asks the system. Asked often, it ticks for a while: a thread asks the system each millisecond, and
 * everybody else reads what that one was told, which is late by as much as the thread is.
 *
 * <p>Thread-safe.
 */
final class WallClock {

    /** In one millisecond. To be asked less often costs less than a thread that wakes up in each. */
    static final int OFTEN = 256;

    /** About a second; if it is asked often after that, another thread begins. */
    static final int TICKS = 1000;

    private final LongSupplier system;
    private final Executor threads;
    private final BooleanSupplier pause;
    private final AtomicBoolean ticking = new AtomicBoolean();

    /** What the ticking thread was told last; 0 when there is none. */
    private volatile long tickedMs;

    // How often it was asked in this millisecond. Threads may overwrite each other's count: it need not be exact.
    private long lastMs;
    private int asked;

    /**
     * A clock that does not tick.
     *
     * @param system the system's clock in milliseconds
     * @param threads runs each task on a thread of its own
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
            boolean goOn = true;
            for (int i = 0; i < TICKS && goOn; i++) {
                tickedMs = system.getAsLong();
                goOn = pause.getAsBoolean();
            }
        } finally {
            tickedMs = 0;
            ticking.set(false);
        }
    }
}
