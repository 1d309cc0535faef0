package chaski.streamer.publish;

import chaski.api.ClosedException;
import chaski.api.LimitException;
import chaski.api.protocol.Environment;
import chaski.api.protocol.Route;
import chaski.api.streamer.NotPublishedException;
import chaski.api.streamer.PublisherOptions;
import chaski.api.streamer.Reliability;
import chaski.streamer.subscribe.Source;
import chaski.streamer.waiting.Nanos;
import chaski.streamer.waiting.Wakeup;
import chaski.streamer.wire.MessageHead;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
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

    /** A publisher that offers again within this time waits; one that does not has given up. */
    private static final long MOMENTS_NS = 1_000_000_000L;

    private final Environment environment;
    private final Source source;
    private final Route route;
    private final LocalReceivers local;
    private final long limitBytes;
    private final PublishQueue queue;
    private final boolean datagrams;
    private final boolean failFast;
    private volatile Runnable whenRefused = () -> {};

    private final ReentrantLock append = new ReentrantLock();

    // guarded by append
    private final ByteBuffer head = ByteBuffer.allocate(MessageHead.BYTES);
    private long sequence;
    private long unmatched;

    /** The length of the last message if it was refused, or 0. */
    private long refusedLength;

    /** Written under append. */
    private volatile boolean closed;

    private volatile boolean refused;
    private volatile long refusedNs;

    Outlet(
            Environment environment,
            Source source,
            Route route,
            LocalReceivers local,
            long limitBytes,
            PublisherOptions options,
            Executor callbacks) {
        this.environment = environment;
        this.source = source;
        this.route = route;
        this.local = local;
        this.limitBytes = limitBytes;
        this.datagrams = options.reliability() == Reliability.DATAGRAM;
        this.failFast = options.failFast();
        this.queue = new PublishQueue(this, environment, callbacks);
    }

    /** Has a task called whenever a message or a callback may have to wait, without a lock. */
    void whenRefused(Runnable task) {
        whenRefused = task;
    }

    /** How many messages were accepted, and how many of them matched nobody. */
    record Given(long matched, long unmatched) {}

    /** Gives a message out without waiting: how many subscriptions matched, or {@link #BLOCKED}. */
    int offer(Outgoing message, Route.@Nullable Receipt receipt) {
        PublishQueue.@Nullable Turn turn = queue.isOccupied() ? queue.takeTurn() : null;
        int matched;
        try {
            matched = attempt(message, receipt, turn == null ? null : turn.place());
        } finally {
            if (turn != null) {
                turn.close();
            }
        }
        if (matched == BLOCKED) {
            refused();
        }
        message.pump();
        return matched;
    }

    /** Gives a message out, waiting if need be. */
    int publish(Outgoing message, long timeoutNs) throws InterruptedException {
        int matched = offer(message, null);
        return matched == BLOCKED ? publishInTurn(message, timeoutNs) : matched;
    }

    private void refused() {
        refusedNs = environment.nanoTime();
        refused = true;
        whenRefused.run();
    }

    /** True if messages or callbacks wait, or one was refused within the last moments. */
    boolean isHeldUp(long nowNs) {
        return !closed && (queue.isWaitedFor() || (refused && nowNs - refusedNs <= MOMENTS_NS));
    }

    private int publishInTurn(Outgoing message, long timeoutNs) throws InterruptedException {
        long deadlineNs = timeoutNs == Nanos.FOREVER ? Nanos.FOREVER : environment.nanoTime() + timeoutNs;
        Wakeup wakeup = new Wakeup(environment);
        try (PublishQueue.Entry entry = queue.enter(message, wakeup::wake)) {
            int matched = entry.attempt();
            while (matched == BLOCKED) {
                if (!wakeup.await(deadlineNs)) {
                    throw timeoutException();
                }
                matched = entry.attempt();
            }
            return matched;
        }
    }

    private NotPublishedException timeoutException() {
        return new NotPublishedException(
                NotPublishedException.Reason.TIMEOUT,
                "a message for " + source.topic() + " was not published within its time: a subscriber or the"
                        + " link to it is behind; nobody has the message");
    }

    private NotPublishedException inDoubtException() {
        return new NotPublishedException(
                NotPublishedException.Reason.IN_DOUBT,
                "a message for " + source.topic() + " was not published: the process of a subscriber seems to have"
                        + " ended, and there is no room left for it; nobody has the message");
    }

    /** Takes a place for a message that waits; see {@link PublishQueue#enter}. */
    PublishQueue.Entry enter(Outgoing message, Runnable notified) {
        refused();
        return queue.enter(message, notified);
    }

    /** One attempt; with its place, for the message whose turn it is. */
    int attempt(Outgoing message, Route.@Nullable Receipt receipt, Route.@Nullable Waiter place) {
        append.lock();
        try {
            checkOpen();
            if (place == null && queue.isOccupied()) {
                refusedLength = lengthOf(message);
                return BLOCKED;
            }
            return datagrams ? drop(message, receipt) : give(message, receipt, place);
        } finally {
            append.unlock();
        }
    }

    /** One attempt for a message that waits in its place; fails instead if the publisher does not wait for what is in the way. */
    int attemptInTurn(Outgoing message, Route.Waiter place) {
        append.lock();
        try {
            int matched = attempt(message, null, place);
            if (failFast && matched == BLOCKED && route.isHeldUpByDoubt()) {
                throw inDoubtException();
            }
            return matched;
        } finally {
            append.unlock();
        }
    }

    private int give(Outgoing message, Route.@Nullable Receipt receipt, Route.@Nullable Waiter place) {
        long length = lengthOf(message);
        if (length > limitBytes) {
            throw new LimitException("expected a message of at most " + limitBytes
                    + " bytes (half of session.sendLogBytes), got " + length);
        }
        int here = local.look();
        long nowMs = environment.wallTimeMillis();
        MessageHead.encode(head, message.hasHeaders(), nowMs);
        int there = route.offer(sequence + 1, head, message.body(), local.windows(), receipt, place);
        if (there == BLOCKED) {
            refusedLength = length;
            return BLOCKED;
        }
        refusedLength = 0;
        sequence++;
        if (here > 0) {
            local.deliver(source, sequence, nowMs, message, (int) Route.cost(length));
        } else if (there == 0) {
            unmatched++;
        }
        return here + there;
    }

    private static long lengthOf(Outgoing message) {
        return (long) MessageHead.BYTES + message.body().remaining();
    }

    /** Keeps credit and windows for a message as large as the last one that was refused; true if they are there. */
    boolean reserve(Route.Waiter place) {
        append.lock();
        try {
            if (closed || datagrams || refusedLength == 0) {
                return true;
            }
            local.look();
            return route.reserve(refusedLength, local.windows(), place);
        } finally {
            append.unlock();
        }
    }

    /** Gives a datagram to whoever can take it now. */
    private int drop(Outgoing message, Route.@Nullable Receipt receipt) {
        long nowMs = environment.wallTimeMillis();
        MessageHead.encode(head, message.hasHeaders(), nowMs);
        int there = route.datagram(sequence + 1, head, message.body());
        sequence++;
        int here = local.look();
        if (here > 0) {
            long cost = Route.cost(lengthOf(message));
            local.deliverIfRoom(source, sequence, nowMs, message, (int) cost);
        }
        if (here + there == 0) {
            unmatched++;
        }
        if (receipt != null) {
            receipt.settled(0, there); // nobody will ever confirm
        }
        return here + there;
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

    /** See {@link chaski.api.streamer.Publisher#whenWritable}. */
    void whenWritable(Runnable callback) {
        queue.whenWritable(callback);
        whenRefused.run();
    }

    Given given() {
        append.lock();
        try {
            return new Given(sequence - unmatched, unmatched);
        } finally {
            append.unlock();
        }
    }

    /** Nothing goes out any more, and nothing waits any longer. False when it was closed already. */
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
        queue.closed();
        return true;
    }
}
