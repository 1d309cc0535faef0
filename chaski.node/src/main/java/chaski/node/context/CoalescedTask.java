package chaski.node.context;

import chaski.api.protocol.Environment;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A task of the control loop that is pending at most once, however often it is requested. It reads its input when it
 * runs, so a peer that changes that state faster than the control loop works causes one task and not a queue of them.
 *
 * <p>A request during the run leads to another run. Thread-safe.
 */
public final class CoalescedTask {

    private final Environment environment;
    private final Runnable task;
    private final AtomicBoolean pending = new AtomicBoolean();

    /**
     * A task that is not pending.
     *
     * @param environment whose control loop runs the task
     * @param task the task
     */
    public CoalescedTask(Environment environment, Runnable task) {
        this.environment = environment;
        this.task = task;
    }

    /** Makes sure that the task runs after this call; any thread. */
    public void request() {
        if (pending.compareAndSet(false, true)) {
            environment.execute(this::run);
        }
    }

    private void run() {
        pending.set(false);
        task.run();
    }
}
