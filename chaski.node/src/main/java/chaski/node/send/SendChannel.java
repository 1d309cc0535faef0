package chaski.node.send;

import chaski.api.NodeId;
import chaski.api.ProtocolException;
import chaski.api.node.NodeEvent.LostRange;
import chaski.api.protocol.Environment;
import chaski.api.protocol.Route;
import chaski.node.context.CoalescedTask;
import chaski.node.log.LogReader;
import chaski.node.log.SegmentPool;
import chaski.node.log.SendLog;
import chaski.node.wire.DatagramFrame;
import chaski.node.wire.DeclarationChange;
import chaski.node.wire.RecordHeader;
import chaski.node.wire.SessionRecord;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The sending direction of a session: its log, the flows that the peer declared, and who waits for room.
 *
 * <p>Guarded by {@link #lock}, which publishers, the I/O thread (for acknowledgements and credit) and the control loop take for
 * short. Several sessions are locked in the order of their node ids. Callbacks are collected and run after the lock is let go.
 */
public final class SendChannel {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** More than declarations at a time; only a peer that acknowledges nothing and declares ever new ones comes this far. */
    private static final int MAX_POSTPONED_YIELDS = 4_096;

    public final ReentrantLock lock = new ReentrantLock();
    public final CreditWaitQueue room = new CreditWaitQueue(lock);

    private final Owner owner;
    private final SegmentPool pool;
    private final SendLog log;
    private final Map<Long, CreditFlow> flows = new HashMap<>();
    private final Map<Long, RoutePeerState> legs = new HashMap<>();
    private final ArrayDeque<Awaited> awaited = new ArrayDeque<>();
    private final List<Runnable> slackCallbacks = new ArrayList<>();
    private final PostponedRecords postponed = new PostponedRecords();
    private final ByteBuffer scratch = ByteBuffer.allocate(RecordHeader.BYTES + RecordHeader.TOTAL_BYTES);
    private final StallClock stall = new StallClock();
    private long appliedVersion;
    private long peerMessageLimit = Long.MAX_VALUE;
    private long peerAssemblyLimit = Long.MAX_VALUE;
    private long assembling;
    private boolean ended;
    private boolean attached;
    private boolean restDue;
    private volatile boolean carried;

    /** Declarations that were cut and whose withdrawal the peer has not sent yet; bounded with the flows, see {@link #declarationCount}. */
    private final Set<Long> cut = new HashSet<>(2);

    /** Memory is freed under another session's lock, so those who wait for it are called from the control loop. */
    public SendChannel(Owner owner, SegmentPool pool, long limitBytes, Environment environment) {
        this.owner = owner;
        this.pool = pool;
        this.log = new SendLog(lock, pool, limitBytes, new CoalescedTask(environment, this::memoryFreed)::request);
    }

    /** The session. Its methods only leave marks. */
    public interface Owner {

        NodeId peer();

        /** True if the peer's process seems to have ended; any thread. */
        boolean isInDoubt();

        String peerName();

        /** True if the peer is heard of; any thread. */
        boolean isAlive();

        /** True if the peer takes CUT. */
        boolean takesCuts();

        /** There is something to send. */
        void wake();

        /** A datagram is to be sent now or not at all. */
        void datagram(ByteBuffer body);

        /** A datagram cannot be sent now. */
        void datagramDropped();

        /** There is a datagram to send, perhaps beside the link in use; called without the lock. */
        void wakeForDatagram();

        /** A flow has begun to lack credit. */
        void blockedChanged(CreditFlow flow);

        /** Runs a task after some milliseconds. */
        void later(Runnable task);

        /** Runs a task after a moment in which nothing may happen. */
        void afterRest(Runnable task);
    }

    private record Awaited(long position, AckCountdown settlement) {}

    // ---- what publishers do, holding the lock

    public NodeId peer() {
        return owner.peer();
    }

    public void wake() {
        owner.wake();
    }

    public void wakeForDatagram() {
        owner.wakeForDatagram();
    }

    public void blockedChanged(CreditFlow flow) {
        owner.blockedChanged(flow);
    }

    public RoutePeerState leg(SentRoute route) {
        return legs.computeIfAbsent(route.number(), n -> new RoutePeerState(this, route));
    }

    public void limits(long messageBytes, long assemblyBytes) {
        peerMessageLimit = messageBytes;
        peerAssemblyLimit = assemblyBytes;
    }

    public long peerMessageLimit() {
        return peerMessageLimit;
    }

    public SegmentPool pool() {
        return pool;
    }

    /** Whether the peer can put one more message together beside those that are on their way in fragments. */
    public boolean mayAssemble(long bytes) {
        return assembling == 0 || assembling + bytes <= peerAssemblyLimit;
    }

    public void assembling(long change) {
        assembling += change;
    }

    /** Sets room aside, but not before what was postponed: a message must not overtake the word of the declarations it goes by. */
    public boolean reserve(long bytes) {
        return postponed.isEmpty() && log.reserve(bytes);
    }

    /** Gets the memory for what was set aside in several sessions, in all or in none; if not, the line to wait in. */
    public static @Nullable CreditWaitQueue provide(List<SendChannel> outbounds, boolean take) {
        List<SendLog> logs = new ArrayList<>(outbounds.size());
        outbounds.forEach(o -> logs.add(o.log));
        return SendLog.provide(logs, take) ? null : outbounds.get(0).room;
    }

    public boolean lacksMemory() {
        return log.lacksMemory();
    }

    public void unreserve(long bytes) {
        log.unreserve(bytes);
    }

    /** Makes room for a small record if there is some at once. */
    public boolean reserveAtOnce(long bytes) {
        if (ended || room.isClosedTo(null) || !reserve(bytes)) {
            return false;
        }
        if (log.lacksMemory()) {
            log.unreserve(bytes);
            return false;
        }
        return true;
    }

    public void dropDatagram() {
        owner.datagramDropped();
    }

    /** Gives a message to the link in use, beside the log. */
    public void datagram(RoutePeerState leg, long sequence, ByteBuffer head, ByteBuffer body) {
        if (!ended) {
            owner.datagram(DatagramFrame.body(leg.route.channel(), leg.route.number(), sequence, head, body));
        }
    }

    /** Writes a message of one record if nothing stands in its way; if something does, changes nothing. */
    public boolean appendAtOnce(
            RoutePeerState leg, CreditFlow[] matching, long sequence, ByteBuffer head, ByteBuffer body) {
        int length = head.remaining() + body.remaining();
        long cost = Route.cost(length);
        if (!leg.introduced || length > peerMessageLimit || room.isClosedTo(null)) {
            return false;
        }
        for (CreditFlow flow : matching) {
            if (!flow.hasCredit(cost, null)) {
                return false;
            }
        }
        int bytes = RecordHeader.BYTES + length;
        if (!reserve(bytes)) {
            return false;
        }
        if (log.lacksMemory()) {
            log.unreserve(bytes);
            return false;
        }
        for (CreditFlow flow : matching) {
            flow.take(cost, null);
        }
        append(
                leg.route.channel(),
                RecordHeader.FIRST | RecordHeader.LAST,
                leg.route.number(),
                sequence,
                -1,
                head,
                body);
        log.publish();
        return true;
    }

    /** Writes a record whose space was reserved. Its body is {@code prefix}, if not negative, then a part of {@code head} and of {@code body}. */
    public void append(
            int channel, int flags, long route, long sequence, int prefix, ByteBuffer head, ByteBuffer body) {
        stall.passed(route);
        if (channel > RecordHeader.LAST_ENGINE_CHANNEL && !carried) {
            carried = true;
        }
        int length = (prefix < 0 ? 0 : RecordHeader.TOTAL_BYTES) + head.remaining() + body.remaining();
        ByteBuffer memory = log.claim(RecordHeader.BYTES + length);
        ByteBuffer out = memory == null ? scratch.clear() : memory;
        RecordHeader.encode(out, length, channel, flags, route, sequence);
        if (prefix >= 0) {
            out.putInt(prefix);
        }
        if (memory == null) {
            log.append(scratch.flip());
            log.append(head);
            log.append(body);
        } else {
            int at = out.position();
            out.put(at, head, head.position(), head.remaining());
            out.put(at + head.remaining(), body, body.position(), body.remaining());
            log.written(RecordHeader.BYTES + length);
        }
    }

    public void publish() {
        log.publish();
    }

    public void await(AckCountdown settlement) {
        awaited.addLast(new Awaited(log.end(), settlement));
    }

    long unacknowledgedBytes() {
        return log.end() - log.acknowledged();
    }

    public long endPosition() {
        return log.end();
    }

    public long acknowledgedPosition() {
        return log.acknowledged();
    }

    /**
     * Turns a whole message into a record that says nothing, if no link has begun to send it; takes the lock itself.
     *
     * @return whether it was
     */
    public boolean withdraw(SentRoute route, long sequence) {
        lock.lock();
        try {
            RoutePeerState leg = legs.get(route.number());
            long position = ended || leg == null ? -1 : leg.takePosition(sequence);
            if (position < 0 || !log.isUntouched(position)) {
                return false;
            }
            ByteBuffer header = ByteBuffer.allocate(RecordHeader.BYTES);
            log.copy(position, header);
            int length = RecordHeader.length(header, 0);
            SessionRecord.encodeWithdrawn(header.clear(), length);
            log.overwrite(position, header.flip());
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** True if a message of a protocol above membership was ever written; any thread. */
    public boolean hasCarriedMessages() {
        return carried;
    }

    /** How many bytes are not confirmed; takes the lock itself. */
    public long unacknowledged() {
        lock.lock();
        try {
            return ended ? 0 : unacknowledgedBytes();
        } finally {
            lock.unlock();
        }
    }

    /** Writes the next record of a message that was admitted; takes the lock itself. */
    public void appendFragment(
            RoutePeerState leg, long sequence, FragmentWriter part, @Nullable AckCountdown settlement) {
        List<Runnable> wakeups = new ArrayList<>(2);
        lock.lock();
        try {
            if (!ended) {
                append(
                        leg.route.channel(),
                        part.flags(),
                        leg.route.number(),
                        sequence,
                        part.prefix(),
                        part.head(),
                        part.body());
                log.publish();
                if (part.isLast()) {
                    leg.inProgress = -1;
                    assembling -= part.total();
                    room.takeWakeups(wakeups);
                    if (settlement != null) {
                        await(settlement);
                    }
                    if (leg.closing) {
                        close(leg);
                    }
                }
            } else if (part.isLast() && settlement != null) {
                wakeups.add(settlement::lost);
            }
        } finally {
            lock.unlock();
        }
        wakeups.forEach(Runnable::run);
    }

    /** Writes a small record of the session's own, later if there is no room at all now. */
    public void appendSmall(ByteBuffer record) {
        if (postponed.isEmpty() && log.reserveSlack(record.remaining())) {
            log.append(record);
            log.publish();
        } else {
            postponed.add(record);
        }
    }

    /**
     * Gives a message of the engine's own to this peer alone, out of the slack if need be.
     *
     * @param channel its channel
     * @param message at most one record
     * @param whenRoom called once after a refusal, when it is worth another try
     * @return whether there was room
     */
    public boolean offerDirect(int channel, ByteBuffer message, Runnable whenRoom) {
        lock.lock();
        try {
            if (ended) {
                return true;
            }
            if (!postponed.isEmpty() || !log.reserveSlack(RecordHeader.BYTES + (long) message.remaining())) {
                slackCallbacks.add(whenRoom);
                return false;
            }
            append(channel, RecordHeader.FIRST | RecordHeader.LAST, 0, 0, -1, message, NOTHING);
            log.publish();
        } finally {
            lock.unlock();
        }
        owner.wake();
        return true;
    }

    // ---- what the peer tells

    /** The peer has confirmed up to a position. On the I/O thread. */
    public void acknowledged(long position, long sent) {
        if (position > sent && position > mostSent()) {
            throw new ProtocolException(
                    "expected an acknowledgement of at most what was sent, " + sent + ", got " + position);
        }
        List<Runnable> wakeups = new ArrayList<>(4);
        boolean wake;
        lock.lock();
        try {
            if (ended || !log.acknowledge(position)) {
                return;
            }
            settle(position, wakeups);
            wake = retryPostponed();
            takeSlackCallbacks(wakeups);
            room.takeWakeups(wakeups);
            restLater(wakeups);
        } finally {
            lock.unlock();
        }
        wakeups.forEach(Runnable::run);
        if (wake) {
            owner.wake();
        }
    }

    /** By any link: a peer may send, over the link that it leaves, how far it has come by the next one. */
    private long mostSent() {
        lock.lock();
        try {
            return log.mostSent();
        } finally {
            lock.unlock();
        }
    }

    /** One timer at a time, so that a session that is used all the time costs no more than that. */
    private void restLater(List<Runnable> wakeups) {
        if (!restDue && log.mayRest()) {
            restDue = true;
            long end = log.end();
            wakeups.add(() -> owner.afterRest(() -> rest(end)));
        }
    }

    /** Nothing was said for a moment: the memory is of more use to others. */
    private void rest(long endBefore) {
        List<Runnable> again = new ArrayList<>(1);
        lock.lock();
        try {
            restDue = false;
            if (!ended && log.end() == endBefore) {
                log.rest();
            }
            if (!ended) {
                restLater(again);
            }
        } finally {
            lock.unlock();
        }
        again.forEach(Runnable::run);
    }

    public void credit(long declaration, long granted, int reclaim) {
        List<Runnable> wakeups = new ArrayList<>(4);
        lock.lock();
        try {
            CreditFlow flow = flows.get(declaration);
            if (ended || flow == null || !flow.credited) {
                return;
            }
            if (flow.grant(granted)) {
                show(flow);
                flow.line.takeWakeups(wakeups);
            }
            flow.reclaim(reclaim);
            yieldWhatIsOwed(flow, wakeups);
        } finally {
            lock.unlock();
        }
        wakeups.forEach(Runnable::run);
    }

    /**
     * Applies changes of the peer's declarations and says so in the log, so that the peer knows which messages were sent under
     * which of them. The router's lock is held; what is to be woken is woken without it.
     */
    public void apply(
            List<DeclarationChange> changes,
            long version,
            List<CreditFlow> added,
            List<CreditFlow> removed,
            List<Runnable> wakeups) {
        lock.lock();
        try {
            if (ended || version <= appliedVersion) {
                return;
            }
            for (DeclarationChange change : changes) {
                apply(change, added, removed, wakeups);
            }
            appliedVersion = version;
            ByteBuffer record = ByteBuffer.allocate(SessionRecord.APPLIED_BYTES);
            SessionRecord.encodeApplied(record, version);
            appendSmall(record.flip());
        } finally {
            lock.unlock();
        }
    }

    private void apply(
            DeclarationChange change, List<CreditFlow> added, List<CreditFlow> removed, List<Runnable> wakeups) {
        if (change instanceof DeclarationChange.Added a && !flows.containsKey(a.id()) && !cut.contains(a.id())) {
            CreditFlow flow = new CreditFlow(this, a);
            flows.put(a.id(), flow);
            added.add(flow);
        } else if (change instanceof DeclarationChange.Removed r) {
            cut.remove(r.id());
            CreditFlow flow = flows.remove(r.id());
            if (flow != null) {
                removed.add(flow);
                flow.line.takeAll(wakeups);
            }
        }
    }

    /** How far a flow has come that lacks credit; empty if it is there no more, or the peer has no link or is silent. */
    public Optional<Route.Stall> stall(CreditFlow flow) {
        lock.lock();
        try {
            return ended || !attached || !owner.isAlive() || flows.get(flow.id) != flow
                    ? Optional.empty()
                    : Optional.of(new Route.Stall(peer(), owner.peerName(), flow.id, flow.pattern, flow.granted()));
        } finally {
            lock.unlock();
        }
    }

    public boolean takesCuts() {
        return owner.takesCuts();
    }

    /**
     * Ends a flow from this side and says so in the log. The router's lock is held, and its epoch was raised.
     *
     * @param declaration the peer's declaration
     * @param wakeups filled with what is to be woken without the router's lock
     * @return the flow, or {@code null} if there is none
     */
    @Nullable
    public CreditFlow cut(long declaration, List<Runnable> wakeups) {
        lock.lock();
        try {
            CreditFlow flow = ended ? null : flows.remove(declaration);
            if (flow == null) {
                return null;
            }
            cut.add(declaration);
            flow.line.takeAll(wakeups);
            ByteBuffer record = ByteBuffer.allocate(SessionRecord.CUT_BYTES);
            SessionRecord.encodeCut(record, declaration, SessionRecord.SLOW);
            appendSmall(record.flip());
            return flow;
        } finally {
            lock.unlock();
        }
    }

    public int postponedCount() {
        lock.lock();
        try {
            return postponed.count();
        } finally {
            lock.unlock();
        }
    }

    /** How many declarations of the peer are remembered: one that was cut counts until the peer has withdrawn it. */
    public int declarationCount() {
        lock.lock();
        try {
            return flows.size() + cut.size();
        } finally {
            lock.unlock();
        }
    }

    public List<CreditFlow> blockedFlows() {
        lock.lock();
        try {
            return flows.values().stream().filter(CreditFlow::wasBlocked).toList();
        } finally {
            lock.unlock();
        }
    }

    // ---- what links and the session do

    public boolean canResume(long peerReceived) {
        lock.lock();
        try {
            return peerReceived >= log.acknowledged() && peerReceived <= log.end();
        } finally {
            lock.unlock();
        }
    }

    public LogReader openReader(long peerReceived) {
        lock.lock();
        try {
            if (peerReceived < log.acknowledged() || peerReceived > log.end()) {
                throw new ProtocolException("expected a received position of " + log.acknowledged() + " to " + log.end()
                        + ", got " + peerReceived);
            }
            log.parked(false);
            stall.stop();
            attached = true;
            return log.openReader(peerReceived);
        } finally {
            lock.unlock();
        }
    }

    public void closeReader(LogReader reader) {
        lock.lock();
        try {
            log.remove(reader);
        } finally {
            lock.unlock();
        }
    }

    public void parked() {
        lock.lock();
        try {
            log.parked(true);
            stall.start();
            attached = false;
        } finally {
            lock.unlock();
        }
    }

    // ---- how long publishers wait

    public boolean isPeerInDoubt() {
        return owner.isInDoubt();
    }

    /** A route's message was refused because of this session; the lock is held. */
    public PublisherWait refused(long route, long inAllSinceNs, long nowNs) {
        return stall.refused(route, inAllSinceNs, nowNs);
    }

    public PublisherWait waitOf(long route, long inAllSinceNs, long nowNs) {
        return stall.waitOf(route, inAllSinceNs, nowNs);
    }

    /** This session is not in the way of a route; the lock is held. */
    public void passed(long route) {
        stall.passed(route);
    }

    /**
     * How long some publisher has waited for this session during an outage, negative if none has; takes the lock itself.
     *
     * @param inAll whether what it waited for others counts, too
     * @param outageStartNs when the outage began
     * @param nowNs now
     */
    public long longestWaitNs(boolean inAll, long outageStartNs, long nowNs) {
        lock.lock();
        try {
            long longest =
                    Math.max(stall.longestNs(inAll, outageStartNs), room.longestWaitNs(inAll, outageStartNs, nowNs));
            for (CreditFlow flow : flows.values()) {
                longest = Math.max(longest, flow.line.longestWaitNs(inAll, outageStartNs, nowNs));
            }
            return longest;
        } finally {
            lock.unlock();
        }
    }

    /** Lets every message that waits look again; takes the lock itself. */
    public void wakeMessages() {
        List<Runnable> wakeups = new ArrayList<>(2);
        lock.lock();
        try {
            room.takeMessages(wakeups);
            flows.values().forEach(flow -> flow.line.takeMessages(wakeups));
        } finally {
            lock.unlock();
        }
        wakeups.forEach(Runnable::run);
    }

    public boolean hasWaiters() {
        lock.lock();
        try {
            return !room.isEmpty() || flows.values().stream().anyMatch(f -> !f.line.isEmpty());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the direction. The router's lock is held, and its epoch was raised.
     *
     * @param confirmed the position up to which the peer is known to have received everything, or -1
     * @param ended filled with the flows that end
     * @param wakeups filled with who is to be told, without the router's lock
     * @return what was not confirmed
     */
    public List<LostRange> end(long confirmed, Collection<CreditFlow> ended, List<Runnable> wakeups) {
        List<LostRange> lost;
        lock.lock();
        try {
            if (this.ended) {
                return List.of();
            }
            if (confirmed > log.acknowledged() && confirmed <= log.end()) {
                log.acknowledge(confirmed);
                settle(confirmed, wakeups);
            }
            lost = new UnackedScanner(log, legs).ranges();
            this.ended = true;
            stall.stop();
            awaited.forEach(a -> wakeups.add(a.settlement()::lost));
            awaited.clear();
            postponed.clear();
            room.takeAll(wakeups);
            flows.values().forEach(f -> f.line.takeAll(wakeups));
            ended.addAll(flows.values());
            flows.clear();
            log.close();
        } finally {
            lock.unlock();
        }
        return lost;
    }

    /** Completed when what was said so far is confirmed or lost; at once if the route said nothing here. */
    public CompletableFuture<Void> settled(SentRoute route) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        lock.lock();
        try {
            if (!ended && legs.containsKey(route.number()) && unacknowledgedBytes() > 0) {
                await(new AckCountdown(1, (acknowledged, lost) -> done.complete(null)));
                return done;
            }
        } finally {
            lock.unlock();
        }
        done.complete(null);
        return done;
    }

    public long unconfirmed(SentRoute route) {
        lock.lock();
        try {
            return ended || !legs.containsKey(route.number()) ? 0 : new UnackedScanner(log, legs).count(route.number());
        } finally {
            lock.unlock();
        }
    }

    /** Sends the preamble of a route to this peer alone, if it was not sent yet; takes the lock itself. */
    public void introduce(SentRoute route) {
        lock.lock();
        try {
            RoutePeerState leg = ended || route.isClosed() ? null : leg(route);
            if (leg == null || leg.introduced) {
                return;
            }
            leg.introduced = true;
            ByteBuffer preamble = route.preamble();
            ByteBuffer record = ByteBuffer.allocate(RecordHeader.BYTES + preamble.remaining());
            RecordHeader.encode(record, preamble.remaining(), route.channel(), RecordHeader.OPEN, route.number(), 0);
            appendSmall(record.put(preamble.duplicate()).flip());
        } finally {
            lock.unlock();
        }
        owner.wake();
    }

    /** The route is closed: its CLOSE follows what was accepted. */
    public void close(SentRoute route) {
        lock.lock();
        try {
            RoutePeerState leg = legs.get(route.number());
            if (ended || leg == null) {
                return;
            }
            if (leg.inProgress >= 0) {
                leg.closing = true; // the thread that writes the message is about to finish it
                return;
            }
            close(leg);
        } finally {
            lock.unlock();
        }
        owner.wake();
    }

    /** The leg is forgotten once everything on it is confirmed. */
    private void close(RoutePeerState leg) {
        long number = leg.route.number();
        if (leg.introduced) {
            ByteBuffer record = ByteBuffer.allocate(RecordHeader.BYTES);
            RecordHeader.encode(record, 0, leg.route.channel(), RecordHeader.CLOSE, number, 0);
            appendSmall(record.flip());
        }
        if (unacknowledgedBytes() == 0) {
            legs.remove(number);
        } else {
            await(new AckCountdown(1, (acknowledged, lost) -> forget(number)));
        }
    }

    private void forget(long route) {
        lock.lock();
        try {
            legs.remove(route);
        } finally {
            lock.unlock();
        }
    }

    private void settle(long position, List<Runnable> wakeups) {
        Awaited first = awaited.peekFirst();
        while (first != null && first.position() <= position) {
            awaited.removeFirst();
            wakeups.add(first.settlement()::acknowledged);
            first = awaited.peekFirst();
        }
    }

    private void takeSlackCallbacks(List<Runnable> wakeups) {
        if (postponed.isEmpty()) {
            wakeups.addAll(slackCallbacks);
            slackCallbacks.clear();
        }
    }

    private boolean retryPostponed() {
        boolean any = false;
        ByteBuffer first = postponed.first();
        while (first != null && log.reserveSlack(first.remaining())) {
            log.append(first);
            postponed.removeFirst();
            any = true;
            first = postponed.first();
        }
        if (any) {
            log.publish();
        }
        return any;
    }

    /** Callbacks come some time later; until then what they were called for is not given back. */
    private void show(CreditFlow flow) {
        if (flow.line.hasCallbacks() && flow.show()) {
            owner.later(() -> hide(flow));
        }
    }

    /** One timer of a flow runs at a time, however many grants the peer sends. */
    private void hide(CreditFlow flow) {
        boolean[] again = new boolean[1];
        release(flow, () -> again[0] = flow.hide());
        if (again[0]) {
            owner.later(() -> hide(flow));
        }
    }

    /** A message that waited goes elsewhere or nowhere; takes the lock itself. */
    void giveUp(CreditFlow flow, WaitTicket waiter) {
        release(flow, () -> flow.giveUp(waiter));
    }

    private void release(CreditFlow flow, Runnable how) {
        List<Runnable> wakeups = new ArrayList<>(2);
        lock.lock();
        try {
            how.run();
            if (!ended && flows.get(flow.id) == flow) {
                flow.line.takeWakeups(wakeups);
                yieldWhatIsOwed(flow, wakeups);
            }
        } finally {
            lock.unlock();
        }
        wakeups.forEach(Runnable::run);
    }

    private void yieldWhatIsOwed(CreditFlow flow, List<Runnable> wakeups) {
        if (!flow.owesYield()) {
            return;
        }
        if (postponed.yields() >= MAX_POSTPONED_YIELDS) {
            throw new ProtocolException("expected credit to be asked back no faster than answers are acknowledged, got "
                    + MAX_POSTPONED_YIELDS + " answers that wait");
        }
        ByteBuffer record = ByteBuffer.allocate(SessionRecord.YIELD_BYTES);
        long amount = flow.yieldUnused();
        SessionRecord.encodeYield(record, flow.id, flow.reclaimGeneration(), amount);
        appendSmall(record.flip());
        if (flow.unblock()) {
            owner.blockedChanged(flow);
        }
        wakeups.add(owner::wake);
    }

    /** The pool has memory again after it refused: whoever waits for room tries again. */
    private void memoryFreed() {
        List<Runnable> wakeups = new ArrayList<>(4);
        boolean wake;
        lock.lock();
        try {
            wake = !ended && retryPostponed();
            takeSlackCallbacks(wakeups);
            room.takeWakeups(wakeups);
        } finally {
            lock.unlock();
        }
        wakeups.forEach(Runnable::run);
        if (wake) {
            owner.wake();
        }
    }

    @Override
    public String toString() {
        return log + ", room for " + room + ", " + postponed.count() + " records postponed, " + assembling
                + " bytes being put together, blocked " + blockedFlows();
    }
}
