package chaski.streamer.publish;

import chaski.api.ClosedException;
import chaski.api.LimitException;
import chaski.api.protocol.Environment;
import chaski.api.protocol.Route;
import chaski.api.security.AccessRefusedException;
import chaski.api.streamer.NotPublishedException;
import chaski.api.streamer.PublisherOptions;
import chaski.api.streamer.Reliability;
import chaski.streamer.subscribe.PublisherDescriptor;
import chaski.streamer.waiting.Nanos;
import chaski.streamer.waiting.Wakeup;
import chaski.streamer.wire.MessageHead;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the messages of one publisher and sends each to all matching subscriptions, remote and local, or to none.
 * Thread-safe.
 *
 * <p>Each accepted message takes a number, even if it matches no subscription; a refused one takes none.
 */
final class PublishPipeline {

    /** A receiver has no room, or another message waits. */
    static final int BLOCKED = Route.BLOCKED;

    /** A publisher that offers again within this time counts as waiting; one that does not has given up. */
    private static final long RETRY_PERIOD_NS = 1_000_000_000L;

    private final Environment environment;
    private final PublisherDescriptor source;
    private final Route route;
    private final LocalReceivers local;
    private final long limitBytes;
    private final PublishQueue queue;
    private final boolean datagrams;
    private final boolean failFast;
    private volatile Runnable onRefused = () -> {};

    private final ReentrantLock append = new ReentrantLock();

    // guarded by append
    private final ByteBuffer head = ByteBuffer.allocate(MessageHead.BYTES);
    private long sequence;
    private long unmatched;

    /** The length of the last message if it was refused, or 0. */
    private long refusedLength;

    /** Written under append. */
    private volatile boolean closed;

    /** Why this node's own grants do not allow the topic, or {@code null}. Written under append. */
    private volatile @Nullable String notGranted;

    private volatile boolean refused;
    private volatile long refusedNs;

    PublishPipeline(
            Environment environment,
            PublisherDescriptor source,
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

    /** Sets a task that is called, under no lock, whenever a message or a callback may have to wait. */
    void onRefused(Runnable task) {
        onRefused = task;
    }

    /** How many messages matched a subscription, and how many were accepted without matching any. */
    record Counts(long matched, long unmatched) {}

    /** Sends a message without waiting. Returns how many subscriptions matched, or {@link #BLOCKED}. */
    int offer(EncodedMessage message, Route.@Nullable Receipt receipt) {
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
        message.runInlineHandlers();
        return matched;
    }

    /** Sends a message, waiting if necessary. */
    int publish(EncodedMessage message, long timeoutNs) throws InterruptedException {
        int matched = offer(message, null);
        return matched == BLOCKED ? publishWaiting(message, timeoutNs) : matched;
    }

    private void refused() {
        refusedNs = environment.nanoTime();
        refused = true;
        onRefused.run();
    }

    /** True if messages or callbacks wait, or a message was refused recently. */
    boolean isHeldUp(long nowNs) {
        return !closed && (queue.isWaitedFor() || (refused && nowNs - refusedNs <= RETRY_PERIOD_NS));
    }

    private int publishWaiting(EncodedMessage message, long timeoutNs) throws InterruptedException {
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
                "a message for " + source.topic() + " was not published in time: a subscriber or its link"
                        + " cannot keep up; no subscriber received the message");
    }

    private NotPublishedException inDoubtException() {
        return new NotPublishedException(
                NotPublishedException.Reason.IN_DOUBT,
                "a message for " + source.topic() + " was not published: the process of a subscriber seems to have"
                        + " ended, and there is no room left for it; no subscriber received the message");
    }

    /** Enqueues a message that waits; see {@link PublishQueue#enter}. */
    PublishQueue.Entry enter(EncodedMessage message, Runnable notified) {
        refused();
        return queue.enter(message, notified);
    }

    /** Attempts to send a message. {@code place} is that of the message whose turn it is, or {@code null}. */
    int attempt(EncodedMessage message, Route.@Nullable Receipt receipt, Route.@Nullable Waiter place) {
        append.lock();
        try {
            checkOpen();
            if (place == null && queue.isOccupied()) {
                refusedLength = lengthOf(message);
                return BLOCKED;
            }
            return datagrams ? publishDatagram(message, receipt) : publishReliable(message, receipt, place);
        } finally {
            append.unlock();
        }
    }

    /**
     * Attempts to send a waiting message. Fails if the publisher is configured not to wait for a peer in doubt, and one
     * blocks it.
     */
    int attemptInTurn(EncodedMessage message, Route.Waiter place) {
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

    private int publishReliable(EncodedMessage message, Route.@Nullable Receipt receipt, Route.@Nullable Waiter place) {
        long length = lengthOf(message);
        if (length > limitBytes) {
            throw new LimitException("expected a message of at most " + limitBytes
                    + " bytes (half of session.sendLogBytes), got " + length);
        }
        int here = local.refresh();
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

    private static long lengthOf(EncodedMessage message) {
        return (long) MessageHead.BYTES + message.body().remaining();
    }

    /** Reserves credit and windows for a message as large as the last refused one. True if all of it is reserved. */
    boolean reserve(Route.Waiter place) {
        append.lock();
        try {
            if (closed || datagrams || refusedLength == 0) {
                return true;
            }
            local.refresh();
            return route.reserve(refusedLength, local.windows(), place);
        } finally {
            append.unlock();
        }
    }

    /** Sends a datagram to every receiver that has room now. */
    private int publishDatagram(EncodedMessage message, Route.@Nullable Receipt receipt) {
        long nowMs = environment.wallTimeMillis();
        MessageHead.encode(head, message.hasHeaders(), nowMs);
        int there = route.datagram(sequence + 1, head, message.body());
        sequence++;
        int here = local.refresh();
        if (here > 0) {
            long cost = Route.cost(lengthOf(message));
            local.deliverIfRoom(source, sequence, nowMs, message, (int) cost);
        }
        if (here + there == 0) {
            unmatched++;
        }
        if (receipt != null) {
            receipt.settled(0, there); // datagrams are never acknowledged
        }
        return here + there;
    }

    void checkOpen() {
        if (closed) {
            throw new ClosedException("the publisher of " + source.topic() + " is closed");
        }
        String reason = notGranted;
        if (reason != null) {
            throw new AccessRefusedException(reason);
        }
    }

    /** True while this node's own grants do not allow the topic. */
    boolean isNotGranted() {
        return notGranted != null;
    }

    /** Sends no more messages, also of those that wait, while there is a reason. */
    void refuse(@Nullable String reason) {
        append.lock();
        try {
            notGranted = reason;
        } finally {
            append.unlock();
        }
        if (reason != null) {
            queue.reconsiderAll();
        }
    }

    boolean isClosed() {
        return closed;
    }

    PublisherDescriptor source() {
        return source;
    }

    Route route() {
        return route;
    }

    /** How many local subscriptions match now. */
    int localMatches() {
        append.lock();
        try {
            return local.refresh();
        } finally {
            append.unlock();
        }
    }

    /** See {@link chaski.api.streamer.Publisher#whenWritable}. */
    void whenWritable(Runnable callback) {
        queue.whenWritable(callback);
        onRefused.run();
    }

    Counts counts() {
        append.lock();
        try {
            return new Counts(sequence - unmatched, unmatched);
        } finally {
            append.unlock();
        }
    }

    /** Sends no more messages and ends all waits. False if it was closed before. */
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
        queue.reconsiderAll();
        return true;
    }
}
