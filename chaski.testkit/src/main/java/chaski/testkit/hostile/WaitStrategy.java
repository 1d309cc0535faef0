package chaski.testkit.hostile;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** How a test waits for a condition: in real time, or by advancing virtual time, {@code simulation::await}. */
@FunctionalInterface
public interface WaitStrategy {

    /**
     * Waits until a condition holds.
     *
     * @param what describes the condition, for the error
     * @param condition true when the wait is over
     * @param most how long to wait
     * @throws AssertionError if it does not hold in time
     */
    void await(String what, BooleanSupplier condition, Duration most);

    /**
     * {@return one for real transports: it checks every millisecond, on the calling thread, whose interruption ends the wait}
     */
    static WaitStrategy live() {
        return (what, condition, most) -> {
            long endNs = System.nanoTime() + most.toNanos();
            while (!condition.getAsBoolean()) {
                if (Thread.currentThread().isInterrupted() || System.nanoTime() - endNs >= 0) {
                    throw new AssertionError("waited " + most + " for: " + what);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        };
    }
}
