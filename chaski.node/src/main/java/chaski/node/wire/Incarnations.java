package chaski.node.wire;

import java.time.Duration;
import java.time.Instant;

/**
 * Decides which incarnations are plausible. They are wall-clock times in milliseconds, or a little more, so one that
 * lies far ahead is forged, or comes from a clock that is wrong by years. It is refused, because no later incarnation
 * of that node could surpass it. A machine whose own clock was never set accepts the incarnations of machines with a
 * correct one.
 */
public final class Incarnations {

    /** No clock that was set shows less: the year in which this was written. */
    private static final long EARLIEST_MS =
            Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    private static final long AHEAD_MS = Duration.ofDays(3650).toMillis();

    private Incarnations() {}

    /**
     * Returns whether the incarnation of another node is plausible.
     *
     * @param incarnation its incarnation
     * @param wallMs the time of day here
     * @return false if it lies more than ten years ahead
     */
    public static boolean isPlausible(long incarnation, long wallMs) {
        return incarnation <= Math.max(wallMs, EARLIEST_MS) + AHEAD_MS;
    }

    /**
     * Returns whether this node can adopt an incarnation later than one that others report.
     *
     * @param incarnation that run
     * @param wallMs the time of day here
     * @return false if it lies so far ahead that others might refuse the next one
     */
    public static boolean canBeSurpassed(long incarnation, long wallMs) {
        return incarnation <= Math.max(wallMs, EARLIEST_MS) + AHEAD_MS / 2;
    }
}
