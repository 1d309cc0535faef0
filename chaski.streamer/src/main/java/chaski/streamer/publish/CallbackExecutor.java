package chaski.streamer.publish;

import chaski.api.node.NodeEvent;
import chaski.api.protocol.Environment;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Completes the stages of {@link chaski.api.streamer.Publisher#publishAsync} and runs the callbacks of
 * {@code whenWritable}, on a thread that may run user code and exists only while there is something to run.
 * Thread-safe.
 *
 * <p>Bounded: each stage {@linkplain #admit is admitted} before its message is sent, and while {@value #MAX_ADMITTED}
 * are not completed, no further one is.
 */
public final class CallbackExecutor {

    /** As many messages as a subscription queues by default. */
    private static final int MAX_ADMITTED = 65_536;

    private final Environment environment;
    private final Consumer<NodeEvent.Draft> events;
    private final ConcurrentLinkedQueue<Runnable> due = new ConcurrentLinkedQueue<>();
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicBoolean running = new AtomicBoolean();

    /**
     * Creates an executor without tasks.
     *
     * @param environment starts the thread
     * @param events receives failures of user code
     */
    public CallbackExecutor(Environment environment, Consumer<NodeEvent.Draft> events) {
        this.environment = environment;
        this.events = events;
    }

    /** Admits one more stage, unless there are too many; {@link #complete} or {@link #dismiss} must follow. */
    boolean admit() {
        if (admitted.incrementAndGet() > MAX_ADMITTED) {
            dismiss();
            return false;
        }
        return true;
    }

    /** An admitted stage was completed in some other way. */
    void dismiss() {
        admitted.decrementAndGet();
    }

    /** Completes an admitted stage soon. */
    void complete(Runnable completion) {
        callBack(() -> {
            dismiss();
            completion.run();
        });
    }

    /** Runs a user callback soon. */
    void callBack(Runnable callback) {
        due.add(callback);
        if (running.compareAndSet(false, true)) {
            environment.start("receipts", this::run);
        }
    }

    private void run() {
        do {
            for (Runnable next = due.poll(); next != null; next = due.poll()) {
                runGuarded(next);
            }
            running.set(false);
            // a task added after the last poll and before this line saw a running thread
        } while (!due.isEmpty() && running.compareAndSet(false, true));
    }

    private void runGuarded(Runnable next) {
        try {
            next.run();
        } catch (Throwable e) { // not even an Error of user code may delay the other callbacks
            events.accept(at -> new NodeEvent.HandlerFailed(at, "callback of a publisher", e));
        }
    }
}
