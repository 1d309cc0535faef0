package chaski.node.routing;

import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.Route;
import chaski.api.protocol.Route.Receipt;
import chaski.node.channel.ChannelCalls;
import chaski.node.send.AckCountdown;
import chaski.node.send.CreditFlow;
import chaski.node.send.FragmentWriter;
import chaski.node.send.SentRoute;
import chaski.node.send.WaitTicket;
import chaski.node.wire.RecordHeader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends each message of one route to all of its sessions or to none. It locks them in the order of their node ids,
 * checks room and credit in all, takes both in all, and only then writes. For a message of more than one fragment it
 * reserves everything first and then writes the fragments one by one, so that messages of other publishers can be
 * interleaved.
 *
 * <p>All windows, those of peers and this node's own, have one order: by the id of the receiving node, then by the
 * number of the declaration. A waiting message takes them in this order and keeps what it has while it waits for the
 * next one, so that no two messages can each hold what the other waits for. A message that does not wait takes all or
 * nothing.
 *
 * <p>Used by one publishing thread at a time.
 */
final class FanOut {

    /** Another result of an attempt: the declarations have changed since the view was built. */
    private static final int STALE = -2;

    private final SentRoute route;
    private final Router router;
    private final Supplier<RouteTargets> current;
    private final Admission admission;
    private final RouteStall stall;
    private final ChannelCalls calls;
    private final AtomicLong sent;

    /**
     * Creates the fan-out of one route.
     *
     * @param route the route
     * @param router knows the routing epoch
     * @param current returns the sessions as of the present routing epoch
     * @param admission decides whether a message can be sent
     * @param stall records what a refused message lacks
     * @param calls calls receipts
     * @param sent raised by the number of sessions with each message
     */
    FanOut(
            SentRoute route,
            Router router,
            Supplier<RouteTargets> current,
            Admission admission,
            RouteStall stall,
            ChannelCalls calls,
            AtomicLong sent) {
        this.route = route;
        this.router = router;
        this.current = current;
        this.admission = admission;
        this.stall = stall;
        this.calls = calls;
        this.sent = sent;
    }

    /**
     * Sends a message, see {@link Route#offer}.
     *
     * @param own the own windows to take room in; those of a message that does not wait are reserved by the caller
     * @param ticket the place of a message that waits, or {@code null}
     * @return the number of matching declarations, or {@link Route#BLOCKED}
     */
    int offer(
            long sequence,
            ByteBuffer head,
            ByteBuffer body,
            List<? extends DeclarationHandle> own,
            @Nullable Receipt receipt,
            @Nullable WaitTicket ticket) {
        int result = STALE;
        while (result == STALE) {
            RouteTargets now = current.get();
            if (now.all().length == 0 && own.isEmpty()) {
                result = 0;
            } else {
                result = ticket == null
                        ? offer(now, sequence, head, body, own, receipt, null)
                        : offerInLine(now, sequence, head, body, own, receipt, ticket);
            }
            if (result != Route.BLOCKED && result != STALE && now.all().length == 0 && receipt != null) {
                receipt.settled(0, 0);
            }
        }
        return result;
    }

    private int offerInLine(
            RouteTargets now,
            long sequence,
            ByteBuffer head,
            ByteBuffer body,
            List<? extends DeclarationHandle> own,
            @Nullable Receipt receipt,
            WaitTicket ticket) {
        ticket.begin(Route.cost((long) head.remaining() + body.remaining()));
        int result = offer(now, sequence, head, body, own, receipt, ticket);
        if (result == Route.BLOCKED) {
            stall.queue(ticket);
        }
        if (result != STALE) {
            ticket.end(); // leave the queue, from which the message could be served a second time
        }
        return result;
    }

    /** Takes credit and room for a message that will be offered soon, see {@link Route#reserve}. */
    boolean reserve(long bytes, List<? extends DeclarationHandle> own, WaitTicket ticket) {
        int result = STALE;
        while (result == STALE) {
            result = reserveInLine(current.get(), bytes, own, ticket);
        }
        return result != Route.BLOCKED;
    }

