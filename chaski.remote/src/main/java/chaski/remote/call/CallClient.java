package chaski.remote.call;

import chaski.api.ClosedException;
import chaski.api.codec.Codec;
import chaski.api.protocol.Environment;
import chaski.api.remote.NotSentException;
import chaski.api.remote.RemoteLimits;
import chaski.remote.channel.RpcChannel;
import chaski.remote.channel.ServedCall;
import chaski.remote.thread.DeadlineQueue;
import chaski.remote.wire.RemoteMessage;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the calls of this node and passes the answers of peers on to them. Thread-safe. */
public final class CallClient {

    /** The codec that writes arguments and results. */
    static final String CODEC = "cbor";

    private final Environment environment;
    private final RemoteLimits limits;
    private final Supplier<Codec> codec;
    private final Executor threads;
    private final Supplier<Optional<ServedCall>> served;
    private final Consumer<String> counters;
    private final ExporterDirectory exporters;
    private final PendingCallTable calls;
    private final DeadlineQueue deadlines;
    private final AtomicInteger pending = new AtomicInteger();
    private final Set<PendingCall> all = ConcurrentHashMap.newKeySet();

    /** Threads of callers that wait for the end of a call, or decode its outcome. */
    private final AtomicInteger awaiters = new AtomicInteger();

    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    /** The reason why no more calls are made although the node is not closing; {@code null} while calls are made. */
    private volatile @Nullable String stopReason;

    private volatile boolean closed;

    /**
     * Creates a client without calls.
     *
     * @param environment time
     * @param limits how many calls may be pending
     * @param codec writes arguments
     * @param threads where futures are completed
     * @param served the call that the current thread serves
     * @param counters counts by name
     * @param exporters the nodes that can be called
     */
    public CallClient(
            Environment environment,
            RemoteLimits limits,
            Supplier<Codec> codec,
            Executor threads,
            Supplier<Optional<ServedCall>> served,
            Consumer<String> counters,
            ExporterDirectory exporters) {
        this.environment = environment;
        this.limits = limits;
        this.codec = codec;
        this.threads = threads;
        this.served = served;
        this.counters = counters;
        this.exporters = exporters;
        this.calls = new PendingCallTable(limits.callsPerPeer());
        this.deadlines = new DeadlineQueue(environment);
    }

    Environment environment() {
        return environment;
    }

    Codec codec() {
        return codec.get();
    }

    Executor threads() {
        return threads;
    }

    ExporterDirectory exporters() {
        return exporters;
    }

    PendingCallTable calls() {
        return calls;
    }

    DeadlineQueue deadlines() {
        return deadlines;
    }

    // ---- calls

    /** Throws if no more calls are made. Checked first of all, since later the classes for anything else may be unloaded. */
    void checkOpen(Object what) {
        String why = stopReason;
        if (why != null) {
            throw refusal(what, why);
        }
        if (closed) {
            throw new ClosedException("the node is closed: " + what + " was not sent");
        }
    }

    private static NotSentException refusal(Object what, String why) {
        return new NotSentException(what + " was not sent: " + why + "; take a proxy from the next Remote service");
    }

    /** {@return the reason why no more calls are made although the node is not closing; null while calls are made} */
    @Nullable
    String stopReason() {
        return stopReason;
    }

    PendingCall begin(CallRequest request) {
        checkOpen(request);
        PendingCall call = new PendingCall(this, request, timeNs(request));
        counters.accept("calls.made");
        if (pending.incrementAndGet() > limits.callsPerNode()) {
            CallOutcome full = new CallOutcome.Failed(
                    CallOutcome.Ending.OVERLOADED,
                    "the limit of pending calls of this node is reached (limits.callsPerNode): "
                            + limits.callsPerNode());
            ended(full);
            call.outcome().complete(full);
            return call;
        }
        all.add(call);
        call.begin();
        // Either may have happened since the check above, too late for this call to be ended with the others.
        String why = stopReason;
        if (why != null) {
            call.stop(why);
        }
        if (closed) {
            call.abandon(why == null ? "this node is closing" : why);
        }
        return call;
    }

    /** A thread of a caller begins to wait for a call and to decode its outcome; {@link #awaiterLeft} follows. */
    void awaiterEntered() {
        awaiters.incrementAndGet();
    }

    void awaiterLeft() {
        awaiters.decrementAndGet();
        completeDrain();
    }

