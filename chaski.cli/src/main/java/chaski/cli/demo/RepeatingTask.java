package chaski.cli.demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Repeats an action on its own thread, until it is closed or fails. */
final class RepeatingTask implements AutoCloseable {

    private final Runnable action;
    private final LongSupplier pauseMs;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable RuntimeException failure;

    private RepeatingTask(String name, LongSupplier pauseMs, Runnable action) {
        this.action = action;
        this.pauseMs = pauseMs;
        this.thread = new Thread(this::run, name);
    }

    /**
     * Begins with a pause.
     *
     * @param name of the thread
     * @param pauseMs how long to wait before each time, in milliseconds
     * @param action the action; an exception ends the repetition
     */
    static RepeatingTask start(String name, LongSupplier pauseMs, Runnable action) {
        RepeatingTask repeating = new RepeatingTask(name, pauseMs, action);
        repeating.thread.setDaemon(true);
        repeating.thread.start();
        return repeating;
    }

    /** Stops; returns when the action does not run any more, and throws its exception if it has failed. */
    @Override
    public void close() {
        end.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        RuntimeException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
    }

    private void run() {
        try {
            while (!end.await(pauseMs.getAsLong(), TimeUnit.MILLISECONDS)) {
                action.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
        }
    }
}
