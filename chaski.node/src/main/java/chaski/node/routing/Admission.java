package chaski.node.routing;

import chaski.api.LimitException;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.Route;
import chaski.node.log.SendLog;
import chaski.node.send.CreditFlow;
import chaski.node.send.CreditWaitQueue;
import chaski.node.send.FragmentWriter;
import chaski.node.send.SendChannel;
import chaski.node.send.WaitTicket;
import chaski.node.wire.RecordHeader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a message of one route can be sent to all of its targets: all have credit, space in the send log and
 * memory, or none is charged. The caller holds the locks of all targets. What is reserved is recorded in the targets;
 * an instance has no mutable state.
 */
final class Admission {

    private final int preambleBytes;

    /**
     * Creates the admission of one route.
     *
     * @param preambleBytes the length of the route's preamble, which is sent to each new peer first
     */
    Admission(int preambleBytes) {
        this.preambleBytes = preambleBytes;
    }

    static void checkPeerLimits(RouteTarget[] all, long length) {
        long limit = peerLimit(all);
        if (length > limit) {
            throw new LimitException("expected a message of at most " + limit
                    + " bytes, which is what a subscriber's node takes, got " + length);
        }
    }

    private static long peerLimit(RouteTarget[] all) {
        long least = Long.MAX_VALUE;
        for (RouteTarget target : all) {
            least = Math.min(least, target.outbound().peerMessageLimit());
        }
        return least;
    }

    void checkMemory(RouteTarget[] all, long length) {
        if (!fitsMemory(all, length)) {
            throw new LimitException("expected a message that finds room in the logs of " + all.length
                    + " peers at once, got " + length + " bytes: raise session.totalLogBytes");
        }
    }

    /** False if the pool can never provide enough memory for all copies, so that waiting is of no use. */
    private boolean fitsMemory(RouteTarget[] all, long length) {
        long segments = 0;
        for (RouteTarget target : all) {
            segments += SendLog.extraSegments(space(target, length));
        }
        return segments == 0 || all[0].outbound().pool().canEverGive(segments);
    }

    /** True if an offer of such a message would fail however long it waits. All sessions are locked. */
    boolean isTooLarge(RouteTarget[] all, long length) {
        return length > peerLimit(all) || !fitsMemory(all, length);
    }

    /**
     * Returns the first obstacle in the order of all windows, or {@code null} if there is none. If there is none and
     * {@code take} is set, space is reserved in all targets. Memory is provided last, so that no message holds memory
     * that it cannot use yet.
     */
    @Nullable
    Obstacle firstObstacle(
            RouteTargets now,
            long length,
            List<? extends DeclarationHandle> own,
            @Nullable WaitTicket waiter,
            boolean take) {
        RouteTarget[] all = now.all();
        Obstacle obstacle = null;
        int reserved = 0;
        List<SendChannel> poor = List.of();
        while (obstacle == null && reserved < all.length) {
            DeclarationHandle full = reserved == now.lower() ? fullOwnWindow(own, length, waiter) : null;
            if (full != null) {
                obstacle = Obstacle.own(full);
                break;
            }
            SendChannel outbound = all[reserved].outbound();
            obstacle = obstacle(all[reserved], length, Route.cost(length), waiter);
            reserved += obstacle == null ? 1 : 0;
            if (obstacle == null && outbound.lacksMemory()) {
                poor = poor.isEmpty() ? new ArrayList<>(all.length) : poor;
                poor.add(outbound);
            }
        }
        if (obstacle == null && now.lower() == all.length) {
            DeclarationHandle full = fullOwnWindow(own, length, waiter);
            obstacle = full == null ? null : Obstacle.own(full);
        }
        if (obstacle == null && !poor.isEmpty()) {
            CreditWaitQueue line = SendChannel.provide(poor, take);
            obstacle = line == null ? null : Obstacle.room(poor.get(0), line, true);
        }
        if (obstacle != null || !take) {
            unreserve(all, reserved, length);
        }
        return obstacle;
    }

    /**
     * Returns the first own window without room for a waiting message, which then has a place in the queue of that
     * window; {@code null} if all have room.
     */
    private static @Nullable DeclarationHandle fullOwnWindow(
            List<? extends DeclarationHandle> own, long length, @Nullable WaitTicket waiter) {
        for (int i = 0; waiter != null && i < own.size(); i++) {
            if (i > 0 && own.get(i - 1).id() >= own.get(i).id()) {
                throw new IllegalArgumentException("expected own windows in the order of their ids, got " + own);
            }
            if (!waiter.own.reserve(own.get(i), Route.cost(length), waiter.wake)) {
                return own.get(i);
            }
        }
        return null;
    }

    private void unreserve(RouteTarget[] all, int count, long length) {
        for (int i = 0; i < count; i++) {
            all[i].outbound().unreserve(space(all[i], length));
        }
    }

    /** Returns the obstacle at one session, or {@code null} after its space was reserved. */
    private @Nullable Obstacle obstacle(RouteTarget target, long length, long cost, @Nullable WaitTicket waiter) {
        SendChannel outbound = target.outbound();
        for (CreditFlow flow : target.flows()) {
            if (waiter != null) {
                waiter.visit(flow);
            }
            if (!flow.hasCredit(cost, waiter)) {
                if (flow.block(cost)) {
                    outbound.owner().blockedChanged(flow);
                }
                return Obstacle.flow(outbound, flow, cost);
            }
            if (waiter != null) {
                flow.setAside(waiter, cost);
            }
        }
        if (outbound.room.isClosedTo(waiter)) {
            return Obstacle.room(outbound, outbound.room, false);
        }
        boolean fragmented = length > RecordHeader.MAX_BODY;
        if ((fragmented && !outbound.fragmented().mayBegin(length)) || !outbound.reserve(space(target, length))) {
            return Obstacle.room(outbound, outbound.room, true);
        }
        return null;
    }

    private long space(RouteTarget target, long length) {
        long introduction = target.state().isIntroduced() ? 0 : RecordHeader.BYTES + preambleBytes;
        if (length <= RecordHeader.MAX_BODY) {
            return introduction + RecordHeader.BYTES + length;
        }
        return introduction + FragmentWriter.space(length);
    }
}
