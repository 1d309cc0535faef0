package chaski.testkit;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A monotonic clock that a test moves by hand, for logic that takes the time as a parameter or a {@link LongSupplier}.
 *
 * <p>Only differences of its readings have a meaning; it begins below zero on purpose. Thread-safe.
 */
public final class ManualClock implements LongSupplier {

    private volatile long nowNs = -Duration.ofHours(1).toNanos();

    /** A clock that advances only on request. */
    public ManualClock() {}

    /** {@return the time in nanoseconds} */
    @Override
    public long getAsLong() {
        return nowNs;
    }

    /**
     * Advances the clock.
     *
     * @param duration by how much; not negative
     * @return the time then, in nanoseconds
     */
    public synchronized long advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("a monotonic clock does not go back, but was moved by " + duration);
        }
        nowNs += duration.toNanos();
        return nowNs;
    }
}
