package chaski.node.routing;

import chaski.api.ClosedException;
import chaski.api.LimitException;
import chaski.api.Topic;
import chaski.api.node.NodeEvent.LostRange;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.Environment;
import chaski.api.protocol.Route;
import chaski.api.protocol.RouteListener;
import chaski.node.channel.ChannelCalls;
import chaski.node.send.AckCountdown;
import chaski.node.send.CreditFlow;
import chaski.node.send.CreditWaitQueue;
import chaski.node.send.FragmentWriter;
import chaski.node.send.LocalWindows;
import chaski.node.send.SendChannel;
import chaski.node.send.SentRoute;
import chaski.node.send.WaitTicket;
import chaski.node.wire.RecordHeader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends each message to all matching sessions or to none. It locks them in the order of their node ids, checks room and
 * credit in all, takes both in all, and only then writes. For a message of more than one fragment it reserves
 * everything first and then writes the fragments one by one, so that messages of other publishers can be interleaved.
 *
 * <p>All windows, those of peers and this node's own, have one order: by the id of the receiving node, then by the
 * number of the declaration. A waiting message takes them in this order and keeps what it has while it waits for the
 * next one, so that no two messages can each hold what the other waits for. A message that does not wait takes all or
 * nothing.
 */
public class PublisherRoute implements SentRoute, Route {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Router router;
    private final int channel;
    private final long number;
    private final Topic topic;
    private final ByteBuffer preamble;
    private final RouteListener listener;
    private final ChannelCalls calls;
    private final long messageLimit;
    private final Admission admission;
    private volatile RouteTargets targets = RouteTargets.NONE;
    private volatile boolean closed;

    /** True once a datagram was sent. */
    private volatile boolean forDatagrams;

    /** The sum over all messages of the peers they were sent to. Written by one publishing thread at a time. */
    private final AtomicLong sent = new AtomicLong();

    private final RouteStall stall;

