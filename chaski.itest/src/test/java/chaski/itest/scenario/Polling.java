package chaski.itest.scenario;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Checks a condition repeatedly, if there is no notification. */
public final class Polling {

    private static final Duration INTERVAL = Duration.ofMillis(5);

    private Polling() {}

    /**
     * Waits until a condition holds.
     *
     * @param what describes the condition, for the error
     * @param limit how long to wait
     * @param condition evaluated repeatedly
     * @return how long that took
     * @throws AssertionError if it does not hold within the limit
     */
    public static Duration until(String what, Duration limit, Callable<Boolean> condition) {
        return until(what, limit, INTERVAL, condition);
    }

    /**
     * Waits until a condition holds.
     *
     * @param what describes the condition, for the error
     * @param limit how long to wait
     * @param interval the time between two checks
     * @param condition evaluated repeatedly
     * @return how long that took
     * @throws AssertionError if it does not hold within the limit
     */
    public static Duration until(String what, Duration limit, Duration interval, Callable<Boolean> condition) {
        long beginNs = System.nanoTime();
        try {
            while (!condition.call()) {
                if (System.nanoTime() - beginNs > limit.toNanos()) {
                    throw new AssertionError("expected within " + limit + ": " + what);
                }
                LockSupport.parkNanos(interval.toNanos());
            }
        } catch (Exception e) {
            throw new AssertionError(what + ": " + e, e);
        }
        return Duration.ofNanos(System.nanoTime() - beginNs);
    }
}
