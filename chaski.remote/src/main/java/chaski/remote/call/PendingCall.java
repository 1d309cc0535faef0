package chaski.remote.call;

import chaski.api.ChaskiException;
import chaski.api.LimitException;
import chaski.api.protocol.Environment;
import chaski.remote.call.Outcome.Ending;
import chaski.remote.line.Line;
import chaski.remote.line.Sending;
import chaski.remote.value.Draft;
import chaski.remote.wire.Refusal;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.Value;
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

    private final Caller caller;
    private final Request request;
    private final long timeNs;
    private final long deadlineNs;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final Runnable place = this::place;
    private final Set<Exporter> overloaded = new HashSet<>();
    private Environment.@Nullable Cancellable timer;
    private @Nullable Exporter exporter;
    private @Nullable Line line;
    private @Nullable Sending sending;
    private List<Value> arguments = List.of();
    private long id;
    private String lastRefusal = "";
    private boolean done;

    /** True if an exporter that it has left may have run it. */
    private boolean mayHaveRunBefore;

    PendingCall(Caller caller, Request request, long timeNs) {
        this.caller = caller;
        this.request = request;
        this.timeNs = timeNs;
        this.deadlineNs = caller.environment().nanoTime() + timeNs;
    }

    CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    void begin() {
        synchronized (this) {
            timer = caller.environment()
                    .schedule(deadlineNs - caller.environment().nanoTime(), this::expire);
        }
        place();
    }

    /** Sends it to an exporter, if there is one; also to another one, if it may run twice and the first is in doubt. */
    private void place() {
        Outcome failed = null;
        Line to;
        synchronized (this) {
            Line before = line;
            if (done || (before != null && !mayMove(before))) {
                return;
            }
            try {
                failed = tryToPlace();
            } catch (LimitException e) {
                failed = new Outcome.Failed(Ending.REFUSED, String.valueOf(e.getMessage()));
            } catch (ChaskiException e) {
                failed = new Outcome.Failed(Ending.NOT_SENT, String.valueOf(e.getMessage()));
            }
            to = line == before ? null : line;
        }
        if (failed != null) {
            end(failed);
        } else if (to != null) {
            // either may have happened while this call was put among those that are notified
            if (!caller.isOpen(to)) {
                lineClosed(to, "the session with " + to + " ended");
            } else if (to.isInDoubt()) {
                lineInDoubt(to);
            }
        }
    }

    private boolean mayMove(Line from) {
        return from.isInDoubt() && request.idempotent() && request.to() instanceof Destination.Named;
    }

    private @Nullable Outcome tryToPlace() {
        if (request.to() instanceof Destination.Fixed fixed) {
            if (fixed.line().isInDoubt()) {
                return inDoubt(fixed.line(), request);
            }
            return caller.admit(fixed.line())
                    ? send(fixed.line(), fixed.number())
                    : caller.isOpen(fixed.line()) ? overloaded(fixed.line()) : gone(fixed.line());
        }
        Destination.Named named = (Destination.Named) request.to();
        while (true) {
            Optional<Exporter> found = caller.choose(named, overloaded, place);
            if (found.isEmpty()) {
                return line != null ? null : nobody(named);
            }
            Exporter to = found.get();
            if (caller.admit(to.line())) {
                cancelAndLeave();
                exporter = to;
                return send(to.line(), to.number());
            }
            lastRefusal = tooMany(to.line());
            overloaded.add(to);
        }
    }

    private @Nullable Outcome nobody(Destination.Named named) {
        String why = caller.ending();
        if (why != null) {
            return notSent(why);
        }
        if (!overloaded.isEmpty()) {
            return new Outcome.Failed(Ending.OVERLOADED, lastRefusal);
        }
        return named.options().failFast() && caller.isInDoubt(named)
                ? new Outcome.Failed(
                        Ending.UNAVAILABLE, request + " was not sent: every node that exports it seems to have ended")
                : null;
    }

    private static Outcome inDoubt(Line to, Request request) {
        return new Outcome.Failed(Ending.UNAVAILABLE, request + " was not sent: " + to + " seems to have ended");
    }

    private Outcome overloaded(Line to) {
        return new Outcome.Failed(Ending.OVERLOADED, tooMany(to));
    }

    private String tooMany(Line to) {
        return "as many calls wait for " + to + " as may (limits.callsPerPeer): "
                + caller.limits().callsPerPeer();
    }

    private Outcome gone(Line to) {
        return new Outcome.Failed(
                Ending.UNAVAILABLE, "the session with " + to + " has ended: " + request + " was not sent");
    }

    private @Nullable Outcome send(Line to, long target) {
        long number = caller.register(to, this);
        line = to;
        id = number;
        sending = null;
        arguments = List.of();
        long leftNs = Math.max(0, deadlineNs - caller.environment().nanoTime());
        Sending sent;
        try {
            arguments = Draft.finish(request.arguments(), to.references());
            sent = to.send(new RemoteMessage.Call(
                    number,
                    target,
                    request.operation(),
                    (int) Math.min(Integer.MAX_VALUE, (leftNs + 999_999L) / 1_000_000L),
                    request.path(),
                    request.member(),
                    request.signature(),
                    request.options().metadata(),
                    Caller.CODEC,
                    arguments));
        } catch (ChaskiException e) {
            takeBack();
            throw e;
        }
        if (id == number && line == to) {
            sending = sent;
        }
        return null;
    }

    /** It is not on its way any more; what it lent comes back. */
    private void leave() {
        Line left = line;
        if (left != null) {
            caller.unregister(left, id);
            line = null;
            sending = null;
        }
    }

    /** The first exporter has it, and another one gets it. */
    private void cancelAndLeave() {
        Line left = line;
        if (left != null) {
            left.send(new RemoteMessage.Cancel(id));
            leaveAfterSending();
        }
    }

    private void leaveAfterSending() {
        mayHaveRunBefore = true;
        leave();
    }

    private void takeBack() {
        Line left = line;
        if (left != null) {
            arguments.forEach(left.references()::takeBack);
        }
        leave();
    }

    void returned(Line from, Value value) {
        if (!end(new Outcome.Returned(from, value))) {
            from.references().discard(value);
        }
    }

    void threw(RemoteMessage.Threw message, Line from) {
        end(new Outcome.Threw(from, message.failure()));
    }

    void refused(Refusal refusal, String text) {
        Outcome ended = null;
        synchronized (this) {
            if (done || line == null) {
                return;
            }
            Line from = line;
            leave(); // the peer releases what it was lent: it does not know whether this side still waits for the
            // answer
            lastRefusal = from + " says: " + text;
            switch (refusal) {
                case WITHDRAWN -> ended = withdrawn(from);
                case OVERLOADED -> ended = overloaded();
                case NO_MEMBER, ARGUMENTS -> ended = new Outcome.Failed(Ending.REFUSED, request + ": " + text);
                case EXPIRED, CANCELLED ->
                    ended = new Outcome.Failed(Ending.NOT_SENT, request + " was not executed: " + text);
            }
        }
        if (ended == null) {
            place();
        } else {
            end(ended);
        }
    }

    private @Nullable Outcome withdrawn(Line from) {
        Exporter was = exporter;
        if (was == null) {
            return new Outcome.Failed(Ending.UNAVAILABLE, request + " was not executed: " + lastRefusal);
        }
        caller.forget(from, was.number());
        exporter = null;
        return null;
    }

    private @Nullable Outcome overloaded() {
        Exporter was = exporter;
        if (was == null) {
            return new Outcome.Failed(Ending.OVERLOADED, request + ": " + lastRefusal);
        }
        overloaded.add(was);
        exporter = null;
        return null;
    }

    /** What it was sent over is no more: the session, or the remote at its other end. */
    void lineClosed(Line closed, String why) {
        Outcome ended = null;
        synchronized (this) {
            if (done || line != closed) {
                return;
            }
            Sending was = sending;
            boolean mayHaveRun = was == null || was.mayArrive();
            if (mayHaveRun) {
                leaveAfterSending();
            } else {
                leave();
            }
            exporter = null;
            if (request.to() instanceof Destination.Fixed) {
                ended = mayHaveRun ? uncertain(why) : gone(closed);
            } else if (mayHaveRun && !request.idempotent()) {
                ended = uncertain(why);
            }
        }
        if (ended == null) {
            place();
        } else {
            end(ended);
        }
    }

    /** The exporter is in doubt: only a call that may have run there, and must not run twice, waits for it. */
    void lineInDoubt(Line doubtful) {
        Outcome ended = null;
        synchronized (this) {
            if (done || line != doubtful) {
                return;
            }
            boolean fixed = request.to() instanceof Destination.Fixed;
            Sending was = sending;
            if (was != null && was.withdraw()) {
                takeBack();
                exporter = null;
                ended = fixed ? inDoubt(doubtful, request) : null;
            } else if (request.to() instanceof Destination.Fixed to && !to.lent()) {
                ended = uncertain(doubtful + " seems to have ended after it was sent there");
            } else if (fixed) {
                return;
            }
        }
        if (ended == null) {
            place();
        } else {
            end(ended);
        }
    }

    private Outcome uncertain(String why) {
        return new Outcome.Failed(Ending.UNCERTAIN, request + " may have run, at most once: " + why);
    }

    private void expire() {
        giveUp("its deadline of " + timeNs / 1_000_000L + " ms passed");
    }

    /** Nobody waits any more: takes it back if that is possible, else tells the exporter to stop. */
    void giveUp(String why) {
        Outcome ended;
        Runnable completion;
        synchronized (this) {
            if (done) {
                return;
            }
            Line to = line;
            Sending was = sending;
            if (to == null) {
                ended = new Outcome.Failed(
                        Ending.UNAVAILABLE,
                        request + " was not sent: " + why + ", and no node that can be reached exports it"
                                + (lastRefusal.isEmpty() ? "" : " (" + lastRefusal + ")"));
            } else if (was != null && was.withdraw()) {
                takeBack();
                ended = new Outcome.Failed(Ending.NOT_SENT, request + " was not sent to " + to + ": " + why);
            } else {
                to.send(new RemoteMessage.Cancel(id));
                ended = uncertain(why + " after it was sent to " + to);
            }
            completion = finish(ended); // at once: nobody may send it in between
        }
        complete(completion);
    }

    private Outcome notSent(String why) {
        return new Outcome.Failed(Ending.NOT_SENT, request + " was not sent: " + why);
    }

    /** Ends it unless it is on its way, since no call is made any more. */
    void stop(String why) {
        Runnable completion;
        synchronized (this) {
            completion = line == null ? finish(notSent(why)) : null;
        }
        complete(completion);
    }

    /** Not executed by the last exporter says nothing about those before. */
    private Outcome afterAll(Outcome last) {
        return mayHaveRunBefore && last instanceof Outcome.Failed failed && failed.ending() != Ending.UNCERTAIN
                ? uncertain("it was sent to a node that did not answer, and then: " + failed.text())
                : last;
    }

    /** Ends it, unless it has ended. */
    private boolean end(Outcome last) {
        Runnable completion;
        synchronized (this) {
            completion = finish(last);
        }
        return complete(completion);
    }

    /** With the lock; what is returned is to be done without it, and nothing if it has ended before. */
    private @Nullable Runnable finish(Outcome last) {
        if (done) {
            return null;
        }
        Outcome how = afterAll(last);
        Environment.Cancellable running = timer;
        done = true;
        timer = null;
        leave();
        return () -> {
            if (running != null) {
                running.cancel();
            }
            if (request.to() instanceof Destination.Named named) {
                caller.stopWaiting(named.name(), place);
            }
            caller.ended(how);
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
