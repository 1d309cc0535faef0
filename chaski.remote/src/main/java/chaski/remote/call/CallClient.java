package chaski.remote.call;

import chaski.api.ClosedException;
import chaski.api.ProtocolException;
import chaski.api.codec.Codec;
import chaski.api.node.Limits;
import chaski.api.protocol.Environment;
import chaski.api.remote.Exported;
import chaski.api.remote.NotSentException;
import chaski.remote.channel.RpcChannel;
import chaski.remote.channel.ServedCall;
import chaski.remote.wire.RemoteMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calls of this node that have not ended, and who can be called. Thread-safe. */
public final class CallClient {

    /** The codec that writes arguments and results. */
    static final String CODEC = "cbor";

    private final Environment environment;
    private final Limits limits;
    private final Supplier<Codec> codec;
    private final Executor threads;
    private final Supplier<Optional<ServedCall>> served;
    private final Consumer<String> counters;
    private final Consumer<String> interest;
    private final ExporterDirectory exporters;
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicLong ids = new AtomicLong();
    private final Map<RpcChannel, Map<Long, PendingCall>> byChannel = new ConcurrentHashMap<>();
    private final Set<PendingCall> all = ConcurrentHashMap.newKeySet();

    /** Threads of callers that wait for the end of a call, or read what it was. */
    private final AtomicInteger awaiters = new AtomicInteger();

    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    /** Why no call is made any more although the node goes on; {@code null} as long as calls are made. */
    private volatile @Nullable String ending;

    private volatile boolean closed;

    /**
     * Calls nobody yet.
     *
     * @param environment time
     * @param limits how many calls may wait
     * @param codec writes arguments
     * @param threads where futures are completed
     * @param served the call that the current thread serves
     * @param counters counts by name
     * @param interest told of each name that is called
     * @param distance how far nodes are
     */
    public CallClient(
            Environment environment,
            Limits limits,
            Supplier<Codec> codec,
            Executor threads,
            Supplier<Optional<ServedCall>> served,
            Consumer<String> counters,
            Consumer<String> interest,
            NodeDistance distance) {
        this.environment = environment;
        this.limits = limits;
        this.codec = codec;
        this.threads = threads;
        this.served = served;
        this.counters = counters;
        this.interest = interest;
        this.exporters = new ExporterDirectory(distance);
    }

    Environment environment() {
        return environment;
    }

    Limits limits() {
        return limits;
    }

    Codec codec() {
        return codec.get();
    }

    Executor threads() {
        return threads;
    }

    void declareInterest(String name) {
        interest.accept(name);
    }

    // ---- calls

