package chaski.rsa;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after another on a thread of its own, which ends when it is idle. They may call listeners of the framework and other user
 * code, which must not happen under a lock. Thread-safe.
 */
final class TaskQueue implements Executor {

    private static final System.Logger LOG = System.getLogger(TaskQueue.class.getName());

    private static final long IDLE_S = 10;

    /** Less than the component runtime waits for a component. */
    private static final long CLOSE_MS = 1_500;

    private final ThreadPoolExecutor threads;
    private volatile @Nullable Thread running;

    TaskQueue(String name) {
        threads = new ThreadPoolExecutor(1, 1, IDLE_S, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Tasks that follow {@link #close} are ignored. */
    @Override
    public void execute(Runnable task) {
        try {
            threads.execute(() -> run(task));
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "closed, so a task is ignored");
        }
    }

    @SuppressWarnings("CatchingUnchecked") // a failing task must not end the thread of other tasks
    private void run(Runnable task) {
        running = Thread.currentThread();
        try {
            task.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.ERROR, "a task of remote services failed", e);
        } finally {
            running = null;
        }
    }

    /** Waits a short time for the tasks that were given before, unless one of them calls this. */
    void close() {
        threads.shutdown();
        if (running == Thread.currentThread()) {
            return;
        }
        try {
            if (!threads.awaitTermination(CLOSE_MS, TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
