package chaski.remote.call;

import chaski.api.ChaskiException;
import chaski.api.LimitException;
import chaski.api.protocol.Environment;
import chaski.remote.call.CallOutcome.Ending;
import chaski.remote.channel.RpcChannel;
import chaski.remote.channel.SendHandle;
import chaski.remote.value.EncodedValue;
import chaski.remote.wire.RefusalReason;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.WireValue;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One call from the moment it is made until it ends, which it does exactly once. It looks for an exporter, waits for one if there is none,
 * is sent, and goes to another one as long as it certainly was not executed, or may be twice.
 *
 * <p>Guarded by itself. Lines are sent to under the lock; the outcome is completed without it, on any thread.
 */
final class PendingCall {

    private final CallClient client;
    private final CallRequest request;
    private final long timeNs;
    private final long deadlineNs;
    private final CompletableFuture<CallOutcome> outcome = new CompletableFuture<>();
    private final Runnable dispatchTask = this::dispatch;
    private final Set<Exporter> overloaded = new HashSet<>();
    private Environment.@Nullable Cancellable timer;
    private @Nullable Exporter exporter;
    private @Nullable RpcChannel channel;
    private @Nullable SendHandle sending;
    private List<WireValue> arguments = List.of();
    private long id;
    private String lastRefusal = "";
    private boolean done;

    /** True if an exporter that it has left may have run it. */
    private boolean mayHaveRunBefore;

    PendingCall(CallClient client, CallRequest request, long timeNs) {
        this.client = client;
        this.request = request;
        this.timeNs = timeNs;
        this.deadlineNs = client.environment().nanoTime() + timeNs;
    }

    CompletableFuture<CallOutcome> outcome() {
        return outcome;
    }

    void begin() {
        synchronized (this) {
            timer = client.environment()
                    .schedule(deadlineNs - client.environment().nanoTime(), this::expire);
        }
        dispatch();
    }

    /** Sends it to an exporter, if there is one; also to another one, if it may run twice and the first is in doubt. */
    private void dispatch() {
        CallOutcome failed = null;
        RpcChannel to;
        synchronized (this) {
            RpcChannel before = channel;
            if (done || (before != null && !mayMove(before))) {
                return;
            }
            try {
                failed = tryDispatch();
            } catch (LimitException e) {
                failed = new CallOutcome.Failed(Ending.REFUSED, String.valueOf(e.getMessage()));
            } catch (ChaskiException e) {
                failed = new CallOutcome.Failed(Ending.NOT_SENT, String.valueOf(e.getMessage()));
            }
            to = channel == before ? null : channel;
        }
        if (failed != null) {
            end(failed);
        } else if (to != null) {
            // either may have happened while this call was put among those that are notified
            if (!client.isOpen(to)) {
                channelClosed(to, "the session with " + to + " ended");
            } else if (to.isInDoubt()) {
                channelInDoubt(to);
            }
        }
    }

    private boolean mayMove(RpcChannel from) {
        return from.isInDoubt() && request.idempotent() && request.to() instanceof Destination.Named;
    }

    private @Nullable CallOutcome tryDispatch() {
        if (request.to() instanceof Destination.Fixed fixed) {
            if (fixed.channel().isInDoubt()) {
                return inDoubt(fixed.channel(), request);
            }
            return client.admit(fixed.channel())
                    ? send(fixed.channel(), fixed.number())
                    : client.isOpen(fixed.channel()) ? overloaded(fixed.channel()) : sessionEnded(fixed.channel());
        }
        Destination.Named named = (Destination.Named) request.to();
        while (true) {
            Optional<Exporter> found = client.choose(named, overloaded, dispatchTask);
            if (found.isEmpty()) {
                return channel != null ? null : noExporter(named);
            }
            Exporter to = found.get();
            if (client.admit(to.channel())) {
                cancelAtExporter();
                exporter = to;
                return send(to.channel(), to.number());
            }
            lastRefusal = limitMessage(to.channel());
            overloaded.add(to);
        }
    }

    private @Nullable CallOutcome noExporter(Destination.Named named) {
        String why = client.ending();
        if (why != null) {
            return notSent(why);
        }
        if (!overloaded.isEmpty()) {
            return new CallOutcome.Failed(Ending.OVERLOADED, lastRefusal);
        }
        return named.options().failFast() && client.isInDoubt(named)
                ? new CallOutcome.Failed(
                        Ending.UNAVAILABLE, request + " was not sent: every node that exports it seems to have ended")
                : null;
    }

