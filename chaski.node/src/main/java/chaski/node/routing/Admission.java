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
 * Decides if a message of one route can go to all of its targets: credit, the room of logs, and memory, in all or in none. The locks of all
 * targets are held. What it takes is in the targets; it has no state of its own.
 */
final class Admission {

    private final int preambleBytes;

    /**
     * The admission of one route.
     *
     * @param preambleBytes the length of its preamble, which each new peer is sent first
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

    /** Waiting is of no use when there is not memory enough for so many copies. */
    private boolean fitsMemory(RouteTarget[] all, long length) {
        long segments = 0;
        for (RouteTarget target : all) {
            segments += SendLog.extraSegments(space(target, length));
        }
        return segments == 0 || all[0].outbound().pool().canEverGive(segments);
    }

    /** True if an offer of such a message would fail, however long it waits. All sessions are locked. */
    boolean isTooLarge(RouteTarget[] all, long length) {
        return length > peerLimit(all) || !fitsMemory(all, length);
    }

    /**
     * What stands in the way, in the order of all windows; if nothing does and it is to be taken, room is set aside everywhere. Memory comes
     * last, so that nobody holds some of it in vain.
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

    /** The first own window that has no room for a message that waits, in whose queue it has a place then; {@code null} if all have. */
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

    /** What stands in the way at one session; if nothing does, its space is reserved. */
    private @Nullable Obstacle obstacle(RouteTarget target, long length, long cost, @Nullable WaitTicket waiter) {
        SendChannel outbound = target.outbound();
        for (CreditFlow flow : target.flows()) {
            if (waiter != null) {
                waiter.visit(flow);
            }
            if (!flow.hasCredit(cost, waiter)) {
                if (flow.block(cost)) {
                    outbound.blockedChanged(flow);
                }
                return Obstacle.flow(flow, cost);
            }
            if (waiter != null) {
                flow.setAside(waiter, cost);
            }
        }
        if (outbound.room.isClosedTo(waiter)) {
            return Obstacle.room(outbound, outbound.room, false);
        }
        boolean fragmented = length > RecordHeader.MAX_BODY;
        if ((fragmented && !outbound.mayAssemble(length)) || !outbound.reserve(space(target, length))) {
            return Obstacle.room(outbound, outbound.room, true);
        }
        return null;
    }

    private long space(RouteTarget target, long length) {
        long introduction = target.state().introduced ? 0 : RecordHeader.BYTES + preambleBytes;
        if (length <= RecordHeader.MAX_BODY) {
            return introduction + RecordHeader.BYTES + length;
        }
        return introduction + FragmentWriter.space(length);
    }
}
