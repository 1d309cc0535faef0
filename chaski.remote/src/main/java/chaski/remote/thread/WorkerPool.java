package chaski.remote.thread;

import chaski.api.protocol.Environment;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks that may block on a bounded number of threads of the node. Other tasks are queued; the limits on calls
 * bound the queue. A thread that waits for a call that it made does not count while it waits: otherwise nested calls
 * between nodes would use up the threads and deadlock. Idle threads are returned to the environment. Thread-safe.
 */
public final class WorkerPool implements Executor {

    private static final System.Logger LOG = System.getLogger(WorkerPool.class.getName());

    private static final ThreadLocal<@Nullable WorkerPool> CURRENT = new ThreadLocal<>();

    private final Environment environment;
    private final String name;
    private final int maxThreads;
    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
    private int threads;

    /**
     * Creates a pool without threads.
     *
     * @param environment starts threads
     * @param name the name of the threads
     * @param most the most threads that run at the same time
     */
    public WorkerPool(Environment environment, String name, int most) {
        this.environment = environment;
        this.name = name;
        this.maxThreads = most;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            queue.addLast(task);
            if (threads >= maxThreads) {
                return;
            }
            threads++;
        }
        environment.start(name, this::work);
    }

    /** The time during which a thread waits; see {@link #pause}. */
    public interface Pause extends AutoCloseable {

        @Override
        void close();
    }

    /**
     * Announces that the current thread begins to wait. If it belongs to a pool, another thread may run in its place.
     *
     * @return closed by the same thread when it has waited
     */
    public static Pause pause() {
        WorkerPool workers = CURRENT.get();
        if (workers == null) {
            return () -> {};
        }
        workers.suspend();
        return workers::resume;
    }

    private void suspend() {
        synchronized (this) {
            if (queue.isEmpty()) {
                threads--;
                return;
            }
        }
        environment.start(name, this::work); // in place of this one
    }

    private synchronized void resume() {
        threads++;
    }

    private void work() {
        CURRENT.set(this);
        try {
            for (Runnable next = next(); next != null; next = next()) {
                run(next);
            }
        } finally {
            CURRENT.remove();
        }
    }

    @SuppressWarnings("CatchingUnchecked") // a failing task must not end the thread of other tasks
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.ERROR, "a task of the remote failed", e);
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable next = threads > maxThreads ? null : queue.pollFirst();
        if (next == null) {
            threads--;
        }
        return next;
    }
}