    private static CallOutcome inDoubt(RpcChannel to, CallRequest request) {
        return new CallOutcome.Failed(Ending.UNAVAILABLE, request + " was not sent: " + to + " seems to have ended");
    }

    private CallOutcome overloaded(RpcChannel to) {
        return new CallOutcome.Failed(Ending.OVERLOADED, limitMessage(to));
    }

    private String limitMessage(RpcChannel to) {
        return "as many calls wait for " + to + " as may (limits.callsPerPeer): "
                + client.limits().callsPerPeer();
    }

    private CallOutcome sessionEnded(RpcChannel to) {
        return new CallOutcome.Failed(
                Ending.UNAVAILABLE, "the session with " + to + " has ended: " + request + " was not sent");
    }

    private @Nullable CallOutcome send(RpcChannel to, long target) {
        long number = client.register(to, this);
        channel = to;
        id = number;
        sending = null;
        arguments = List.of();
        long leftNs = Math.max(0, deadlineNs - client.environment().nanoTime());
        SendHandle sent;
        try {
            arguments = EncodedValue.finish(request.arguments(), to.references());
            sent = to.send(new RemoteMessage.Call(
                    number,
                    target,
                    request.operation(),
                    (int) Math.min(Integer.MAX_VALUE, (leftNs + 999_999L) / 1_000_000L),
                    request.path(),
                    request.member(),
                    request.signature(),
                    request.options().metadata(),
                    CallClient.CODEC,
                    arguments));
        } catch (ChaskiException e) {
            retractArguments();
            throw e;
        }
        if (id == number && channel == to) {
            sending = sent;
        }
        return null;
    }

    /** It is not on its way any more; what it lent comes back. */
    private void unregister() {
        RpcChannel left = channel;
        if (left != null) {
            client.unregister(left, id);
            channel = null;
            sending = null;
        }
    }

    /** The first exporter has it, and another one gets it. */
    private void cancelAtExporter() {
        RpcChannel left = channel;
        if (left != null) {
            left.send(new RemoteMessage.Cancel(id));
            unregisterSent();
        }
    }

    private void unregisterSent() {
        mayHaveRunBefore = true;
        unregister();
    }

    private void retractArguments() {
        RpcChannel left = channel;
        if (left != null) {
            arguments.forEach(left.references()::retract);
        }
        unregister();
    }

    void returned(RpcChannel from, WireValue value) {
        if (!end(new CallOutcome.Returned(from, value))) {
            from.references().discard(value);
        }
    }

    void threw(RemoteMessage.Threw message, RpcChannel from) {
        end(new CallOutcome.Threw(from, message.failure()));
    }

    void refused(RefusalReason refusal, String text) {
        CallOutcome ended = null;
        synchronized (this) {
            if (done || channel == null) {
                return;
            }
            RpcChannel from = channel;
            unregister(); // the peer releases what it was lent: it does not know whether this side still waits for the
            // answer
            lastRefusal = from + " says: " + text;
            switch (refusal) {
                case WITHDRAWN -> ended = withdrawn(from);
                case OVERLOADED -> ended = overloaded();
                case NO_MEMBER, ARGUMENTS -> ended = new CallOutcome.Failed(Ending.REFUSED, request + ": " + text);
                case EXPIRED, CANCELLED ->
                    ended = new CallOutcome.Failed(Ending.NOT_SENT, request + " was not executed: " + text);
            }
        }
        if (ended == null) {
            dispatch();
        } else {
            end(ended);
        }
    }

    private @Nullable CallOutcome withdrawn(RpcChannel from) {
        Exporter was = exporter;
        if (was == null) {
            return new CallOutcome.Failed(Ending.UNAVAILABLE, request + " was not executed: " + lastRefusal);
        }
        client.forget(from, was.number());
        exporter = null;
        return null;
    }

    private @Nullable CallOutcome overloaded() {
        Exporter was = exporter;
        if (was == null) {
            return new CallOutcome.Failed(Ending.OVERLOADED, request + ": " + lastRefusal);
        }
        overloaded.add(was);
        exporter = null;
        return null;
    }

