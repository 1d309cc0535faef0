package chaski.node.routing;

import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.Environment;
import chaski.api.protocol.Route;
import chaski.api.protocol.Route.Stall;
import chaski.node.declaration.LocalDeclaration;
import chaski.node.send.CreditFlow;
import chaski.node.send.CreditWaitQueue;
import chaski.node.send.PublisherWait;
import chaski.node.send.SendChannel;
import chaski.node.send.WaitTicket;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The obstacle of a route's last message, and the time since which it exists. Written by the publishing thread; read by
 * any.
 */
final class RouteStall {

    private final Router router;
    private final long route;
    private final Admission admission;
    private final RefusalChain refusals = new RefusalChain();

    /** The obstacle of the last offer that waits; {@code since} holds its time. Used by the publishing thread. */
    private @Nullable Obstacle obstacle;

    private PublisherWait since = new PublisherWait(0, 0);

    /**
     * The session that caused the refusal of the last offer; {@code null} if the offer was accepted or lacked room in a
     * window of this node.
     */
    private volatile @Nullable SendChannel by;

    private volatile @Nullable Attempt last;

    RouteStall(Router router, long route, Admission admission) {
        this.router = router;
        this.route = route;
        this.admission = admission;
    }

    /** The size of a refused message, and its obstacle. */
    private record Attempt(long length, Obstacle obstacle) {}

    /** Records that the last message was not refused. */
    void passed() {
        if (last != null) {
            last = null;
        }
    }

    /** Records that the last message was accepted. */
    void accepted() {
        refusals.accepted();
        if (by != null) {
            by = null;
        }
    }

    /** Records that a window of this node has no room. */
    void refusedHere(long length, DeclarationHandle window) {
        last = new Attempt(length, Obstacle.own(window));
        refusals.refused(false, router.nowNs());
        by = null;
    }

    /** Records that a session or a window of this node has no room. All sessions are locked. */
    void refused(RouteTargets targets, long length, Obstacle met, boolean inQueue) {
        obstacle = met;
        last = new Attempt(length, met);
        long nowNs = router.nowNs();
        long sinceNs = refusals.refused(inQueue, nowNs);
        SendChannel refusing = met.outbound();
        by = refusing;
        for (RouteTarget target : targets.all()) {
            if (target.outbound() == refusing) {
                since = target.outbound().waits().refused(route, sinceNs, nowNs);
            } else {
                target.outbound().waits().passed(route);
            }
        }
    }

    /** Moves a refused message to the wait queue of the resource it lacks. */
    void queue(WaitTicket ticket) {
        Obstacle met = obstacle;
        if (met != null) {
            ticket.enqueueIn(met.line(), met.lacking(), since);
        }
    }

    /**
     * Calls back once the last message, if it was refused, may find room: at once if it finds some now.
     *
     * @param current returns the sessions of the route
     * @param callback called once
     * @return cancels the callback
     */
    Environment.Cancellable whenWritable(Supplier<RouteTargets> current, Runnable callback) {
        Attempt refused = last;
        DeclarationHandle full = refused == null ? null : refused.obstacle().own();
        if (refused != null && full != null) {
            return full.whenReservable(Route.cost(refused.length()), callback);
        }
        CreditWaitQueue queue = refused == null ? null : queueFor(refused.length(), current.get(), callback);
        if (queue == null) {
            callback.run();
            return () -> {};
        }
        return () -> {
            queue.lock.lock();
            try {
                queue.remove(callback);
            } finally {
                queue.lock.unlock();
            }
        };
    }

    /** Adds a callback to the queue that a message of that length would wait in; {@code null} if it would not wait. */
    private @Nullable CreditWaitQueue queueFor(long length, RouteTargets now, Runnable callback) {
        now.lock();
        try {
            if (now.epoch() != router.epoch() || admission.isTooLarge(now.all(), length)) {
                return null;
            }
            Obstacle met = admission.firstObstacle(now, length, List.of(), null, false);
            CreditWaitQueue queue = met == null ? null : met.line();
            SendChannel session = met == null ? null : met.outbound();
            if (queue != null && session != null) {
                waitForCallback(queue, callback, session);
            }
            return queue;
        } finally {
            now.unlock();
        }
    }

    /** Adds a callback to a wait queue of a session. The lock of the session is held. */
    private void waitForCallback(CreditWaitQueue queue, Runnable callback, SendChannel session) {
        long nowNs = router.nowNs();
        queue.add(callback, session.waits().waitOf(route, refusals.sinceNs(nowNs), nowNs));
        refusals.insists();
    }

    /** {@return true if the message waits for a peer that is in doubt} */
    boolean isByDoubt() {
        SendChannel session = by;
        return session != null && session.waits().isPeerInDoubt();
    }

    /** {@return the subscription that lacks room, if the obstacle is one} */
    Optional<Stall> describe() {
        Attempt attempt = last;
        if (attempt == null) {
            return Optional.empty();
        }
        CreditFlow flow = attempt.obstacle().flow();
        SendChannel session = attempt.obstacle().outbound();
        if (flow != null && session != null) {
            return session.credits().stall(flow);
        }
        return Optional.ofNullable(attempt.obstacle().own())
                .map(LocalDeclaration.class::cast)
                .filter(own -> !own.isWithdrawn())
                .map(own -> new Stall(
                        router.id(), router.name(), own.id(), own.declaration().pattern(), own.consumedBytes()));
    }
}
