package chaski.remote.thread;

import chaski.api.protocol.Environment;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs what may block on threads of the node, so many at once; what comes beyond waits in a queue, which is as long as the limits on calls
 * allow. A thread that waits for a call of its own does not count meanwhile: calls that lead to calls, to and fro, would else use up the
 * threads and wait for each other. A thread is given back to the
 * environment when there is nothing to do. Thread-safe.
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
     * Has no threads yet.
     *
     * @param environment starts them
     * @param name says what they are for
     * @param most how many run at once
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

    /** The time in which a thread waits; see {@link #pause}. */
    public interface Pause extends AutoCloseable {

        @Override
        void close();
    }

    /**
     * Begins to wait for something, on any thread: if it is one of workers, another one may take its place meanwhile.
     *
     * @return to be closed by the same thread when it has waited
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

    @SuppressWarnings("CatchingUnchecked") // one task must not end the thread of the others
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
