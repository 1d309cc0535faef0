package chaski.remote.call;

import chaski.api.ChaskiException;
import chaski.api.LimitException;
import chaski.remote.call.CallOutcome.Ending;
import chaski.remote.channel.RpcChannel;
import chaski.remote.thread.DeadlineQueue;
import chaski.remote.wire.RefusalReason;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.WireValue;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One call, from its creation until it ends, which happens exactly once. The call looks for an exporter, or waits for one, and is sent. It
 * moves to another exporter as long as it certainly was not executed, or if it may be executed twice.
 *
 * <p>Guarded by itself. Messages are sent under the lock; the outcome is completed without it, on any thread.
 */
final class PendingCall extends DeadlineQueue.Deadline {

    private final CallClient client;
    private final CallRequest request;
    private final CallFailures failures;
    private final long timeNs;
    private final CompletableFuture<CallOutcome> outcome = new CompletableFuture<>();
    private final Runnable dispatchTask = this::dispatch;

    /** The exporters that refused it; replaced when there is one, since there is none for nearly all calls. */
    private Set<Exporter> overloaded = Set.of();

    private @Nullable Exporter exporter;
    private @Nullable CallAttempt attempt;
    private String lastRefusal = "";
    private boolean done;

    /** True once it has waited for an exporter. */
    private boolean waited;

    /** True if an exporter that the call has left may have executed it. */
    private boolean mayHaveRunBefore;

    PendingCall(CallClient client, CallRequest request, long timeNs) {
        super(client.environment().nanoTime() + timeNs);
        this.client = client;
        this.request = request;
        this.failures = new CallFailures(request);
        this.timeNs = timeNs;
    }

    CompletableFuture<CallOutcome> outcome() {
        return outcome;
    }

    void begin() {
        client.deadlines().add(this);
        boolean late;
        synchronized (this) {
            late = done;
        }
        if (late) {
            client.deadlines().remove(this);
        } else {
            dispatch();
        }
    }

    /** Sends the call to an exporter, if there is one; also to a second one, if it may run twice and the first is in doubt. */
    private void dispatch() {
        CallOutcome failed = null;
        CallAttempt sent;
        synchronized (this) {
            CallAttempt before = attempt;
            if (done || (before != null && !mayMove(before.channel()))) {
                return;
            }
            try {
                failed = tryDispatch();
            } catch (LimitException e) {
                failed = new CallOutcome.Failed(Ending.REFUSED, String.valueOf(e.getMessage()));
            } catch (ChaskiException e) {
                failed = new CallOutcome.Failed(Ending.NOT_SENT, String.valueOf(e.getMessage()));
            }
            sent = attempt == before ? null : attempt;
        }
        if (failed != null) {
            end(failed);
        } else if (sent != null) {
            checkChannel(sent.channel());
        }
    }

    /** A channel may have closed or come into doubt while the call was added to those that are notified of that. */
    private void checkChannel(RpcChannel channel) {
        if (!client.calls().isOpen(channel)) {
            channelClosed(channel, "the session with " + channel + " ended");
        } else if (channel.isInDoubt()) {
            channelInDoubt(channel);
        }
    }

    private boolean mayMove(RpcChannel from) {
        return from.isInDoubt() && request.idempotent() && request.to() instanceof Destination.Named;
    }

    private @Nullable CallOutcome tryDispatch() {
        if (request.to() instanceof Destination.Fixed fixed) {
            return dispatchTo(fixed);
        }
        Destination.Named named = (Destination.Named) request.to();
        while (true) {
            Optional<Exporter> found = client.choose(named, overloaded, dispatchTask);
            if (found.isEmpty()) {
                waited = true;
                return attempt != null ? null : noExporter(named);
            }
            Exporter to = found.get();
            if (client.calls().hasRoom(to.channel())) {
                cancelAttempt();
                exporter = to;
                send(to.channel(), to.number());
                return null;
            }
            lastRefusal = limitReached(to.channel());
            addOverloaded(to);
        }
    }

