package chaski.cli.demo;

import chaski.api.ChaskiException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what has no event. */
final class Waiting {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private Waiting() {}

    /**
     * Looks every few milliseconds.
     *
     * @param failure the message if it does not become true
     * @param condition what to wait for
     * @return how long it took
     * @throws ChaskiException if it is not true after half a minute
     */
    static Duration until(String failure, BooleanSupplier condition) throws InterruptedException {
        long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNs > LONGEST.toNanos()) {
                throw new ChaskiException(failure + " within " + LONGEST.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return Duration.ofNanos(System.nanoTime() - startNs);
    }
}
