package chaski.remote.thread;

import chaski.api.protocol.Environment;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks that may block on a bounded number of threads of the node. Other tasks are queued; the limits on calls
 * bound the queue. A thread that waits for a call that it made does not count while it waits: otherwise nested calls
 * between nodes would use up the threads and deadlock. Idle threads are returned to the environment.
 *
 * <p>At most one thread is being started at a time. When it takes its first task and finds another one queued, it
 * starts the next thread. Tasks that block thus have a thread each soon, while short ones are run by the threads that
 * are awake: waking a thread takes longer than most calls. Thread-safe.
 */
public final class WorkerPool implements Executor {

    private static final System.Logger LOG = System.getLogger(WorkerPool.class.getName());

    private static final ThreadLocal<@Nullable WorkerPool> CURRENT = new ThreadLocal<>();

    private final Environment environment;
    private final String name;
    private final int maxThreads;
    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
    private int threads;

    /** True while a started thread has not looked for its first task. */
    private boolean starting;

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
        boolean start;
        synchronized (this) {
            queue.addLast(task);
            start = mayStart();
        }
        if (start) {
            start();
        }
    }

    /** Counts one more thread if it is needed. Called with the lock; {@link #start} follows. */
    private boolean mayStart() {
        if (starting || queue.isEmpty() || threads >= maxThreads) {
            return false;
        }
        threads++;
        starting = true;
        return true;
    }

    private void start() {
        boolean started = false;
        try {
            environment.start(name, this::work);
            started = true;
        } finally {
            if (!started) {
                startFailed();
            }
        }
    }

    private synchronized void startFailed() {
        threads--;
        starting = false;
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
        boolean start;
        synchronized (this) {
            threads--;
            start = mayStart(); // in place of this one
        }
        if (start) {
            start();
        }
    }

    private synchronized void resume() {
        threads++;
    }

    private void work() {
        CURRENT.set(this);
        try {
            for (Runnable next = next(true); next != null; next = next(false)) {
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

    private @Nullable Runnable next(boolean isFirst) {
        Runnable next;
        boolean start;
        synchronized (this) {
            starting &= !isFirst;
            next = threads > maxThreads ? null : queue.pollFirst();
            if (next == null) {
                threads--;
            }
            start = mayStart();
        }
        if (start) {
            run(this::start); // this thread continues if there is no memory for another one
        }
        return next;
    }
}
