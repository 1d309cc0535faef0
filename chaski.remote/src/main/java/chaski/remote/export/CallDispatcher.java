package chaski.remote.export;

import chaski.api.ProtocolException;
import chaski.api.node.NodeEvent;
import chaski.api.protocol.Channel;
import chaski.api.protocol.Environment;
import chaski.api.remote.Invocation;
import chaski.api.remote.RemoteLimits;
import chaski.api.security.Decision;
import chaski.remote.channel.RefusalReporter;
import chaski.remote.channel.RemoteCounters;
import chaski.remote.channel.RpcChannel;
import chaski.remote.channel.ServedCall;
import chaski.remote.thread.DeadlineQueue;
import chaski.remote.wire.RefusalReason;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.RemoteMessage.Call;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves the calls of peers. It admits them on I/O threads within the limits, runs them on threads for calls, and answers each exactly
 * once. A call reaches only what an export or a lent object offers. Thread-safe.
 */
public final class CallDispatcher {

    private final Environment environment;
    private final Channel nodeChannel;
    private final ExportRegistry exports;
    private final Operations operations;
    private final RemoteLimits limits;
    private final Executor threads;
    private final RemoteCounters counters;
    private final RefusalReporter refusals;
    private final DeadlineQueue deadlines;
    private final CurrentExecution current = new CurrentExecution();
    private final AtomicInteger running = new AtomicInteger();
    private final Map<RpcChannel, Map<Long, Execution>> byChannel = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private volatile boolean draining;

    /**
     * Creates a dispatcher without calls.
     *
     * @param environment time
     * @param nodeChannel raises events of methods that do not return
     * @param exports what can be called
     * @param operations runs the calls
     * @param limits how many calls may be queued and running
     * @param threads where calls run
     * @param counters counts calls
     * @param refusals reports refused calls
     */
    public CallDispatcher(
            Environment environment,
            Channel nodeChannel,
            ExportRegistry exports,
            Operations operations,
            RemoteLimits limits,
            Executor threads,
            RemoteCounters counters,
            RefusalReporter refusals) {
        this.environment = environment;
        this.nodeChannel = nodeChannel;
        this.exports = exports;
        this.operations = operations;
        this.limits = limits;
        this.threads = threads;
        this.counters = counters;
        this.refusals = refusals;
        this.deadlines = new DeadlineQueue(environment);
    }

    /**
     * Accepts calls of a channel from now on.
     *
     * @param channel the channel
     */
    public void opened(RpcChannel channel) {
        byChannel.put(channel, new ConcurrentHashMap<>());
    }

    /**
     * Cancels the calls of a channel that has closed; their callers no longer wait.
     *
     * @param channel the channel
     */
    public void closed(RpcChannel channel) {
        Map<Long, Execution> executions = byChannel.remove(channel);
        if (executions != null) {
            executions.values().forEach(e -> e.abandon(RefusalReason.CANCELLED, "the session with the caller ended"));
        }
    }

    /**
     * Decides again on the calls of a channel that have not begun: those that are not granted any more are refused. Calls that have begun
     * continue.
     *
     * @param channel the channel
     */
    public void accessChanged(RpcChannel channel) {
        List.copyOf(byChannel.getOrDefault(channel, Map.of()).values()).forEach(execution -> execution
                .accessChanged()
                .ifPresent(why -> refusals.report(channel, "calls", RefusalReason.NOT_GRANTED, why)));
    }

    /**
     * Waits for the calls that are queued or running, including calls of lent objects.
     *
     * @return completed as soon as no call is queued or running
     */
    public CompletionStage<Void> drain() {
        draining = true;
        if (running.get() == 0) {
            idle.complete(null);
        }
        return idle.copy();
    }

    /**
     * Ends the calls that are still queued or running: the former are answered as not executed, the latter are interrupted.
     *
     * @param why the reason for the callers
     */
    public void close(String why) {
        byChannel.values().forEach(executions -> List.copyOf(executions.values())
                .forEach(e -> e.abandon(RefusalReason.WITHDRAWN, why)));
    }