    private int reserveInLine(RouteTargets now, long length, List<? extends DeclarationHandle> own, WaitTicket ticket) {
        ticket.begin(Route.cost(length));
        int result = reserve(now, length, own, ticket);
        if (result == Route.BLOCKED) {
            stall.queue(ticket);
        } else if (result != STALE) {
            ticket.leaveQueue();
        }
        if (result != STALE) {
            ticket.end();
        }
        return result;
    }

    private int reserve(RouteTargets now, long length, List<? extends DeclarationHandle> own, WaitTicket ticket) {
        now.lock();
        try {
            if (now.epoch() != router.epoch()) {
                return STALE;
            }
            Obstacle obstacle = admission.firstObstacle(now, length, own, ticket, false);
            if (obstacle == null || admission.isTooLarge(now.all(), length)) {
                return now.matched();
            }
            stall.refused(now, length, obstacle, true);
            return Route.BLOCKED;
        } finally {
            now.unlock();
        }
    }

    private int offer(
            RouteTargets now,
            long sequence,
            ByteBuffer head,
            ByteBuffer body,
            List<? extends DeclarationHandle> own,
            @Nullable Receipt receipt,
            @Nullable WaitTicket ticket) {
        long length = (long) head.remaining() + body.remaining();
        FragmentWriter fragments = length <= RecordHeader.MAX_BODY ? null : new FragmentWriter(head, body);
        now.lock();
        try {
            route.checkOpen(); // no message is appended after the CLOSE
            if (now.epoch() != router.epoch()) {
                return STALE;
            }
            if (!admit(now, length, own, ticket)) {
                return Route.BLOCKED;
            }
            stall.accepted();
            sent.lazySet(sent.getPlain() + now.all().length);
            for (RouteTarget target : now.all()) {
                target.outbound().introduce(target.state());
                if (fragments == null) {
                    target.outbound().append(target.state(), sequence, head, body);
                } else {
                    target.outbound().fragmented().begin(target.state(), sequence, length);
                }
            }
            if (fragments == null) {
                await(now, receipt);
            } else {
                // The first fragment determines the declarations under which the message is sent, so no change may
                // precede it.
                fragments.next();
                appendFragment(now, sequence, fragments, null);
            }
        } finally {
            now.unlock();
        }
        now.wake();
        if (fragments != null) {
            AckCountdown settlement = receipt == null ? null : settlement(now, receipt);
            while (fragments.next()) {
                appendFragment(now, sequence, fragments, settlement);
                now.wake();
            }
        }
        return now.matched();
    }

    private static void appendFragment(
            RouteTargets now, long sequence, FragmentWriter fragments, @Nullable AckCountdown settlement) {
        for (RouteTarget target : now.all()) {
            target.outbound().fragmented().append(target.state(), sequence, fragments, settlement);
        }
    }

    /** Checks everything, then takes everything. */
    private boolean admit(
            RouteTargets now, long length, List<? extends DeclarationHandle> own, @Nullable WaitTicket ticket) {
        long cost = Route.cost(length);
        RouteTarget[] all = now.all();
        Admission.checkPeerLimits(all, length);
        Obstacle obstacle = admission.firstObstacle(now, length, own, ticket, true);
        if (obstacle != null) {
            stall.refused(now, length, obstacle, ticket != null);
            admission.checkMemory(all, length);
            return false;
        }
        if (ticket != null) {
            ticket.own.used();
        }
        for (RouteTarget target : all) {
            for (CreditFlow flow : target.flows()) {
                flow.take(cost, ticket);
            }
        }
        return true;
    }

    private void await(RouteTargets now, @Nullable Receipt receipt) {
        if (receipt != null) {
            AckCountdown settlement = settlement(now, receipt);
            for (RouteTarget target : now.all()) {
                target.outbound().await(settlement);
            }
        }
    }

    private AckCountdown settlement(RouteTargets now, Receipt receipt) {
        return new AckCountdown(
                now.all().length,
                (acknowledged, lost) -> calls.guard("a receipt", () -> receipt.settled(acknowledged, lost)));
    }
}
