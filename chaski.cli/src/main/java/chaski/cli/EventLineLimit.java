package chaski.cli;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits the lines of events that are printed to {@value #MAX_A_MINUTE} a minute, whatever peers do. A kind of line may
 * use a part of it, so that a flood of one kind does not hide the others. Omitted lines are counted until the next one
 * is printed. Not thread-safe.
 */
final class EventLineLimit {

    /** More than a person reads in a minute. */
    static final int MAX_A_MINUTE = 100;

    private static final long MINUTE_NS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier clock;
    private long minuteFromNs;
    private int lines;
    private long leftOut;

    EventLineLimit(LongSupplier clock) {
        this.clock = clock;
        this.minuteFromNs = clock.getAsLong();
    }

    /**
     * Admits a line.
     *
     * @param share how many lines of this minute there may be before it
     * @return how many lines were omitted since the last one; negative if this one is omitted, too
     */
    long admit(int share) {
        long now = clock.getAsLong();
        if (now - minuteFromNs >= MINUTE_NS) {
            minuteFromNs = now;
            lines = 0;
        }
        if (lines >= share) {
            leftOut++;
            return -1;
        }
        lines++;
        long before = leftOut;
        leftOut = 0;
        return before;
    }
}
