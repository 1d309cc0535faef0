package chaski.streamer.subscribe;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task on the threads that add work for it, one at a time: a thread that arrives while another one runs the task
 * leaves its work to that thread. Thread-safe.
 */
final class InlineDrainer {

    private volatile @Nullable Runnable task;

    /** How many calls were made since the thread that runs the task last checked. */
    private final AtomicInteger calls = new AtomicInteger();

    void use(Runnable work) {
        task = work;
    }

    void drop() {
        task = null;
    }

    boolean isRunning() {
        return calls.get() > 0;
    }

    void run() {
        Runnable work = task;
        if (work == null || calls.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        while (seen != 0) {
            work.run();
            seen = calls.addAndGet(-seen);
        }
    }
}
