package chaski.node.send;

import chaski.api.NodeId;
import chaski.api.ProtocolException;
import chaski.api.node.NodeEvent.LostRange;
import chaski.api.protocol.Environment;
import chaski.api.protocol.Route;
import chaski.node.context.CoalescedTask;
import chaski.node.log.SegmentPool;
import chaski.node.log.SendLog;
import chaski.node.wire.DatagramFrame;
import chaski.node.wire.RecordHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The sending direction of a session: its send log, the flows that the peer declared, and the waiters for room.
 *
 * <p>Guarded by {@link #lock}, which publishers, the I/O thread (for acknowledgements and credit) and the control loop
 * hold only briefly. Several sessions are locked in the order of their node ids. Callbacks are collected and run after
 * the lock is released.
 */
public final class SendChannel {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    public final ReentrantLock lock = new ReentrantLock();

    public final CreditWaitQueue room = new CreditWaitQueue(lock);

    private final SendChannelOwner owner;
    private final SegmentPool pool;
    private final SendLog log;
    private final EngineRecords records;
    private final AckTracker acks = new AckTracker();
    private final CreditTable credits;
    private final RoutePeerStates routes;
    private final LogLinks links;
    private final PublisherWaits waits;
    private final FragmentedMessages fragmented = new FragmentedMessages(this);

    private final ByteBuffer scratch = ByteBuffer.allocate(RecordHeader.BYTES + RecordHeader.TOTAL_BYTES);

    private long peerMessageLimit = Long.MAX_VALUE;
    private boolean ended;

    private volatile boolean carried;

    /**
     * Creates the sending direction of a session. Memory is freed under the lock of another session, so the callbacks of
     * those waiting for it run on the control loop.
     */
    public SendChannel(SendChannelOwner owner, SegmentPool pool, long limitBytes, Environment environment) {
        this.owner = owner;
        this.pool = pool;
        this.log = new SendLog(lock, pool, limitBytes, new CoalescedTask(environment, this::memoryFreed)::request);
        this.records = new EngineRecords(lock, owner, log);
        this.credits = new CreditTable(lock, owner, records, environment);
        this.routes = new RoutePeerStates(lock, owner, log, records, acks);
        this.waits = new PublisherWaits(lock, owner, room, credits);
        this.links = new LogLinks(lock, log, environment, this::attachedChanged);
    }

    /** {@return the declarations of the peer} */
    public CreditTable credits() {
        return credits;
    }

    private void attachedChanged(boolean attached) {
        credits.attached(attached);
        waits.attached(attached);
    }

    /** {@return how long publishers have waited for this session} */
    public PublisherWaits waits() {
        return waits;
    }

    /** {@return the records of the engine itself} */
    public EngineRecords records() {
        return records;
    }

    /** {@return the messages of more than one record} */
    public FragmentedMessages fragmented() {
        return fragmented;
    }

    /** {@return how links read the send log} */
    public LogLinks links() {
        return links;
    }

    /** {@return the states of the routes to the peer} */
    public RoutePeerStates routes() {
        return routes;
    }

    // ---- publishing, with the lock held

    public NodeId peer() {
        return owner.peer();
    }

    /** {@return the session} */
    public SendChannelOwner owner() {
        return owner;
    }

    /** {@return true if nothing more is sent} */
    boolean isEnded() {
        return ended;
    }

    /** Sets the longest message that the peer accepts, and the bytes of unfinished messages. */
    public void limits(long messageBytes, long assemblyBytes) {
        peerMessageLimit = messageBytes;
        fragmented.limit(assemblyBytes);
    }

    public long peerMessageLimit() {
        return peerMessageLimit;
    }

    public SegmentPool pool() {
        return pool;
    }

    /**
     * Reserves room, but not while records are postponed: a message must not overtake the APPLIED record of the
     * declarations under which it is sent.
     */
    public boolean reserve(long bytes) {
        return records.isEmpty() && log.reserve(bytes);
    }

    /**
     * Provides the memory for what was reserved in several sessions, in all or in none. If there is too little, returns
     * the queue to wait in.
     */
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

    /** Reserves room for a small record if there is some at once. */
    public boolean reserveAtOnce(long bytes) {
        return !ended && !room.isClosedTo(null) && reserveWithMemory(bytes);
    }

    private boolean reserveWithMemory(long bytes) {
        if (!reserve(bytes)) {
            return false;
        }
        if (log.lacksMemory()) {
            log.unreserve(bytes);
            return false;
        }
        return true;
    }

    /** Passes a message to the link in use, outside the send log. */
    public void datagram(RoutePeerState leg, long sequence, ByteBuffer head, ByteBuffer body) {
        if (!ended) {
            owner.datagrams().offer(DatagramFrame.body(leg.route.channel(), leg.route.number(), sequence, head, body));
        }
    }

    /** Appends a message of one record if there is no obstacle; otherwise changes nothing and returns false. */
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
        if (!reserveWithMemory(RecordHeader.BYTES + (long) length)) {
            return false;
        }
        for (CreditFlow flow : matching) {
            flow.take(cost, null);
        }
        append(leg, sequence, head, body);
        return true;
    }

    /** Sends the preamble of a route, for which space was reserved, unless it was sent before. */
    public void introduce(RoutePeerState leg) {
        if (!leg.introduced) {
            leg.introduced = true;
            SentRoute route = leg.route;
            append(route.channel(), RecordHeader.OPEN, route.number(), 0, -1, route.preamble(), NOTHING);
            log.publish();
        }
    }

    /** Appends a message of one record whose space was reserved. */
    public void append(RoutePeerState leg, long sequence, ByteBuffer head, ByteBuffer body) {
        if (leg.direct) { // noted before the append, which may fail and be tried again
            leg.written(sequence, log.end(), log.acknowledged());
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
    }

    /**
     * Appends a record whose space was reserved. Its body is {@code prefix}, if not negative, followed by a part of
     * {@code head} and of {@code body}.
     */
    void append(int channel, int flags, long route, long sequence, int prefix, ByteBuffer head, ByteBuffer body) {
        waits.passed(route);
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

    void publish() {
        log.publish();
    }

    public void await(AckCountdown settlement) {
        acks.await(log.end(), settlement);
    }

    public long endPosition() {
        return log.end();
    }

    public long acknowledgedPosition() {
        return log.acknowledged();
    }

    /** True if a message of a protocol above membership was ever written. May be called on any thread. */
    public boolean hasCarriedMessages() {
        return carried;
    }

    /** Returns the number of bytes that are not acknowledged. Acquires the lock itself. */
    public long unacknowledged() {
        lock.lock();
        try {
            return ended ? 0 : log.end() - log.acknowledged();
        } finally {
            lock.unlock();
        }
    }

    // ---- acknowledgements

    /** Records that the peer has acknowledged up to a position. Called on the I/O thread. */
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
            acks.acknowledged(position, wakeups);
            wake = records.retry();
            records.takeSlackCallbacks(wakeups);
            room.takeWakeups(wakeups);
            links.restLater(wakeups);
        } finally {
            lock.unlock();
        }
        wakeups.forEach(Runnable::run);
        if (wake) {
            owner.wake();
        }
    }

    /**
     * Returns the highest position that any link has sent: over the link that it leaves, a peer may acknowledge what it
     * has received over the next one.
     */
    private long mostSent() {
        lock.lock();
        try {
            return log.mostSent();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the direction. The router's lock is held, and its epoch was raised.
     *
     * @param confirmed the position up to which the peer is known to have received everything, or -1
     * @param ended receives the flows that end
     * @param wakeups receives the callbacks to run without the router's lock
     * @return what was not acknowledged
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
                acks.acknowledged(confirmed, wakeups);
            }
            lost = routes.end();
            this.ended = true;
            waits.end();
            acks.lost(wakeups);
            records.end();
            room.takeAll(wakeups);
            credits.end(ended, wakeups);
            links.end();
            log.close();
        } finally {
            lock.unlock();
        }
        return lost;
    }

    /** Wakes the waiters for room: the pool has memory again after it refused a request. */
    private void memoryFreed() {
        List<Runnable> wakeups = new ArrayList<>(4);
        boolean wake;
        lock.lock();
        try {
            wake = !ended && records.retry();
            records.takeSlackCallbacks(wakeups);
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
        return log + ", room for " + room + ", " + records.postponedCount() + " records postponed, "
                + fragmented.bytes() + " bytes being put together, blocked " + credits.blockedFlows();
    }
}
