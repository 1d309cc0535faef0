package chaski.streamer.publish;

import chaski.api.ClosedException;
import chaski.api.LimitException;
import chaski.api.node.Declared;
import chaski.api.node.Environment;
import chaski.api.node.Route;
import chaski.streamer.subscribe.Source;
import chaski.streamer.wire.MessageHead;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where the messages of one publisher get their numbers and go out: to all matching subscriptions, peers' and local ones, or to none.
 * Thread-safe.
 *
 * <p>A number is used up by each message that is accepted, also when it matches nobody, and by no other.
 */
final class Outlet {

    /** Somebody has no room, or another message waits. */
    static final int BLOCKED = Route.BLOCKED;

    private final Environment environment;
    private final Source source;
    private final Route route;
    private final LocalReceivers local;
    private final long limitBytes;
    private final WaitingLine line;
    private final boolean datagrams;

    private final ReentrantLock append = new ReentrantLock();

    // guarded by append
    private final ByteBuffer head = ByteBuffer.allocate(MessageHead.BYTES);
    private long sequence;
    private long unmatched;
    private Obstacle obstacle = Obstacle.NONE;

    /** Written under append. */
    private volatile boolean closed;

    Outlet(
            Environment environment,
            Source source,
            Route route,
            LocalReceivers local,
            long limitBytes,
            boolean datagrams) {
        this.environment = environment;
        this.source = source;
        this.route = route;
        this.local = local;
        this.limitBytes = limitBytes;
        this.datagrams = datagrams;
        this.line = new WaitingLine(this, environment);
    }

    /** How many messages were accepted, and how many of them matched nobody. */
    record Given(long matched, long unmatched) {}

    /** A local subscription that had no room for so much, or none: then it was the route. */
    private record Obstacle(@Nullable Declared local, long cost) {

        static final Obstacle NONE = new Obstacle(null, 0);
    }

    /** Gives a message out without waiting: how many subscriptions matched, or {@link #BLOCKED}. */
    int offer(Outgoing message, Route.@Nullable Receipt receipt) {
        int matched = attempt(message, receipt, null);
        message.pump();
        return matched;
    }

    /** Gives a message out, waiting if need be. */
    int publish(Outgoing message, long timeoutNs) throws InterruptedException {
        int matched = attempt(message, null, null);
        if (matched == BLOCKED) {
            matched = line.publish(message, timeoutNs);
        }
        message.pump();
        return matched;
    }

    /** One attempt; with its place, for the message whose turn it is. */
    int attempt(Outgoing message, Route.@Nullable Receipt receipt, Route.@Nullable Waiter place) {
        append.lock();
        try {
            checkOpen();
            if (place == null && line.isOccupied()) {
                return BLOCKED;
            }
            return datagrams ? drop(message, receipt) : give(message, receipt, place);
        } finally {
            append.unlock();
        }
    }

    private int give(Outgoing message, Route.@Nullable Receipt receipt, Route.@Nullable Waiter place) {
        long length = (long) MessageHead.BYTES + message.body().remaining();
        if (length > limitBytes) {
            throw new LimitException("expected a message of at most " + limitBytes
                    + " bytes (half of session.sendLogBytes), got " + length);
        }
        long cost = Route.cost(length);
        int here = local.look();
        Declared full = here == 0 ? null : local.reserve(cost);
        if (full != null) {
            obstacle = new Obstacle(full, cost);
            return BLOCKED;
        }
        long nowMs = environment.wallTimeMillis();
        int there = giveToPeers(message, nowMs, receipt, place, here == 0 ? 0 : cost);
        if (there == BLOCKED) {
            obstacle = Obstacle.NONE;
            return BLOCKED;
        }
        sequence++;
        if (here > 0) {
            local.deliver(source, sequence, nowMs, message, (int) cost);
        } else if (there == 0) {
            unmatched++;
        }
        return here + there;
    }

    /** Gives a datagram to whoever can take it now. */
    private int drop(Outgoing message, Route.@Nullable Receipt receipt) {
        long nowMs = environment.wallTimeMillis();
        MessageHead.encode(head, message.hasHeaders(), nowMs);
        int there = route.datagram(sequence + 1, head, message.body());
        sequence++;
        int here = local.look();
        long cost = Route.cost((long) MessageHead.BYTES + message.body().remaining());
        if (here > 0 && local.reserve(cost) == null) {
            local.deliver(source, sequence, nowMs, message, (int) cost);
        }
        if (here + there == 0) {
            unmatched++;
        }
        if (receipt != null) {
            receipt.settled(0, there); // nobody will ever confirm
        }
        return here + there;
    }

    private int giveToPeers(
            Outgoing message,
            long nowMs,
            Route.@Nullable Receipt receipt,
            Route.@Nullable Waiter place,
            long reservedHere) {
        int matched = BLOCKED;
        try {
            MessageHead.encode(head, message.hasHeaders(), nowMs);
            matched = route.offer(sequence + 1, head, message.body(), receipt, place);
        } finally {
            if (matched == BLOCKED && reservedHere > 0) {
                local.release(reservedHere);
            }
        }
        return matched;
    }

    void checkOpen() {
        if (closed) {
            throw new ClosedException("the publisher of " + source.topic() + " is closed");
        }
    }

    boolean isClosed() {
        return closed;
    }

    Source source() {
        return source;
    }

    Route route() {
        return route;
    }

    /** How many local subscriptions match now. */
    int localMatches() {
        append.lock();
        try {
            return local.look();
        } finally {
            append.unlock();
        }
    }

    /**
     * Asks to be called once when the local subscription that stopped the last attempt may have room; never when it was not stopped by
     * one.
     */
    Environment.Cancellable whenRoomHere(Runnable callback) {
        Obstacle last = obstacle();
        return last.local() == null ? () -> {} : last.local().whenReservable(last.cost(), callback);
    }

    /** See {@link chaski.api.streamer.Publisher#whenWritable}. */
    void whenWritable(Runnable callback) {
        if (line.join(callback)) {
            return;
        }
        Obstacle last = obstacle();
        if (isClosed()) {
            callback.run();
        } else if (last.local() == null) {
            route.whenWritable(callback);
        } else {
            last.local().whenReservable(last.cost(), callback);
        }
    }

    private Obstacle obstacle() {
        append.lock();
        try {
            return obstacle;
        } finally {
            append.unlock();
        }
    }

    Given given() {
        append.lock();
        try {
            return new Given(sequence - unmatched, unmatched);
        } finally {
            append.unlock();
        }
    }

    /** Nothing goes out any more; those who wait are told. False when it was closed already. */
    boolean close() {
        append.lock();
        try {
            if (closed) {
                return false;
            }
            closed = true;
        } finally {
            append.unlock();
        }
        route.close();
        line.closed();
        return true;
    }
}
