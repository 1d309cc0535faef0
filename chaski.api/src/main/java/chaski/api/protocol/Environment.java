package chaski.api.protocol;

import java.util.random.RandomGenerator;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The source of a node's time, threads and randomness. A node uses the real ones unless it is given another environment; the
 * testkit has one on virtual time that runs everything in one thread.
 *
 * <p>The <em>control loop</em> runs the tasks of one node one after another. The thread that runs them may change; writes of one
 * task are visible to the next.
 */
@ConsumerType
public interface Environment extends AutoCloseable {

    /** {@return the monotonic clock in nanoseconds; only differences are meaningful} */
    long nanoTime();

    /**
     * Returns the time of day.
     *
     * @return milliseconds since 1970; the clock may jump, and may be some milliseconds late under load
     */
    long wallTimeMillis();

    /** {@return the source of randomness; thread-safe, and unpredictable to others unless this is a test} */
    RandomGenerator random();

    /**
     * Runs a task on the control loop, after those submitted before.
     *
     * @param task must not block
     */
    void execute(Runnable task);

    /**
     * Runs a task on the control loop later.
     *
     * @param delayNs nanoseconds from now; not positive means as soon as possible
     * @param task must not block
     * @return cancels the task
     */
    Cancellable schedule(long delayNs, Runnable task);

    /**
     * Runs user code that may block, on a thread of its own. The thread may have run other tasks before and may run others
     * afterwards.
     *
     * @param name the purpose of the thread
     * @param task may block until it is interrupted
     * @return interrupts the task if it is still running
     */
    Cancellable start(String name, Runnable task);

    /**
     * Runs user code on the calling thread, which this environment may not own, such as an I/O thread or a thread that publishes.
     * Until it returns, {@link #isInside} is true for this thread. By default it is only run.
     *
     * @param userCode must not block, unless the calling thread may
     */
    default void runInside(Runnable userCode) {
        userCode.run();
    }

    /**
     * {@return true if the calling thread runs code of this environment: the control loop, a task of {@link #start}, or user code
     * inside {@link #runInside}} A node that is closed by such a thread does not wait for the close, which may itself wait for that
     * thread. By default false.
     */
    default boolean isInside() {
        return false;
    }

    /** Ends the control loop, interrupts the tasks that {@link #start} began, and keeps no thread. */
    @Override
    void close();

    /** A task or registration that can be cancelled. */
    @FunctionalInterface
    interface Cancellable {

        /** Cancels it; has no effect when it is over. */
        void cancel();
    }
}