    public PublisherRoute(
            Router router,
            int channel,
            Topic topic,
            ByteBuffer preamble,
            RouteListener listener,
            ChannelCalls calls,
            long messageLimit) {
        this.router = router;
        this.channel = channel;
        this.number = router.nextRouteNumber();
        this.topic = topic;
        this.preamble = preamble;
        this.listener = listener;
        this.calls = calls;
        this.messageLimit = messageLimit;
        this.admission = new Admission(preamble.remaining());
        this.stall = new RouteStall(router, number);
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public int channel() {
        return channel;
    }

    @Override
    public Topic topic() {
        return topic;
    }

    @Override
    public ByteBuffer preamble() {
        return preamble;
    }

    @Override
    public final boolean isDirect() {
        return only() != null;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    private void checkOpen() {
        if (closed) {
            throw new ClosedException("the publisher of " + topic + " is closed");
        }
    }

    boolean isForDatagrams() {
        return forDatagrams;
    }

    /** True if a message published now would be sent to that session. */
    boolean reaches(SendChannel outbound) {
        return Arrays.stream(current().all()).anyMatch(target -> target.outbound() == outbound);
    }

    void matchChanged() {
        listener.onMatchChanged();
    }

    void lost(LostRange range) {
        listener.onLost(range);
    }

    @Override
    public int matched() {
        return current().matched();
    }

    @Override
    public int offer(
            long sequence,
            ByteBuffer head,
            ByteBuffer body,
            List<? extends DeclarationHandle> own,
            @Nullable Receipt receipt,
            @Nullable Waiter waiter) {
        checkOpen();
        long length = (long) head.remaining() + body.remaining();
        if (length > messageLimit) {
            throw new LimitException("expected a message of at most " + messageLimit
                    + " bytes (half of session.sendLogBytes), got " + length);
        }
        int result;
        if (waiter != null) {
            result = offerToAll(sequence, head, body, own, receipt, (WaitTicket) waiter);
        } else if (own.isEmpty()) {
            result = offerToPeers(sequence, head, body, receipt);
        } else {
            result = offerHereAndToPeers(sequence, head, body, own, receipt);
        }
        if (result != BLOCKED) {
            stall.passed();
        }
        return result;
    }

    /** Reserves room in the own windows first, and releases it if a peer has none. */
    private int offerHereAndToPeers(
            long sequence,
            ByteBuffer head,
            ByteBuffer body,
            List<? extends DeclarationHandle> own,
            @Nullable Receipt receipt) {
        long length = (long) head.remaining() + body.remaining();
        long cost = Route.cost(length);
        DeclarationHandle full = LocalWindows.tryReserve(own, cost);
        if (full != null) {
            stall.refusedHere(length, full);
            return BLOCKED;
        }
        int result = BLOCKED;
        try {
            result = offerToPeers(sequence, head, body, receipt);
            return result;
        } finally {
            if (result == BLOCKED) {
                LocalWindows.unreserve(own, cost);
            }
        }
    }

    private int offerToPeers(long sequence, ByteBuffer head, ByteBuffer body, @Nullable Receipt receipt) {
        int length = head.remaining() + body.remaining();
        RouteTargets first = current();
        boolean usual = first.all().length == 1 && length <= RecordHeader.MAX_BODY && receipt == null;
        if (usual && offerToOne(first, first.all()[0], sequence, head, body)) {
            return first.matched();
        }
        return offerToAll(sequence, head, body, List.of(), receipt, null);
    }

    @Override
    public int datagram(long sequence, ByteBuffer head, ByteBuffer body) {
        checkOpen();
        int length = head.remaining() + body.remaining();
        if (length > MAX_DATAGRAM_BYTES) {
            throw new LimitException("expected a message of at most " + MAX_DATAGRAM_BYTES
                    + " bytes, which is what goes into a datagram, got " + length);
        }
        if (!forDatagrams) {
            forDatagrams = true;
            router.datagramsBegun();
        }
        RouteTargets now = current();
        for (RouteTarget target : now.all()) {
            SendChannel outbound = target.outbound();
            boolean introducing = false;
            outbound.lock.lock();
            try {
                checkOpen();
                // The OPEN record that introduces the publisher is sent through the send log. If there is no room for
                // it, the peer could not interpret the datagram.
                introducing = !target.state().introduced;
                if (!introducing || outbound.reserveAtOnce(RecordHeader.BYTES + preamble.remaining())) {
                    introduce(target);
                    outbound.datagram(target.state(), sequence, head, body);
                } else {
                    outbound.dropDatagram();
                }
            } finally {
                outbound.lock.unlock();
            }
            if (introducing) {
                outbound.wake();
            }
            outbound.wakeForDatagram();
        }
        return now.matched();
    }

    private int offerToAll(
            long sequence,
            ByteBuffer head,
            ByteBuffer body,
            List<? extends DeclarationHandle> own,
            @Nullable Receipt receipt,
            @Nullable WaitTicket place) {
        int result = STALE;
        while (result == STALE) {
            RouteTargets now = current();
            if (now.all().length == 0 && own.isEmpty()) {
                result = 0;
            } else {
                result = place == null
                        ? offer(now, sequence, head, body, own, receipt, null)
                        : offerInLine(now, sequence, head, body, own, receipt, place);
            }
            if (result != BLOCKED && result != STALE && now.all().length == 0 && receipt != null) {
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
            WaitTicket place) {
        place.begin(Route.cost((long) head.remaining() + body.remaining()));
        int result = offer(now, sequence, head, body, own, receipt, place);
        if (result == BLOCKED) {
            stall.queue(place);
        }
        if (result != STALE) {
            place.end(); // leave the queue, from which the message could be served a second time
        }
        return result;
    }

    @Override
    public boolean reserve(long bytes, List<? extends DeclarationHandle> own, Waiter waiter) {
        WaitTicket place = (WaitTicket) waiter;
        int result = STALE;
        while (result == STALE) {
            result = reserveInLine(current(), bytes, own, place);
        }
        return result != BLOCKED;
    }

    private int reserveInLine(RouteTargets now, long length, List<? extends DeclarationHandle> own, WaitTicket place) {
        place.begin(Route.cost(length));
        int result = reserve(now, length, own, place);
        if (result == BLOCKED) {
            stall.queue(place);
        } else if (result != STALE) {
            place.leaveQueue();
        }
        if (result != STALE) {
            place.end();
        }
        return result;
    }

    private int reserve(RouteTargets now, long length, List<? extends DeclarationHandle> own, WaitTicket place) {
        now.lock();
        try {
            if (now.epoch() != router.epoch()) {
                return STALE;
            }
            Obstacle obstacle = admission.firstObstacle(now, length, own, place, false);
            if (obstacle == null || admission.isTooLarge(now.all(), length)) {
                return now.matched();
            }
            stall.refused(now, length, obstacle, true);
            return BLOCKED;
        } finally {
            now.unlock();
        }
    }

    /** Another result of an attempt: the declarations have changed since the view was built. */
    private static final int STALE = -2;

    private int offer(
            RouteTargets now,
            long sequence,
            ByteBuffer head,
            ByteBuffer body,
            List<? extends DeclarationHandle> own,
            @Nullable Receipt receipt,
            @Nullable WaitTicket waiter) {
        long length = (long) head.remaining() + body.remaining();
        boolean whole = length <= RecordHeader.MAX_BODY;
        FragmentWriter fragments = whole ? null : new FragmentWriter(head, body);
        now.lock();
        try {
            checkOpen(); // no message is appended after the CLOSE
            if (now.epoch() != router.epoch()) {
                return STALE;
            }
            if (!admit(now, length, own, waiter)) {
                return BLOCKED;
            }
            stall.accepted();
            sent.lazySet(sent.getPlain() + now.all().length);
            for (RouteTarget target : now.all()) {
                introduce(target);
                if (whole) {
                    beforeAppend(sequence);
                    target.outbound()
                            .append(channel, RecordHeader.FIRST | RecordHeader.LAST, number, sequence, -1, head, body);
                    target.outbound().publish();
                } else {
                    target.state().inProgress = sequence;
                    target.outbound().assembling(length);
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

    /**
     * The fast path for the usual case: one peer and no obstacle. It is short because millions of messages per second
     * take it. Returns true if it applied; otherwise nothing was changed.
     */
    private boolean offerToOne(RouteTargets now, RouteTarget target, long sequence, ByteBuffer head, ByteBuffer body) {
        SendChannel outbound = target.outbound();
        outbound.lock.lock();
        try {
            if (closed || now.epoch() != router.epoch()) {
                return false;
            }
            beforeAppend(sequence);
            if (!outbound.appendAtOnce(target.state(), target.flows(), sequence, head, body)) {
                return false;
            }
            sent.lazySet(sent.getPlain() + 1);
            stall.accepted();
        } finally {
            outbound.lock.unlock();
        }
        outbound.wake();
        return true;
    }

    private static void appendFragment(
            RouteTargets now, long sequence, FragmentWriter fragments, @Nullable AckCountdown settlement) {
        for (RouteTarget target : now.all()) {
            target.outbound().appendFragment(target.state(), sequence, fragments, settlement);
        }
    }

    /** Checks everything, then takes everything. */
    private boolean admit(
            RouteTargets now, long length, List<? extends DeclarationHandle> own, @Nullable WaitTicket waiter) {
        long cost = Route.cost(length);
        RouteTarget[] all = now.all();
        Admission.checkPeerLimits(all, length);
        Obstacle obstacle = admission.firstObstacle(now, length, own, waiter, true);
        if (obstacle != null) {
            stall.refused(now, length, obstacle, waiter != null);
            admission.checkMemory(all, length);
            return false;
        }
        if (waiter != null) {
            waiter.own.used();
        }
        for (RouteTarget target : all) {
            for (CreditFlow flow : target.flows()) {
                flow.take(cost, waiter);
            }
        }
        return true;
    }

    private void introduce(RouteTarget target) {
        if (!target.state().introduced) {
            target.state().introduced = true;
            target.outbound().append(channel, RecordHeader.OPEN, number, 0, -1, preamble, NOTHING);
            target.outbound().publish();
        }
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

    private RouteTargets current() {
        RouteTargets now = targets;
        if (now.epoch() != router.epoch()) {
            now = build();
            targets = now;
        }
        return now;
    }

    /**
     * Called before the message of that number is appended, with the lock of its session held. The append may fail and
     * be tried again later.
     */
    void beforeAppend(long sequence) {
        // Only a route that can withdraw messages records their positions.
    }

    /**
     * Returns the only session that receives the messages, or {@code null} if all sessions with matching flows receive
     * them.
     */
    @Nullable
    SendChannel only() {
        return null;
    }

    private RouteTargets build() {
        SendChannel only = only();
        return only == null ? RouteTargets.matching(router, this) : RouteTargets.of(router, this, only);
    }

    @Override
    public Waiter enter(Runnable wake) {
        return new WaitTicket(calls.guarded("a wake-up", wake));
    }

    @Override
    public Environment.Cancellable whenWritable(Runnable code) {
        Runnable callback = calls.guarded("a callback", code);
        RouteStall.Attempt last = stall.lastAttempt();
        DeclarationHandle full = last == null ? null : last.obstacle().own();
        if (last != null && full != null) {
            return full.whenReservable(Route.cost(last.length()), callback);
        }
        RouteTargets now = current();
        CreditWaitQueue line = null;
        now.lock();
        try {
            if (last != null && now.epoch() == router.epoch()) {
                Obstacle obstacle = admission.isTooLarge(now.all(), last.length())
                        ? null
                        : admission.firstObstacle(now, last.length(), List.of(), null, false);
                line = obstacle == null ? null : obstacle.line();
                if (obstacle != null && line != null && obstacle.outbound() != null) {
                    stall.waitForCallback(line, callback, obstacle.outbound());
                }
            }
        } finally {
            now.unlock();
        }
        if (line == null) {
            callback.run();
            return () -> {};
        }
        CreditWaitQueue joined = line;
        return () -> {
            joined.lock.lock();
            try {
                joined.remove(callback);
            } finally {
                joined.lock.unlock();
            }
        };
    }

    @Override
    public boolean isHeldUpByDoubt() {
        return stall.isByDoubt();
    }

    @Override
    public Optional<Stall> stall() {
        return closed ? Optional.empty() : stall.describe();
    }

    @Override
    public long sent() {
        return sent.get();
    }

    @Override
    public long unconfirmed() {
        return router.outbounds().stream()
                .mapToLong(o -> o.routes().unconfirmed(this))
                .sum();
    }

    @Override
    public CompletionStage<Void> settled() {
        return CompletableFuture.allOf(
                router.outbounds().stream().map(o -> o.routes().settled(this)).toArray(CompletableFuture[]::new));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            router.unregister(this);
            router.outbounds().forEach(o -> o.routes().close(this));
        }
    }

    /** Identical in every run of a simulation, so that sets of routes iterate in the same order. */
    @Override
    public int hashCode() {
        return Long.hashCode(number);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }
}