    private @Nullable CallOutcome dispatchTo(Destination.Fixed fixed) {
        RpcChannel channel = fixed.channel();
        if (channel.isInDoubt()) {
            return failures.inDoubt(channel);
        }
        if (!client.calls().hasRoom(channel)) {
            return client.calls().isOpen(channel)
                    ? new CallOutcome.Failed(Ending.OVERLOADED, limitReached(channel))
                    : failures.sessionEnded(channel);
        }
        send(channel, fixed.number());
        return null;
    }

    private @Nullable CallOutcome noExporter(Destination.Named named) {
        String why = client.stopReason();
        if (why != null) {
            return failures.notSent(why);
        }
        if (!overloaded.isEmpty()) {
            return new CallOutcome.Failed(Ending.OVERLOADED, lastRefusal);
        }
        return named.options().failFast() && client.isInDoubt(named) ? failures.allInDoubt() : null;
    }

    private String limitReached(RpcChannel channel) {
        return "the limit of calls that await an answer of " + channel + " is reached (limits.callsPerPeer): "
                + client.calls().maxPerChannel();
    }

    private void send(RpcChannel channel, long target) {
        CallAttempt next = new CallAttempt(channel, client.calls().register(channel, this));
        attempt = next;
        try {
            next.send(
                    request,
                    target,
                    Math.max(0, deadlineNs() - client.environment().nanoTime()));
        } catch (ChaskiException e) {
            if (attempt == next) { // a refusal may have ended it already
                retractAttempt(next);
            }
            throw e;
        }
    }

    private void endAttempt() {
        CallAttempt ended = attempt;
        if (ended != null) {
            client.calls().unregister(ended.channel(), ended.id());
            attempt = null;
        }
    }

    /** The message was never sent: the references in it are reclaimed. */
    private void retractAttempt(CallAttempt unsent) {
        unsent.retractArguments();
        endAttempt();
    }

    /** The first exporter has the call, and another one gets it. */
    private void cancelAttempt() {
        CallAttempt left = attempt;
        if (left != null) {
            left.cancel();
            mayHaveRunBefore = true;
            endAttempt();
        }
    }

    void returned(RpcChannel from, WireValue value) {
        if (!end(new CallOutcome.Returned(from, value))) {
            from.references().discard(value);
        }
    }

    void threw(RemoteMessage.Threw message, RpcChannel from) {
        end(new CallOutcome.MethodThrew(from, message.failure()));
    }

    void refused(RefusalReason reason, String text) {
        CallOutcome ended = null;
        synchronized (this) {
            CallAttempt from = attempt;
            if (done || from == null) {
                return;
            }
            // The peer releases the references in it, since it does not know whether this side still waits for the
            // answer.
            endAttempt();
            lastRefusal = from.channel() + " answered: " + text;
            switch (reason) {
                case WITHDRAWN -> ended = withdrawn(from.channel());
                case OVERLOADED -> ended = overloaded();
                case NO_MEMBER, ARGUMENTS, NOT_GRANTED -> ended = failures.refused(text);
                case EXPIRED, CANCELLED -> ended = failures.notExecuted(text);
            }
        }
        endOrDispatch(ended);
    }

    private @Nullable CallOutcome withdrawn(RpcChannel from) {
        Exporter was = exporter;
        if (was == null) {
            return failures.gone(lastRefusal);
        }
        client.forget(from, was.number());
        exporter = null;
        return null;
    }

    private @Nullable CallOutcome overloaded() {
        Exporter was = exporter;
        if (was == null) {
            return failures.overloaded(lastRefusal);
        }
        addOverloaded(was);
        exporter = null;
        return null;
    }

    private void addOverloaded(Exporter refusing) {
        Set<Exporter> all = new HashSet<>(overloaded);
        all.add(refusing);
        overloaded = all;
    }