    /** Throws if no call is made any more. First of all, since later the classes for anything else may be gone. */
    void checkOpen(Object what) {
        String why = ending;
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

    /** Why no call is made any more although the node goes on. */
    @Nullable
    String ending() {
        return ending;
    }

    PendingCall begin(CallRequest request) {
        checkOpen(request);
        PendingCall call = new PendingCall(this, request, timeNs(request));
        counters.accept("calls.made");
        if (pending.incrementAndGet() > limits.callsPerNode()) {
            CallOutcome full = new CallOutcome.Failed(
                    CallOutcome.Ending.OVERLOADED,
                    "as many calls of this node wait as may (limits.callsPerNode): " + limits.callsPerNode());
            ended(full);
            call.outcome().complete(full);
            return call;
        }
        all.add(call);
        call.outcome().whenComplete((outcome, error) -> {
            all.remove(call);
            completeDrain();
        });
        call.begin();
        String why = ending;
        if (why != null) { // since the check above, perhaps too late to be told with the others; and likewise below
            call.stop(why);
        }
        if (closed) {
            call.abandon(why == null ? "this node is closing" : why);
        }
        return call;
    }

    /** A thread of a caller waits for a call, and reads what it ended with; {@link #awaiterLeft} follows. */
    void awaiterEntered() {
        awaiters.incrementAndGet();
    }

    void awaiterLeft() {
        awaiters.decrementAndGet();
        completeDrain();
    }

    private void completeDrain() {
        if (ending != null && all.isEmpty() && awaiters.get() == 0) {
            drained.complete(null);
        }
    }

    /**
     * Makes no more calls, though the node goes on: what is not on its way ends as not sent, what is gets its answer.
     *
     * @param why for the callers
     * @return completed when no call is left, nor a thread that reads what one ended with
     */
    public CompletionStage<Void> drain(String why) {
        refusal("a call", why); // so that the classes it needs are there when that of the bundle no longer are
        ending = why;
        new ArrayList<>(all).forEach(call -> call.stop(why));
        completeDrain();
        return drained.copy();
    }

    /**
     * How long a call may take. A call that is made while another one is served ends no later than that one. A callback to the caller of that
     * one has all the time that is left: references have no options, and the caller has decided how long it waits.
     */
    private long timeNs(CallRequest request) {
        long timeNs = request.options().deadline().toNanos();
        ServedCall now = served.get().orElse(null);
        if (now == null) {
            return timeNs;
        }
        long leftNs = Math.max(0, now.untilNs() - environment.nanoTime());
        return request.to().isCallbackTo(now.caller()) ? leftNs : Math.min(timeNs, leftNs);
    }

    void ended(CallOutcome outcome) {
        pending.decrementAndGet();
        if (outcome instanceof CallOutcome.Failed failed) {
            counters.accept("calls.ended." + failed.ending().name().toLowerCase(Locale.ROOT));
        } else {
            counters.accept(outcome instanceof CallOutcome.Returned ? "calls.ended.returned" : "calls.ended.threw");
        }
    }

    Optional<Exporter> choose(Destination.Named to, Set<Exporter> without, Runnable whenAny) {
        return exporters.choose(
                to.name(), to.options().choice(), to.options().node(), without, environment.nanoTime(), whenAny);
    }

    /** True if a node that is not in doubt can be called. */
    boolean isExported(Destination.Named to) {
        return exporters.isExported(to.name(), to.options().node());
    }

    /** True if every node that could be called is in doubt, and there is one. */
    boolean isInDoubt(Destination.Named to) {
        return exporters.isInDoubt(to.name(), to.options().node());
    }

    void stopWaiting(String name, Runnable whenAny) {
        exporters.stopWaiting(name, whenAny);
    }

    /** Whether one more call may wait for that channel. */
    boolean admit(RpcChannel channel) {
        Map<Long, PendingCall> calls = byChannel.get(channel);
        return calls != null && calls.size() < limits.callsPerPeer();
    }

    boolean isOpen(RpcChannel channel) {
        return byChannel.containsKey(channel);
    }

    long register(RpcChannel channel, PendingCall call) {
        long id = ids.incrementAndGet();
        Map<Long, PendingCall> calls = byChannel.get(channel);
        if (calls == null) {
            throw new ClosedException("the session with " + channel + " has ended");
        }
        calls.put(id, call);
        return id;
    }

    void unregister(RpcChannel channel, long id) {
        Map<Long, PendingCall> calls = byChannel.get(channel);
        if (calls != null) {
            calls.remove(id);
        }
    }

    void forget(RpcChannel channel, long export) {
        exporters.remove(channel, export);
    }

    // ---- who exports

    /** Those in doubt, too. */
    List<Exporter> exporters(String name) {
        return exporters.named(name);
    }

    /** {@return what is exported by nodes that are not in doubt, by name} */
    public List<Exported> exports() {
        return exporters.snapshot();
    }

    /**
     * Counts the nodes that export a name.
     *
     * @param name the name
     * @return how many
     */
    public int count(String name) {
        return (int) exports(name).stream().map(Exported::node).distinct().count();
    }

    /**
     * Finds who exports a name; nodes that do are to be linked with this one.
     *
     * @param name the name
     * @return who
     */
    public List<Exported> exports(String name) {
        declareInterest(name);
        return exporters.named(name).stream()
                .filter(Exporter::isNotInDoubt)
                .map(e -> new Exported(e.name(), e.channel().node(), e.function()))
                .toList();
    }

    /**
     * Watches who exports what.
     *
     * @param watcher called after each change, on any thread; must not block
     */
    public void watch(Runnable watcher) {
        exporters.watch(watcher);
    }

    /**
     * Stops watching.
     *
     * @param watcher as given
     */
    public void unwatch(Runnable watcher) {
        exporters.unwatch(watcher);
    }

    // ---- what channels tell

    /**
     * A channel opens.
     *
     * @param channel the channel
     */
    public void opened(RpcChannel channel) {
        byChannel.put(channel, new ConcurrentHashMap<>());
    }

    /**
     * A channel is no more.
     *
     * @param channel the channel
     * @param why for the callers
     */
    public void closed(RpcChannel channel, String why) {
        Map<Long, PendingCall> calls = byChannel.remove(channel);
        exporters.remove(channel);
        if (calls != null) {
            new ArrayList<>(calls.values()).forEach(call -> call.channelClosed(channel, why));
        }
    }

    /**
     * A peer is in doubt now, or is not any more. Calls that need not wait for it go elsewhere or end.
     *
     * @param channel the way to it
     */
    public void doubtChanged(RpcChannel channel) {
        if (channel.isInDoubt()) {
            new ArrayList<>(byChannel.getOrDefault(channel, Map.of()).values())
                    .forEach(call -> call.channelInDoubt(channel));
        }
        exporters.doubtChanged(channel);
    }

    /**
     * Somebody exports a name.
     *
     * @param channel who
     * @param export what
     */
    public void exported(RpcChannel channel, RemoteMessage.Export export) {
        if (!exporters.add(new Exporter(channel, export.number(), export.name(), export.function()))) {
            throw new ProtocolException("expected at most 65536 exports of one node, got one more");
        }
    }

    /**
     * Somebody has withdrawn an export.
     *
     * @param channel who
     * @param number which
     */
    public void withdrawn(RpcChannel channel, long number) {
        exporters.remove(channel, number);
    }

    /**
     * A call was answered. What nobody waits for any more is ignored.
     *
     * @param channel from where
     * @param answer the answer
     * @return whether somebody waited
     */
    public boolean answered(RpcChannel channel, RemoteMessage answer) {
        Map<Long, PendingCall> calls = byChannel.getOrDefault(channel, Map.of());
        if (answer instanceof RemoteMessage.Result result) {
            PendingCall call = calls.get(result.id());
            if (call != null) {
                call.returned(channel, result.value());
            }
            return call != null;
        }
        if (answer instanceof RemoteMessage.Threw threw) {
            PendingCall call = calls.get(threw.id());
            if (call != null) {
                call.threw(threw, channel);
            }
        } else if (answer instanceof RemoteMessage.NotExecuted refused) {
            PendingCall call = calls.get(refused.id());
            if (call != null) {
                call.refused(refused.reason(), refused.text());
            }
        }
        return true;
    }

    /**
     * Ends every call, and makes no more.
     *
     * @param why for the callers
     */
    public void close(String why) {
        closed = true;
        new ArrayList<>(all).forEach(call -> call.abandon(why));
        exporters.clear();
    }
}