    private void completeDrain() {
        if (stopReason != null && all.isEmpty() && awaiters.get() == 0) {
            drained.complete(null);
        }
    }

    /**
     * Makes no more calls, though the node is not closing. Calls that were not sent end as not sent; calls that were
     * sent get their answers.
     *
     * @param why the reason for the callers
     * @return completed when no call is pending, and no thread decodes an outcome
     */
    public CompletionStage<Void> drain(String why) {
        refusal("a call", why); // loads the classes that it needs while those of the bundle can be loaded
        stopReason = why;
        new ArrayList<>(all).forEach(call -> call.stop(why));
        completeDrain();
        return drained.copy();
    }

    /**
     * {@return how long a call may take} A call that is made while another one is served ends no later than that one. A callback to the
     * caller of that one has all of the remaining time: references have no options, and that caller has decided how long it waits.
     */
    private long timeNs(CallRequest request) {
        long timeNs = request.options().deadline().toNanos();
        ServedCall now = served.get().orElse(null);
        if (now == null) {
            return timeNs;
        }
        long leftNs = Math.max(0, now.deadlineNs() - environment.nanoTime());
        return request.to().isCallbackTo(now.caller()) ? leftNs : Math.min(timeNs, leftNs);
    }

    /** The outcome of a call is known to its caller. */
    void forget(PendingCall call) {
        all.remove(call);
        completeDrain();
    }

    void ended(CallOutcome outcome) {
        pending.decrementAndGet();
        if (outcome instanceof CallOutcome.Failed failed) {
            counters.accept("calls.ended." + failed.ending().name().toLowerCase(Locale.ROOT));
        } else {
            counters.accept(outcome instanceof CallOutcome.Returned ? "calls.ended.returned" : "calls.ended.threw");
        }
    }

    // ---- exporters

    Optional<Exporter> choose(Destination.Named to, Set<Exporter> without, Runnable whenAny) {
        return exporters.choose(to, without, environment.nanoTime(), whenAny);
    }

    /** True if at least one node exports the name, and all that do are in doubt. */
    boolean isInDoubt(Destination.Named to) {
        return exporters.isInDoubt(to.name(), to.options().node());
    }

    void stopWaiting(String name, Runnable whenAny) {
        exporters.stopWaiting(name, whenAny);
    }

    void forget(RpcChannel channel, long export) {
        exporters.remove(channel, export);
    }

    // ---- events of channels

    /**
     * Makes calls on a channel from now on.
     *
     * @param channel the channel
     */
    public void opened(RpcChannel channel) {
        calls.opened(channel);
    }

    /**
     * Ends or moves the calls of a channel that has closed.
     *
     * @param channel the channel
     * @param why the reason for the callers
     */
    public void closed(RpcChannel channel, String why) {
        exporters.remove(channel);
        calls.closed(channel).forEach(call -> call.channelClosed(channel, why));
    }

    /**
     * Ends or moves the calls that need not wait for a peer, when it has come into doubt; calls that wait for an
     * exporter, when it is no longer in doubt.
     *
     * @param channel the channel to the peer
     */
    public void doubtChanged(RpcChannel channel) {
        if (channel.isInDoubt()) {
            calls.on(channel).forEach(call -> call.channelInDoubt(channel));
        }
        exporters.doubtChanged(channel);
    }

    /**
     * Receives an answer to a call. Answers to calls that have ended are ignored.
     *
     * @param channel the channel it came from
     * @param answer the answer
     * @return false if it is the result of a call that has ended, so that its references must be released
     */
    public boolean answered(RpcChannel channel, RemoteMessage answer) {
        if (answer instanceof RemoteMessage.Result result) {
            PendingCall call = calls.find(channel, result.id());
            if (call != null) {
                call.returned(channel, result.value());
            }
            return call != null;
        }
        if (answer instanceof RemoteMessage.Threw threw) {
            PendingCall call = calls.find(channel, threw.id());
            if (call != null) {
                call.threw(threw, channel);
            }
        } else if (answer instanceof RemoteMessage.NotExecuted refused) {
            PendingCall call = calls.find(channel, refused.id());
            if (call != null) {
                call.refused(refused.reason(), refused.text());
            }
        }
        return true;
    }

    /**
     * Ends every call, and makes no more.
     *
     * @param why the reason for the callers
     */
    public void close(String why) {
        closed = true;
        new ArrayList<>(all).forEach(call -> call.abandon(why));
        exporters.clear();
    }
}