    /** What it was sent over is no more: the session, or the remote at its other end. */
    void channelClosed(RpcChannel closed, String why) {
        CallOutcome ended = null;
        synchronized (this) {
            if (done || channel != closed) {
                return;
            }
            SendHandle was = sending;
            boolean mayHaveRun = was == null || was.mayArrive();
            if (mayHaveRun) {
                unregisterSent();
            } else {
                unregister();
            }
            exporter = null;
            if (request.to() instanceof Destination.Fixed) {
                ended = mayHaveRun ? uncertain(why) : sessionEnded(closed);
            } else if (mayHaveRun && !request.idempotent()) {
                ended = uncertain(why);
            }
        }
        if (ended == null) {
            dispatch();
        } else {
            end(ended);
        }
    }

    /** The exporter is in doubt: only a call that may have run there, and must not run twice, waits for it. */
    void channelInDoubt(RpcChannel doubtful) {
        CallOutcome ended = null;
        synchronized (this) {
            if (done || channel != doubtful) {
                return;
            }
            boolean fixed = request.to() instanceof Destination.Fixed;
            SendHandle was = sending;
            if (was != null && was.withdraw()) {
                retractArguments();
                exporter = null;
                ended = fixed ? inDoubt(doubtful, request) : null;
            } else if (request.to() instanceof Destination.Fixed to && !to.lent()) {
                ended = uncertain(doubtful + " seems to have ended after it was sent there");
            } else if (fixed) {
                return;
            }
        }
        if (ended == null) {
            dispatch();
        } else {
            end(ended);
        }
    }

    private CallOutcome uncertain(String why) {
        return new CallOutcome.Failed(Ending.UNCERTAIN, request + " may have run, at most once: " + why);
    }

    private void expire() {
        abandon("its deadline of " + timeNs / 1_000_000L + " ms passed");
    }

    /** Nobody waits any more: takes it back if that is possible, else tells the exporter to stop. */
    void abandon(String why) {
        CallOutcome ended;
        Runnable completion;
        synchronized (this) {
            if (done) {
                return;
            }
            RpcChannel to = channel;
            SendHandle was = sending;
            if (to == null) {
                ended = new CallOutcome.Failed(
                        Ending.UNAVAILABLE,
                        request + " was not sent: " + why + ", and no node that can be reached exports it"
                                + (lastRefusal.isEmpty() ? "" : " (" + lastRefusal + ")"));
            } else if (was != null && was.withdraw()) {
                retractArguments();
                ended = new CallOutcome.Failed(Ending.NOT_SENT, request + " was not sent to " + to + ": " + why);
            } else {
                to.send(new RemoteMessage.Cancel(id));
                ended = uncertain(why + " after it was sent to " + to);
            }
            completion = finish(ended); // at once: nobody may send it in between
        }
        complete(completion);
    }

    private CallOutcome notSent(String why) {
        return new CallOutcome.Failed(Ending.NOT_SENT, request + " was not sent: " + why);
    }

    /** Ends it unless it is on its way, since no call is made any more. */
    void stop(String why) {
        Runnable completion;
        synchronized (this) {
            completion = channel == null ? finish(notSent(why)) : null;
        }
        complete(completion);
    }

    /** Not executed by the last exporter says nothing about those before. */
    private CallOutcome considerEarlierAttempts(CallOutcome last) {
        return mayHaveRunBefore && last instanceof CallOutcome.Failed failed && failed.ending() != Ending.UNCERTAIN
                ? uncertain("it was sent to a node that did not answer, and then: " + failed.text())
                : last;
    }

    /** Ends it, unless it has ended. */
    private boolean end(CallOutcome last) {
        Runnable completion;
        synchronized (this) {
            completion = finish(last);
        }
        return complete(completion);
    }

    /** With the lock; what is returned is to be done without it, and nothing if it has ended before. */
    private @Nullable Runnable finish(CallOutcome last) {
        if (done) {
            return null;
        }
        CallOutcome how = considerEarlierAttempts(last);
        Environment.Cancellable running = timer;
        done = true;
        timer = null;
        unregister();
        return () -> {
            if (running != null) {
                running.cancel();
            }
            if (request.to() instanceof Destination.Named named) {
                client.stopWaiting(named.name(), dispatchTask);
            }
            client.ended(how);
            outcome.complete(how);
        };
    }

    private static boolean complete(@Nullable Runnable completion) {
        if (completion != null) {
            completion.run();
        }
        return completion != null;
    }
}
