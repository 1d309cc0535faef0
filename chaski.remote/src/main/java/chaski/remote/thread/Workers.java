package chaski.remote;

import chaski.api.node.Environment;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs what may block on threads of the node, so many at once; what comes beyond waits in a queue, which is as long as the limits on calls
 * allow. A thread ends when there is nothing to do. Thread-safe.
 */
final class Workers implements Executor {

    private static final System.Logger LOG = System.getLogger(Workers.class.getName());

    private final Environment environment;
    private final String name;
    private final int most;
    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
    private int threads;

    Workers(Environment environment, String name, int most) {
        this.environment = environment;
        this.name = name;
        this.most = most;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            queue.addLast(task);
            if (threads >= most) {
                return;
            }
            threads++;
        }
        environment.start(name, this::work);
    }

    private void work() {
        for (Runnable next = next(); next != null; next = next()) {
            run(next);
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
        Runnable next = queue.pollFirst();
        if (next == null) {
            threads--;
        }
        return next;
    }
}
