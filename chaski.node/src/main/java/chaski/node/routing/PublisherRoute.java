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
import chaski.node.declaration.LocalDeclaration;
import chaski.node.log.SendLog;
import chaski.node.send.AckCountdown;
import chaski.node.send.CreditFlow;
import chaski.node.send.CreditWaitQueue;
import chaski.node.send.FragmentWriter;
import chaski.node.send.LocalWindows;
import chaski.node.send.PublisherWait;
import chaski.node.send.RoutePeerState;
import chaski.node.send.SendChannel;
import chaski.node.send.SentRoute;
import chaski.node.send.WaitTicket;
import chaski.node.wire.RecordHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Gives each message to all matching sessions or to none: it locks them in the order of their node ids, checks room and credit in
 * all, takes both in all, and only then writes. A message of more than one fragment reserves everything first and writes the
 * fragments one by one, so that other publishers' messages go in between.
 *
 * <p>All windows, peers' and this node's own, have one order: by the id of the node that receives, then by the number of the declaration. A
 * message that waits takes them in this order and keeps what it has while it waits for the next one, so that no two messages can hold
 * what the other one waits for. A message that does not wait takes all or nothing.
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
    private volatile Targets targets = new Targets(-1, new Target[0], 0, 0);
    private volatile boolean closed;

    /** Whether a datagram was given. */
    private volatile boolean forDatagrams;

    /** Messages times peers; written by one publishing thread at a time. */
    private final AtomicLong sent = new AtomicLong();

    private final RefusalChain refusals = new RefusalChain();

    /** What stopped the last offer that waits, and since when; used by the publishing thread. */
    private @Nullable Obstacle stoppedAt;

    private PublisherWait stoppedSince = new PublisherWait(0, 0);

    /** The session in whose way the last offer was refused, unless it was accepted or met an own window. */
    private volatile @Nullable SendChannel heldUpBy;

    private volatile @Nullable Attempt stopped;

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
    }

    /** One session with the flows in it that match. */
    private record Target(SendChannel outbound, RoutePeerState leg, CreditFlow[] flows) {}

    /**
     * Those that match.
     *
     * @param lower how many of the sessions are with peers whose ids are lower than this node's own
     */
    private record Targets(long epoch, Target[] all, int matched, int lower) {}

    /**
     * Where a message has to wait, and whether it lacks what is waited for there or others do that are ahead of it. It is a flow without
     * credit, an own window, or room in a log.
     */
    private record Obstacle(
            @Nullable SendChannel outbound,
            @Nullable CreditFlow flow,
            @Nullable DeclarationHandle own,
            @Nullable CreditWaitQueue line,
            boolean lacking) {

        /** An own window, in whose queue the message has a place by then if it waits. */
        static Obstacle own(DeclarationHandle window) {
            return new Obstacle(null, null, window, null, true);
        }

        static Obstacle flow(CreditFlow flow, long cost) {
            return new Obstacle(flow.outbound, flow, null, flow.line, flow.lacks(cost));
        }

        static Obstacle room(SendChannel outbound, CreditWaitQueue line, boolean lacking) {
            return new Obstacle(outbound, null, null, line, lacking);
        }
    }

    /** The size of the last message if it did not get through, and what was in its way. */
    private record Attempt(long length, Obstacle obstacle) {}

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

    /** Whether a message would go there now. */
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
        if (result != BLOCKED && stopped != null) {
            stopped = null;
        }
        return result;
    }

    /** Takes room in the own windows first, and gives it back if a peer has none. */
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
            stopped = new Attempt(length, Obstacle.own(full));
            refusals.refused(false, router.nowNs());
            heldUpBy = null;
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
        Targets first = current();
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
        Targets now = current();
        for (Target target : now.all()) {
            SendChannel outbound = target.outbound();
            boolean introducing = false;
            outbound.lock.lock();
            try {
                checkOpen();
                // The publisher is introduced by the log: where that is full, the datagram could not be understood.
                introducing = !target.leg().introduced;
                if (!introducing || outbound.reserveAtOnce(RecordHeader.BYTES + preamble.remaining())) {
                    introduce(target);
                    outbound.datagram(target.leg(), sequence, head, body);
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
            Targets now = current();
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
            Targets now,
            long sequence,
            ByteBuffer head,
            ByteBuffer body,
            List<? extends DeclarationHandle> own,
            @Nullable Receipt receipt,
            WaitTicket place) {
        place.begin(Route.cost((long) head.remaining() + body.remaining()));
        int result = offer(now, sequence, head, body, own, receipt, place);
        if (result == BLOCKED && stoppedAt != null) {
            place.standIn(stoppedAt.line(), stoppedAt.lacking(), stoppedSince);
        }
        if (result != STALE) {
            place.end(); // out of the line it stood in, where it could be served once more
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

    private int reserveInLine(Targets now, long length, List<? extends DeclarationHandle> own, WaitTicket place) {
        place.begin(Route.cost(length));
        int result = reserve(now, length, own, place);
        if (result == BLOCKED && stoppedAt != null) {
            place.standIn(stoppedAt.line(), stoppedAt.lacking(), stoppedSince);
        } else if (result != STALE) {
            place.standNowhere();
        }
        if (result != STALE) {
            place.end();
        }
        return result;
    }

    private int reserve(Targets now, long length, List<? extends DeclarationHandle> own, WaitTicket place) {
        lock(now);
        try {
            if (now.epoch() != router.epoch()) {
                return STALE;
            }
            Obstacle obstacle = firstObstacle(now, length, own, place, false);
            if (obstacle == null || isTooLarge(now.all(), length)) {
                return now.matched();
            }
            stoppedAt = obstacle;
            stopped = new Attempt(length, obstacle);
            refused(now.all(), obstacle.outbound(), true);
            return BLOCKED;
        } finally {
            unlock(now);
        }
    }

    /** Another result of an attempt: the view has changed meanwhile. */
    private static final int STALE = -2;

    private int offer(
            Targets now,
            long sequence,
            ByteBuffer head,
            ByteBuffer body,
            List<? extends DeclarationHandle> own,
            @Nullable Receipt receipt,
            @Nullable WaitTicket waiter) {
        long length = (long) head.remaining() + body.remaining();
        boolean whole = length <= RecordHeader.MAX_BODY;
        FragmentWriter fragments = whole ? null : new FragmentWriter(head, body);
        lock(now);
        try {
            checkOpen(); // no message goes behind the CLOSE
            if (now.epoch() != router.epoch()) {
                return STALE;
            }
            if (!admit(now, length, own, waiter)) {
                return BLOCKED;
            }
            accepted();
            sent.lazySet(sent.getPlain() + now.all().length);
            for (Target target : now.all()) {
                introduce(target);
                if (whole) {
                    beforeAppend(sequence);
                    target.outbound()
                            .append(channel, RecordHeader.FIRST | RecordHeader.LAST, number, sequence, -1, head, body);
                    target.outbound().publish();
                } else {
                    target.leg().inProgress = sequence;
                    target.outbound().assembling(length);
                }
            }
            if (fragments == null) {
                await(now, receipt);
            } else {
                // The first one says by which declarations the message goes, so no change may come before it.
                fragments.next();
                appendFragment(now, sequence, fragments, null);
            }
        } finally {
            unlock(now);
        }
        wake(now);
        if (fragments != null) {
            AckCountdown settlement = receipt == null ? null : settlement(now, receipt);
            while (fragments.next()) {
                appendFragment(now, sequence, fragments, settlement);
                wake(now);
            }
        }
        return now.matched();
    }

    /**
     * The usual case, one peer and nothing in the way, in few steps: millions of messages a second go through here. True when it was
     * the usual case; otherwise nothing was done.
     */
    private boolean offerToOne(Targets now, Target target, long sequence, ByteBuffer head, ByteBuffer body) {
        SendChannel outbound = target.outbound();
        outbound.lock.lock();
        try {
            if (closed || now.epoch() != router.epoch()) {
                return false;
            }
            beforeAppend(sequence);
            if (!outbound.appendAtOnce(target.leg(), target.flows(), sequence, head, body)) {
                return false;
            }
            sent.lazySet(sent.getPlain() + 1);
            accepted();
        } finally {
            outbound.lock.unlock();
        }
        outbound.wake();
        return true;
    }

    private static void appendFragment(
            Targets now, long sequence, FragmentWriter fragments, @Nullable AckCountdown settlement) {
        for (Target target : now.all()) {
            target.outbound().appendFragment(target.leg(), sequence, fragments, settlement);
        }
    }

    /** Checks everything, then takes everything. */
    private boolean admit(
            Targets now, long length, List<? extends DeclarationHandle> own, @Nullable WaitTicket waiter) {
        long cost = Route.cost(length);
        Target[] all = now.all();
        checkPeerLimits(all, length);
        Obstacle obstacle = firstObstacle(now, length, own, waiter, true);
        if (obstacle != null) {
            stoppedAt = obstacle;
            stopped = new Attempt(length, obstacle);
            refused(all, obstacle.outbound(), waiter != null);
            checkMemory(all, length);
            return false;
        }
        if (waiter != null) {
            waiter.own.used();
        }
        for (Target target : all) {
            for (CreditFlow flow : target.flows()) {
                flow.take(cost, waiter);
            }
        }
        return true;
    }

    private void accepted() {
        refusals.accepted();
        if (heldUpBy != null) {
            heldUpBy = null;
        }
    }

    /** Notes whom the publisher waits for; all sessions are locked. */
    private void refused(Target[] all, @Nullable SendChannel by, boolean inLine) {
        long nowNs = router.nowNs();
        long sinceNs = refusals.refused(inLine, nowNs);
        heldUpBy = by;
        for (Target target : all) {
            if (target.outbound() == by) {
                stoppedSince = by.refused(number, sinceNs, nowNs);
            } else {
                target.outbound().passed(number);
            }
        }
    }

    private static void checkPeerLimits(Target[] all, long length) {
        long limit = peerLimit(all);
        if (length > limit) {
            throw new LimitException("expected a message of at most " + limit
                    + " bytes, which is what a subscriber's node takes, got " + length);
        }
    }

    private static long peerLimit(Target[] all) {
        long least = Long.MAX_VALUE;
        for (Target target : all) {
            least = Math.min(least, target.outbound().peerMessageLimit());
        }
        return least;
    }

    private void checkMemory(Target[] all, long length) {
        if (!fitsMemory(all, length)) {
            throw new LimitException("expected a message that finds room in the logs of " + all.length
                    + " peers at once, got " + length + " bytes: raise session.totalLogBytes");
        }
    }

    /** Waiting is of no use when there is not memory enough for so many copies. */
    private boolean fitsMemory(Target[] all, long length) {
        long segments = 0;
        for (Target target : all) {
            segments += SendLog.extraSegments(space(target, length));
        }
        return segments == 0 || all[0].outbound().pool().canEverGive(segments);
    }

    /** True if an offer of such a message would fail, however long it waits. All sessions are locked. */
    private boolean isTooLarge(Target[] all, long length) {
        return length > peerLimit(all) || !fitsMemory(all, length);
    }

    /**
     * What stands in the way, in the order of all windows; if nothing does and it is to be taken, room is set aside everywhere. Memory comes
     * last, so that nobody holds some of it in vain.
     */
    private @Nullable Obstacle firstObstacle(
            Targets now,
            long length,
            List<? extends DeclarationHandle> own,
            @Nullable WaitTicket waiter,
            boolean take) {
        Target[] all = now.all();
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

    private void unreserve(Target[] all, int count, long length) {
        for (int i = 0; i < count; i++) {
            all[i].outbound().unreserve(space(all[i], length));
        }
    }

    /** What stands in the way at one session; if nothing does, its space is reserved. */
    private @Nullable Obstacle obstacle(Target target, long length, long cost, @Nullable WaitTicket waiter) {
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

    private long space(Target target, long length) {
        long introduction = target.leg().introduced ? 0 : RecordHeader.BYTES + preamble.remaining();
        if (length <= RecordHeader.MAX_BODY) {
            return introduction + RecordHeader.BYTES + length;
        }
        return introduction + FragmentWriter.space(length);
    }

    private void introduce(Target target) {
        if (!target.leg().introduced) {
            target.leg().introduced = true;
            target.outbound().append(channel, RecordHeader.OPEN, number, 0, -1, preamble, NOTHING);
            target.outbound().publish();
        }
    }

    private void await(Targets now, @Nullable Receipt receipt) {
        if (receipt != null) {
            AckCountdown settlement = settlement(now, receipt);
            for (Target target : now.all()) {
                target.outbound().await(settlement);
            }
        }
    }

    private AckCountdown settlement(Targets now, Receipt receipt) {
        return new AckCountdown(
                now.all().length,
                (acknowledged, lost) -> calls.guard("a receipt", () -> receipt.settled(acknowledged, lost)));
    }

    private static void lock(Targets now) {
        for (Target target : now.all()) {
            target.outbound().lock.lock();
        }
    }

    private static void unlock(Targets now) {
        for (Target target : now.all()) {
            target.outbound().lock.unlock();
        }
    }

    private static void wake(Targets now) {
        for (Target target : now.all()) {
            target.outbound().wake();
        }
    }

    private Targets current() {
        Targets now = targets;
        if (now.epoch() != router.epoch()) {
            now = build();
            targets = now;
        }
        return now;
    }

    /** The message of that number is written next, or tried again later; its session's lock is held. */
    void beforeAppend(long sequence) {
        // Only who may take a message back needs to know where it is.
    }

    /** The one session that gets everything, or {@code null} if those with matching flows do. */
    @Nullable
    SendChannel only() {
        return null;
    }

    private Targets build() {
        SendChannel only = only();
        return only == null ? buildMatching() : buildOnly(only);
    }

    private Targets buildOnly(SendChannel outbound) {
        Router.Living living = router.living(outbound);
        Target[] one = living.lives() ? new Target[] {target(outbound, List.of())} : new Target[0];
        return new Targets(living.epoch(), one, one.length, lower(one));
    }

    private Targets buildMatching() {
        Router.Matches matches = router.match(channel, topic);
        Map<SendChannel, List<CreditFlow>> bySession = new LinkedHashMap<>();
        matches.flows().stream()
                .sorted(Comparator.comparing((CreditFlow f) -> f.outbound.peer())
                        .thenComparingLong(f -> f.id))
                .forEach(f -> bySession
                        .computeIfAbsent(f.outbound, o -> new ArrayList<>())
                        .add(f));
        Target[] all = bySession.entrySet().stream()
                .map(e -> target(e.getKey(), e.getValue()))
                .toArray(Target[]::new);
        return new Targets(matches.epoch(), all, matches.flows().size(), lower(all));
    }

    private int lower(Target[] all) {
        return (int) Arrays.stream(all)
                .filter(t -> t.outbound().peer().compareTo(router.id()) < 0)
                .count();
    }

    private Target target(SendChannel outbound, List<CreditFlow> flows) {
        outbound.lock.lock();
        try {
            return new Target(outbound, outbound.leg(this), flows.toArray(CreditFlow[]::new));
        } finally {
            outbound.lock.unlock();
        }
    }

    @Override
    public Waiter enter(Runnable wake) {
        return new WaitTicket(calls.guarded("a wake-up", wake));
    }

    @Override
    public Environment.Cancellable whenWritable(Runnable code) {
        Runnable callback = calls.guarded("a callback", code);
        Attempt last = stopped;
        DeclarationHandle full = last == null ? null : last.obstacle().own();
        if (last != null && full != null) {
            return full.whenReservable(Route.cost(last.length()), callback);
        }
        Targets now = current();
        CreditWaitQueue line = null;
        lock(now);
        try {
            if (last != null && now.epoch() == router.epoch()) {
                Obstacle obstacle = isTooLarge(now.all(), last.length())
                        ? null
                        : firstObstacle(now, last.length(), List.of(), null, false);
                line = obstacle == null ? null : obstacle.line();
                if (obstacle != null && line != null && obstacle.outbound() != null) {
                    long nowNs = router.nowNs();
                    line.add(callback, obstacle.outbound().waitOf(number, refusals.sinceNs(nowNs), nowNs));
                    refusals.insists();
                }
            }
        } finally {
            unlock(now);
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
        SendChannel by = heldUpBy;
        return by != null && by.isPeerInDoubt();
    }

    @Override
    public Optional<Stall> stall() {
        Attempt last = stopped;
        if (closed || last == null) {
            return Optional.empty();
        }
        CreditFlow flow = last.obstacle().flow();
        if (flow != null) {
            return flow.outbound.stall(flow);
        }
        return Optional.ofNullable(last.obstacle().own())
                .map(LocalDeclaration.class::cast)
                .filter(own -> !own.isWithdrawn())
                .map(own -> new Stall(
                        router.id(), router.name(), own.id(), own.declaration().pattern(), own.consumedBytes()));
    }

    @Override
    public long sent() {
        return sent.get();
    }

    @Override
    public long unconfirmed() {
        return router.outbounds().stream().mapToLong(o -> o.unconfirmed(this)).sum();
    }

    @Override
    public CompletionStage<Void> settled() {
        return CompletableFuture.allOf(
                router.outbounds().stream().map(o -> o.settled(this)).toArray(CompletableFuture[]::new));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            router.unregister(this);
            router.outbounds().forEach(o -> o.close(this));
        }
    }

    /** In every run of a simulation the same, so that sets of them are in the same order. */
    @Override
    public int hashCode() {
        return Long.hashCode(number);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }
}
