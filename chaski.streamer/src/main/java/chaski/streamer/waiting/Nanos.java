package chaski.streamer.waiting;

import java.time.Duration;

/** Times in nanoseconds. */
public final class Nanos {

    /** Three hundred years: longer than any wait. */
    public static final long FOREVER = Long.MAX_VALUE;

    private static final Duration LONGEST = Duration.ofNanos(FOREVER);

    private Nanos() {}

    /**
     * Converts a time to nanoseconds.
     *
     * @param time any time
     * @return its nanoseconds, at least 0, and {@link #FOREVER} if they do not fit
     */
    public static long of(Duration time) {
        if (time.isNegative()) {
            return 0;
        }
        return time.compareTo(LONGEST) >= 0 ? FOREVER : time.toNanos();
    }
}
