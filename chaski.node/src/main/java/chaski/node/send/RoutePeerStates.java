package chaski.node.send;

import chaski.api.node.NodeEvent.LostRange;
import chaski.node.log.SendLog;
import chaski.node.wire.RecordHeader;
import chaski.node.wire.SessionRecord;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The states of all routes in one session. Guarded by the lock of the send channel. The methods acquire it unless they
 * are documented to require it.
 */
public final class RoutePeerStates {

    private final ReentrantLock lock;
    private final SendChannelOwner owner;
    private final SendLog log;
    private final EngineRecords records;
    private final AckTracker acks;
    private final Map<Long, RoutePeerState> states = new HashMap<>();
    private boolean ended;

    RoutePeerStates(ReentrantLock lock, SendChannelOwner owner, SendLog log, EngineRecords records, AckTracker acks) {
        this.lock = lock;
        this.owner = owner;
        this.log = log;
        this.records = records;
        this.acks = acks;
    }

    public RoutePeerState of(SentRoute route) {
        return states.computeIfAbsent(route.number(), n -> new RoutePeerState(route));
    }

    /**
     * Records that the peer refuses a route, or accepts it again. Acquires the lock itself.
     *
     * @return the route, or {@code null} if it does not exist any more or nothing changes
     */
    public @Nullable SentRoute refused(long number, boolean refused) {
        lock.lock();
        try {
            RoutePeerState state = ended ? null : states.get(number);
            if (state == null || state.refused == refused) {
                return null;
            }
            state.refused = refused;
            return state.route;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Turns a whole message into an empty record, if no link has begun to send it. Acquires the lock itself.
     *
     * @return true if the message was withdrawn
     */
    public boolean withdraw(SentRoute route, long sequence) {
        lock.lock();
        try {
            RoutePeerState state = states.get(route.number());
            long position = ended || state == null ? -1 : state.takePosition(sequence);
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

    /** Withholds what was written for refused declarations only, see {@link WithheldMessages}. The lock is held. */
    int withhold(List<CreditFlow> flows, List<CreditFlow> refused) {
        return new WithheldMessages(log, states).withhold(flows, refused);
    }

    /**
     * Returns a future that completes once everything sent so far is acknowledged or lost; at once if the route has
     * sent nothing here.
     */
    public CompletableFuture<Void> settled(SentRoute route) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        lock.lock();
        try {
            if (!ended && states.containsKey(route.number()) && (log.end() - log.acknowledged()) > 0) {
                acks.await(log.end(), new AckCountdown(1, (acknowledged, lost) -> done.complete(null)));
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
            return ended || !states.containsKey(route.number())
                    ? 0
                    : new UnackedScanner(log, states).count(route.number());
        } finally {
            lock.unlock();
        }
    }

    /** Sends the preamble of a route to this peer only, if it was not sent yet. Acquires the lock itself. */
    public void introduce(SentRoute route) {
        lock.lock();
        try {
            RoutePeerState state = ended || route.isClosed() ? null : of(route);
            if (state == null || state.introduced) {
                return;
            }
            state.introduced = true;
            ByteBuffer preamble = route.preamble();
            ByteBuffer record = ByteBuffer.allocate(RecordHeader.BYTES + preamble.remaining());
            RecordHeader.encode(record, preamble.remaining(), route.channel(), RecordHeader.OPEN, route.number(), 0);
            records.append(record.put(preamble.duplicate()).flip());
        } finally {
            lock.unlock();
        }
        owner.wake();
    }

    /** Closes a route: its CLOSE follows the messages that were accepted. */
    public void close(SentRoute route) {
        lock.lock();
        try {
            RoutePeerState state = states.get(route.number());
            if (ended || state == null) {
                return;
            }
            if (state.inProgress >= 0) {
                state.closing = true; // the thread that writes the message is about to finish it
                return;
            }
            close(state);
        } finally {
            lock.unlock();
        }
        owner.wake();
    }

    /** Closes a route; its state is removed once everything sent on it is acknowledged. */
    void close(RoutePeerState state) {
        long number = state.route.number();
        if (state.introduced) {
            ByteBuffer record = ByteBuffer.allocate(RecordHeader.BYTES);
            RecordHeader.encode(record, 0, state.route.channel(), RecordHeader.CLOSE, number, 0);
            records.append(record.flip());
        }
        if ((log.end() - log.acknowledged()) == 0) {
            states.remove(number);
        } else {
            acks.await(log.end(), new AckCountdown(1, (acknowledged, lost) -> forget(number)));
        }
    }

    private void forget(long route) {
        lock.lock();
        try {
            states.remove(route);
        } finally {
            lock.unlock();
        }
    }

    /** Ends all routes because the direction has ended, and returns what was not acknowledged. The lock is held. */
    List<LostRange> end() {
        ended = true;
        return new UnackedScanner(log, states).ranges();
    }
}
