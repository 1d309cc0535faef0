package chaski.remote.export;

import chaski.api.NodeId;
import chaski.api.protocol.Environment;
import chaski.api.remote.CallOptions;
import chaski.api.remote.Invocation;
import chaski.remote.channel.RpcChannel;
import chaski.remote.thread.DeadlineQueue;
import chaski.remote.value.PublisherSource;
import chaski.remote.wire.RefusalReason;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.RemoteMessage.Call;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call that this node serves. It is answered exactly once, or abandoned. Thread-safe. */
final class Execution extends DeadlineQueue.Deadline implements Invocation {

    /** The longest deadline that is accepted from a caller. */
    private static final long MAX_NS = CallOptions.MAX_DEADLINE.toNanos();

    private final Environment environment;
    private final RpcChannel channel;
    private final Call call;
    private final @Nullable Export export;
    private final DeadlineQueue deadlines;
    private final Runnable onFinished;
    private final Consumer<Execution> onExpired;
    private final long timeNs;
    private @Nullable Thread runner;
    private @Nullable Future<?> result;
    private boolean started;
    private boolean finished;
    private volatile boolean cancelled;

    Execution(
            Environment environment,
            RpcChannel channel,
            Call call,
            @Nullable Export export,
            DeadlineQueue deadlines,
            Runnable onFinished,
            Consumer<Execution> onExpired) {
        super(environment.nanoTime() + timeNs(call));
        this.environment = environment;
        this.channel = channel;
        this.call = call;
        this.export = export;
        this.deadlines = deadlines;
        this.onFinished = onFinished;
        this.onExpired = onExpired;
        this.timeNs = timeNs(call);
    }

    private static long timeNs(Call call) {
        return Math.min(call.millis() * 1_000_000L, MAX_NS);
    }

    RpcChannel channel() {
        return channel;
    }

    Call call() {
        return call;
    }

    /** Binds a publisher that is the result to the export that was called, if any, and to the grant of this call. */
    void bindToExport(PublisherSource result) {
        Export giver = export;
        if (giver != null) {
            result.setOwner(giver);
            result.setAccess(() -> CallAccess.refusal(channel, call, giver));
        }
    }

    /**
     * Decides again on a call that has not begun.
     *
     * @return why it does not begin; empty if it may, or has begun, in which case it continues
     */
    Optional<String> accessChanged() {
        Export called = export;
        Optional<String> refusal =
                called == null || hasBegun() ? Optional.empty() : CallAccess.refusal(channel, call, called);
        refusal.ifPresent(why -> abandon(RefusalReason.NOT_GRANTED, why, true));
        return refusal;
    }

    private synchronized boolean hasBegun() {
        return started || finished;
    }

    /** {@return the time until the deadline when the call arrived} */
    long timeNs() {
        return timeNs;
    }

    /** Lets it expire from now on, unless it has ended. */
    void startDeadline() {
        deadlines.add(this);
        boolean late;
        synchronized (this) {
            late = finished;
        }
        if (late) {
            deadlines.remove(this);
        }
    }

    @Override
    protected void expire() {
        onExpired.accept(this);
    }

    /** Begins to run on the current thread; false if it has ended. */
    synchronized boolean begin() {
        if (finished) {
            return false;
        }
        started = true;
        runner = Thread.currentThread();
        return true;
    }

    /** Detaches the current thread. */
    void leave() {
        synchronized (this) {
            runner = null;
        }
        Thread.interrupted(); // an interrupt of this call must not reach the next one
    }

    /** Awaits an asynchronous result after the method has returned. */
    void awaitResult(Future<?> stage) {
        boolean late;
        synchronized (this) {
            late = finished;
            result = stage;
        }
        if (late) {
            stage.cancel(true);
        }
    }

    /** Answers; false if it has ended. */
    boolean answer(RemoteMessage message) {
        if (!end()) {
            return false;
        }
        try {
            channel.send(message);
        } finally {
            onFinished.run();
        }
        return true;
    }

    /** Abandons it: it does not begin, or is interrupted. Returns true if it was running. */
    boolean abandon(RefusalReason refusal, String why) {
        return abandon(refusal, why, false);
    }

    private boolean abandon(RefusalReason refusal, String why, boolean unlessBegun) {
        boolean wasRunning;
        Thread interrupted;
        Future<?> stage;
        synchronized (this) {
            if (finished || (started && unlessBegun)) {
                return false;
            }
            finished = true;
            cancelled = true;
            wasRunning = started;
            interrupted = runner;
            stage = result;
            if (interrupted != null) {
                interrupted.interrupt();
            }
        }
        if (stage != null) {
            stage.cancel(true);
        }
        try {
            if (!wasRunning) {
                call.arguments().forEach(channel.references()::discard);
                channel.send(new RemoteMessage.NotExecuted(call.id(), refusal, why));
            }
        } finally {
            deadlines.remove(this);
            onFinished.run();
        }
        return wasRunning;
    }

    private boolean end() {
        synchronized (this) {
            if (finished) {
                return false;
            }
            finished = true;
        }
        deadlines.remove(this);
        return true;
    }

    @Override
    public NodeId caller() {
        return channel.node();
    }

    @Override
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadlineNs() - environment.nanoTime()));
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public Map<String, String> metadata() {
        return call.metadata();
    }

    @Override
    public String toString() {
        return "call " + call.id() + " of " + channel + ": " + call.member();
    }
}