    /** The channel that the call was sent on has closed, with its session or with the remote at the other end. */
    void channelClosed(RpcChannel closed, String why) {
        CallOutcome ended = null;
        synchronized (this) {
            CallAttempt was = attempt;
            if (done || was == null || was.channel() != closed) {
                return;
            }
            boolean mayHaveRun = was.mayHaveRun();
            mayHaveRunBefore |= mayHaveRun;
            endAttempt();
            exporter = null;
            if (request.to() instanceof Destination.Fixed) {
                ended = mayHaveRun ? failures.uncertain(why) : failures.sessionEnded(closed);
            } else if (mayHaveRun && !request.idempotent()) {
                ended = failures.uncertain(why);
            }
        }
        endOrDispatch(ended);
    }

    /** The exporter is in doubt: only a call that may have run there, and must not run twice, waits for it. */
    void channelInDoubt(RpcChannel doubtful) {
        CallOutcome ended = null;
        synchronized (this) {
            CallAttempt was = attempt;
            if (done || was == null || was.channel() != doubtful) {
                return;
            }
            boolean fixed = request.to() instanceof Destination.Fixed;
            if (was.withdraw()) {
                retractAttempt(was);
                exporter = null;
                ended = fixed ? failures.inDoubt(doubtful) : null;
            } else if (request.to() instanceof Destination.Fixed to && !to.lent()) {
                ended = failures.uncertain(doubtful + " seems to have ended after it was sent there");
            } else if (fixed) {
                return;
            }
        }
        endOrDispatch(ended);
    }

    private void endOrDispatch(@Nullable CallOutcome ended) {
        if (ended == null) {
            dispatch();
        } else {
            end(ended);
        }
    }

    @Override
    protected void expire() {
        abandon("its deadline of " + timeNs / 1_000_000L + " ms passed");
    }

    /** Ends the call for its caller: withdraws it if that is possible, otherwise cancels it at the exporter. */
    void abandon(String why) {
        CallOutcome ended;
        Runnable completion;
        synchronized (this) {
            if (done) {
                return;
            }
            CallAttempt was = attempt;
            if (was == null) {
                ended = failures.noExporter(why, lastRefusal);
            } else if (was.withdraw()) {
                retractAttempt(was);
                ended = failures.withdrawn(was.channel(), why);
            } else {
                was.cancel();
                ended = failures.uncertain(why + " after it was sent to " + was.channel());
            }
            completion = finish(ended); // under the same lock, so that it is not sent in between
        }
        complete(completion);
    }

    /** Ends the call unless it has been sent, since no more calls are made. */
    void stop(String why) {
        Runnable completion;
        synchronized (this) {
            completion = attempt == null ? finish(failures.notSent(why)) : null;
        }
        complete(completion);
    }

    /** The call may have run at an earlier exporter, although the last one did not execute it. */
    private CallOutcome considerEarlierAttempts(CallOutcome last) {
        return mayHaveRunBefore && last instanceof CallOutcome.Failed failed && failed.ending() != Ending.UNCERTAIN
                ? failures.uncertain("it was sent to a node that did not answer, and then: " + failed.text())
                : last;
    }

    /** Ends the call; false if it has ended before. */
    private boolean end(CallOutcome last) {
        Runnable completion;
        synchronized (this) {
            completion = finish(last);
        }
        return complete(completion);
    }

    /** Called with the lock. Returns what is to be done without it; null if the call has ended before. */
    private @Nullable Runnable finish(CallOutcome last) {
        if (done) {
            return null;
        }
        CallOutcome how = considerEarlierAttempts(last);
        done = true;
        endAttempt();
        return () -> {
            client.deadlines().remove(this);
            if (waited && request.to() instanceof Destination.Named named) {
                client.stopWaiting(named.name(), dispatchTask);
            }
            client.ended(how);
            outcome.complete(how);
            client.forget(this);
        };
    }

    private static boolean complete(@Nullable Runnable completion) {
        if (completion != null) {
            completion.run();
        }
        return completion != null;
    }
}