    /** {@return the call that the current thread serves} */
    public Optional<Invocation> invocation() {
        return current.get().map(Invocation.class::cast);
    }

    /** {@return the call that the current thread serves, as nested calls need it} */
    public Optional<ServedCall> served() {
        return current.get().map(e -> new ServedCall(e.channel(), e.deadlineNs()));
    }

    /** {@return how many calls are queued or running} */
    public int running() {
        return running.get();
    }

    /**
     * Receives a call of a peer. Called on an I/O thread.
     *
     * @param channel the channel it came from
     * @param call the call
     * @throws ProtocolException when the peer uses the number of a call that has not ended
     */
    public void call(RpcChannel channel, Call call) {
        Map<Long, Execution> executions = byChannel.get(channel);
        if (executions == null) {
            return;
        }
        if (executions.containsKey(call.id())) {
            throw new ProtocolException("expected a new call, got the number " + call.id() + " again");
        }
        CalledObject called = CalledObject.find(exports, channel, call.target()).orElse(null);
        Export export = called == null ? null : called.export();
        Decision access = export == null ? null : CallAccess.decide(channel, call, export);
        if (access != null && export != null && !access.isAllowed()) {
            refuse(channel, call, RefusalReason.NOT_GRANTED, CallAccess.refusal(call, export, access));
        } else if (called == null) {
            refuse(channel, call, RefusalReason.WITHDRAWN, "the called object was withdrawn or released");
        } else if (executions.size() >= limits.callsPerPeer() || running.get() >= limits.callsPerNode()) {
            refuse(
                    channel,
                    call,
                    RefusalReason.OVERLOADED,
                    "the limit of queued and running calls is reached: " + executions.size()
                            + " of this peer (limits.callsPerPeer), " + running.get()
                            + " in all (limits.callsPerNode)");
        } else if (!called.begin()) {
            refuse(
                    channel,
                    call,
                    RefusalReason.WITHDRAWN,
                    "'" + (export == null ? "" : export.name()) + "' is withdrawn");
        } else {
            accept(channel, call, executions, called);
        }
    }

    private void accept(RpcChannel channel, Call call, Map<Long, Execution> executions, CalledObject called) {
        running.incrementAndGet();
        Execution execution = new Execution(
                environment,
                channel,
                call,
                called.export(),
                deadlines,
                () -> finished(call, executions, called),
                this::expire);
        executions.put(call.id(), execution);
        counters.add("calls.accepted");
        execution.startDeadline();
        threads.execute(() -> current.run(execution, () -> operations.run(execution, called)));
    }

    private void finished(Call call, Map<Long, Execution> executions, CalledObject called) {
        executions.remove(call.id());
        if (running.decrementAndGet() == 0 && draining) {
            idle.complete(null);
        }
        called.end();
        operations.finished(call, called);
    }

    private void refuse(RpcChannel channel, Call call, RefusalReason reason, String why) {
        refusals.report(channel, "calls", reason, why);
        call.arguments().forEach(channel.references()::discard);
        channel.send(new RemoteMessage.NotExecuted(call.id(), reason, why));
    }

    private void expire(Execution execution) {
        counters.add("calls.expired");
        if (execution.abandon(RefusalReason.EXPIRED, "its deadline passed before it began")) {
            nodeChannel.raise(
                    at -> new NodeEvent.HandlerStalled(at, execution.toString(), execution.timeNs() / 1_000_000L));
        }
    }

    /**
     * Receives the cancellation of a call.
     *
     * @param channel the channel it came from
     * @param id the number of the call
     */
    public void cancel(RpcChannel channel, long id) {
        Execution execution = byChannel.getOrDefault(channel, Map.of()).get(id);
        if (execution != null) {
            counters.add("calls.cancelled");
            execution.abandon(RefusalReason.CANCELLED, "the caller cancelled it before it began");
        }
    }
}
