package chaski.node.routing;

import chaski.api.LimitException;
import chaski.api.Topic;
import chaski.api.node.NodeEvent.LostRange;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.Environment;
import chaski.api.protocol.Route;
import chaski.api.protocol.RouteListener;
import chaski.node.channel.ChannelCalls;
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
 * The messages of one publisher. Each is sent to all matching sessions or to none. A message of one record for one
 * session, which is the usual case, is sent here; {@link FanOut} sends all others.
 */
public class PublisherRoute implements SentRoute, Route {

    private final Router router;
    private final int channel;
    private final long number;
    private final Topic topic;
    private final ByteBuffer preamble;
    private final RouteListener listener;
    private final ChannelCalls calls;
    private final long messageLimit;

    /** The only session that receives the messages; {@code null} if all with matching flows do. */
    private final @Nullable SendChannel only;

    private final RouteStall stall;
    private final FanOut fanOut;
    private volatile RouteTargets targets = RouteTargets.NONE;
    private volatile boolean closed;

    /** True once a datagram was sent. */
    private volatile boolean forDatagrams;

    /** The sum over all messages of the peers they were sent to. Written by one publishing thread at a time. */
    private final AtomicLong sent = new AtomicLong();

    /**
     * Creates a route to all sessions whose peers have matching declarations.
     *
     * @param router finds these sessions
     * @param channel the channel of the messages
     * @param topic the topic
     * @param preamble sent to each peer before the first message
     * @param listener notified of the route
     * @param calls runs the callbacks of the channel
     * @param messageLimit the maximum length of a message
     */
    public PublisherRoute(
            Router router,
            int channel,
            Topic topic,
            ByteBuffer preamble,
            RouteListener listener,
            ChannelCalls calls,
            long messageLimit) {
        this(router, channel, topic, preamble, listener, calls, messageLimit, null);
    }

    PublisherRoute(
            Router router,
            int channel,
            Topic topic,
            ByteBuffer preamble,
            RouteListener listener,
            ChannelCalls calls,
            long messageLimit,
            @Nullable SendChannel only) {
        this.router = router;
        this.channel = channel;
        this.number = router.nextRouteNumber();
        this.topic = topic;
        this.preamble = preamble;
        this.listener = listener;
        this.calls = calls;
        this.messageLimit = messageLimit;
        this.only = only;
        Admission admission = new Admission(preamble.remaining());
        this.stall = new RouteStall(router, number, admission);
        this.fanOut = new FanOut(this, router, this::current, admission, stall, calls, sent);
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
        return only != null;
    }

    @Override
    public boolean isClosed() {
        return closed;
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
            result = fanOut.offer(sequence, head, body, own, receipt, (WaitTicket) waiter);
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
        return fanOut.offer(sequence, head, body, List.of(), receipt, null);
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
                introducing = !target.state().isIntroduced();
                if (!introducing || outbound.reserveAtOnce(RecordHeader.BYTES + preamble.remaining())) {
                    outbound.introduce(target.state());
                    outbound.datagram(target.state(), sequence, head, body);
                } else {
                    outbound.owner().datagrams().dropped();
                }
            } finally {
                outbound.lock.unlock();
            }
            if (introducing) {
                outbound.owner().wake();
            }
            outbound.owner().datagrams().wake();
        }
        return now.matched();
    }

    @Override
    public boolean reserve(long bytes, List<? extends DeclarationHandle> own, Waiter waiter) {
        return fanOut.reserve(bytes, own, (WaitTicket) waiter);
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
            if (!outbound.appendAtOnce(target.state(), target.flows(), sequence, head, body)) {
                return false;
            }
            sent.lazySet(sent.getPlain() + 1);
            stall.accepted();
        } finally {
            outbound.lock.unlock();
        }
        outbound.owner().wake();
        return true;
    }

    private RouteTargets current() {
        RouteTargets now = targets;
        if (now.epoch() != router.epoch()) {
            now = only == null ? RouteTargets.matching(router, this) : RouteTargets.of(router, this, only);
            targets = now;
        }
        return now;
    }

    @Override
    public Waiter enter(Runnable wake) {
        return new WaitTicket(calls.guarded("a wake-up", wake));
    }

    @Override
    public Environment.Cancellable whenWritable(Runnable code) {
        return stall.whenWritable(this::current, calls.guarded("a callback", code));
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
