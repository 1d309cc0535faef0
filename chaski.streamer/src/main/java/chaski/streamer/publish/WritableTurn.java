package chaski.streamer.publish;

import chaski.api.protocol.Environment;
import chaski.api.protocol.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The callbacks of {@code whenWritable} that share one place in a {@link PublishQueue}. The first in the queue waits in
 * the route like a message of the size of the last refused one, and keeps what it has reserved. Once it has reserved
 * everything, the callbacks are called, and a message that is offered within {@code TURN_NS} takes this turn. Without
 * it, publishers that retry whenever one window has room could livelock, each holding what another needs.
 *
 * <p>Attempts are made on the control loop, because a route wakes its waiters on any thread and under a publisher's
 * lock. Thread-safe.
 */
final class WritableTurn implements PublishQueue.Waiting, PublishQueue.Turn {

    /** Long enough for a thread that is scheduled late; in that time the reservation blocks other publishers. */
    private static final long TURN_NS = 100_000_000L;

    private final PublishPipeline pipeline;
    private final PublishQueue queue;
    private final Environment environment;
    private final Executor userCallbacks;

    /** Emptied when they are called. Guarded by itself. */
    private final List<Runnable> tasks = new ArrayList<>(1);

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final AtomicBoolean attemptDue = new AtomicBoolean();

    /** Made on the control loop, and used there until the state is CALLED; then by the offer that takes the turn. */
    private volatile Route.@Nullable Waiter place;

    private enum State {
        WAITING,
        CALLED,
        OVER
    }

    /**
     * Creates a turn that waits.
     *
     * @param task the first callback
     * @param userCallbacks runs callbacks on a thread where user code may run
     */
    WritableTurn(
            PublishPipeline pipeline,
            PublishQueue queue,
            Environment environment,
            Runnable task,
            Executor userCallbacks) {
        this.pipeline = pipeline;
        this.queue = queue;
        this.environment = environment;
        this.userCallbacks = userCallbacks;
        this.tasks.add(task);
    }

    /** Adds a callback to the others. False if these were called already. */
    boolean add(Runnable task) {
        synchronized (tasks) {
            return !tasks.isEmpty() && tasks.add(task);
        }
    }

    private void callUser() {
        List<Runnable> due;
        synchronized (tasks) {
            due = List.copyOf(tasks);
            tasks.clear();
        }
        due.forEach(userCallbacks::execute);
    }

    @Override
    public void reconsider() {
        if (attemptDue.compareAndSet(false, true)) {
            environment.execute(this::attempt);
        }
    }

    private void attempt() {
        attemptDue.set(false);
        if (pipeline.isClosed() || pipeline.isNotGranted()) {
            if (state.compareAndSet(State.WAITING, State.OVER)) {
                callUser();
                close();
            }
        } else if (state.get() == State.WAITING && queue.isFirst(this)) {
            Route.Waiter mine = place;
            if (mine == null) {
                mine = pipeline.route().enter(this::reconsider);
                place = mine;
            }
            if (pipeline.reserve(mine)) {
                environment.schedule(TURN_NS, this::expire);
                state.set(State.CALLED);
                callUser();
            }
        }
    }

    private void expire() {
        if (take()) {
            close();
        }
    }

    /** Takes the turn, once, after the user was called. */
    boolean take() {
        return state.compareAndSet(State.CALLED, State.OVER);
    }

    @Override
    public Route.Waiter place() {
        Route.Waiter mine = place;
        if (mine == null) {
            throw new IllegalStateException("a turn without a place");
        }
        return mine;
    }

    @Override
    public void close() {
        state.set(State.OVER);
        Route.Waiter mine = place;
        if (mine != null) {
            mine.close();
        }
        queue.leave(this);
    }
}
