package chaski.streamer;

import chaski.api.ClosedException;
import chaski.api.Topic;
import chaski.api.node.Environment;
import chaski.api.node.NodeEvent.LostRange;
import chaski.api.node.Route;
import chaski.api.node.RouteListener;
import chaski.api.streamer.NotPublishedException;
import chaski.api.streamer.NotPublishedException.Reason;
import chaski.api.streamer.Offer;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Receipt;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Publishes on one topic. Two locks keep the order: {@code append} is held while one message is given out, which never waits;
 * {@code turn} is held by a caller that waits for back-pressure, and fairly queues the callers behind it. While somebody waits,
 * {@link #offer} declines at once.
 *
 * @param <T> the type of the payloads
 */
final class DefaultPublisher<T> implements Publisher<T>, RouteListener {

    private final DefaultStreamer streamer;
    private final Topic topic;
    private final PayloadFormat<T> format;
    private final Route route;
    private final LocalTargets locals;
    private final ReentrantLock append = new ReentrantLock();
    private final ReentrantLock turn = new ReentrantLock(true);
    private final ByteBuffer plainHead = ByteBuffer.allocate(MessageHead.PLAIN_BYTES);
    private final Semaphore matchNews = new Semaphore(0);
    private final AtomicLong lost = new AtomicLong();
    private volatile @Nullable Wait waiting;
    private volatile boolean stalled;
    private volatile boolean closed;

    // Guarded by append:
    private long sequence;
    private long accepted;
    private long unmatched;

    DefaultPublisher(DefaultStreamer streamer, Topic topic, PayloadFormat<T> format) {
        this.streamer = streamer;
        this.topic = topic;
        this.format = format;
        this.route = streamer.channel().route(topic, new RoutePreamble(topic, format.content()).encode(), this);
        this.locals = new LocalTargets(streamer, topic, route.number(), format.content());
    }

    @Override
    public Topic topic() {
        return topic;
    }

    // ---- without waiting

    @Override
    public Offer offer(T payload) {
        if (closed) {
            return Offer.CLOSED;
        }
        ByteBuffer body = format.encode(payload);
        append.lock();
        try {
            if (stalled) {
                return Offer.BACKPRESSURED;
            }
            int matched = give(null, body, null, null);
            return matched == Route.BLOCKED
                    ? Offer.BACKPRESSURED
                    : matched == 0 ? Offer.NO_SUBSCRIBER : Offer.ACCEPTED;
        } catch (ClosedException e) {
            return Offer.CLOSED;
        } finally {
            append.unlock();
        }
    }

    @Override
    public CompletionStage<Receipt> publishAsync(T payload) {
        ByteBuffer body = format.encode(payload);
        CompletableFuture<Integer> lostPeers = new CompletableFuture<>();
        int matched;
        append.lock();
        try {
            matched = stalled ? Route.BLOCKED : give(null, body, (acknowledged, gone) -> lostPeers.complete(gone), null);
        } finally {
            append.unlock();
        }
        if (matched == Route.BLOCKED) {
            return CompletableFuture.failedFuture(new NotPublishedException(
                    Reason.BACKPRESSURED, "a subscriber of " + topic + " is behind: nobody has the message, try later"));
        }
        return lostPeers.thenApply(gone -> new Receipt(matched, gone));
    }

    /** Gives a message to everybody or nobody; the append lock is held. */
    private int give(
            @Nullable ByteBuffer head, ByteBuffer body, Route.@Nullable Receipt receipt, Route.@Nullable Waiter waiter) {
        if (closed) {
            throw new ClosedException("the publisher of " + topic + " is closed");
        }
        long timestampMs = streamer.node().environment().wallTimeMillis();
        ByteBuffer begin = head;
        if (begin == null) {
            plainHead.clear();
            MessageHead.encode(plainHead, timestampMs);
            begin = plainHead.flip();
        }
        long cost = Route.cost((long) begin.remaining() + body.remaining());
        if (!locals.reserve(cost)) {
            return Route.BLOCKED;
        }
        int remote = Route.BLOCKED;
        try {
            remote = route.offer(sequence + 1, begin, body, receipt, waiter);
        } finally {
            if (remote == Route.BLOCKED) {
                locals.release(cost);
            }
        }
        if (remote == Route.BLOCKED) {
            return Route.BLOCKED;
        }
        sequence++;
        int matched = remote + locals.deliver(sequence, begin, body, cost);
        if (matched > 0) {
            accepted++;
        } else {
            unmatched++;
        }
        return matched;
    }

    // ---- waiting

    @Override
    public int publish(T payload, Map<String, String> headers) {
        ByteBuffer head = headers.isEmpty()
                ? null
                : MessageHead.encode(streamer.node().environment().wallTimeMillis(), headers);
        return publish(head, format.encode(payload), Long.MAX_VALUE);
    }

    @Override
    public int publish(T payload, Duration timeout) {
        return publish(null, format.encode(payload), Math.max(0, timeout.toNanos()));
    }

    private int publish(@Nullable ByteBuffer head, ByteBuffer body, long timeoutNs) {
        append.lock();
        try {
            int matched = stalled ? Route.BLOCKED : give(head, body, null, null);
            if (matched != Route.BLOCKED) {
                return matched;
            }
        } finally {
            append.unlock();
        }
        try {
            return publishInTurn(head, body, timeoutNs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotPublishedException(
                    Reason.INTERRUPTED, "interrupted while waiting to publish on " + topic + ": no peer has the message");
        }
    }

    private int publishInTurn(@Nullable ByteBuffer head, ByteBuffer body, long timeoutNs) throws InterruptedException {
        Environment environment = streamer.node().environment();
        long beganNs = environment.nanoTime();
        if (!turn.tryLock(timeoutNs, TimeUnit.NANOSECONDS)) {
            throw timedOut();
        }
        try (Wait wait = new Wait()) {
            waiting = wait;
            while (true) {
                int matched = giveInTurn(head, body, wait);
                if (matched != Route.BLOCKED) {
                    return matched;
                }
                long leftNs = timeoutNs == Long.MAX_VALUE ? timeoutNs : timeoutNs - (environment.nanoTime() - beganNs);
                if (leftNs <= 0 || !wait.await(leftNs)) {
                    throw timedOut();
                }
            }
        } finally {
            waiting = null;
            endTurn();
        }
    }

    private int giveInTurn(@Nullable ByteBuffer head, ByteBuffer body, Wait wait) {
        append.lock();
        try {
            stalled = true;
            int matched = give(head, body, null, wait.place);
            if (matched == Route.BLOCKED) {
                wait.watch(locals, Route.cost((long) body.remaining() + MessageHead.PLAIN_BYTES));
            }
            return matched;
        } finally {
            append.unlock();
        }
    }

    private void endTurn() {
        append.lock();
        try {
            stalled = turn.hasQueuedThreads();
        } finally {
            append.unlock();
            turn.unlock();
        }
    }

    private NotPublishedException timedOut() {
        return new NotPublishedException(
                Reason.TIMEOUT, "a subscriber of " + topic + " stayed behind: no peer has the message, try again");
    }

    /** One caller that waits: in line on the route, and for this node's own subscriptions. */
    private final class Wait implements AutoCloseable {

        private final Semaphore news = new Semaphore(0);
        private final Route.Waiter place = route.enter(news::release);
        private Environment.Cancellable local = () -> {};

        void watch(LocalTargets targets, long cost) {
            local.cancel();
            local = targets.whenReservable(cost, news::release);
        }

        boolean await(long timeoutNs) throws InterruptedException {
            boolean told = news.tryAcquire(timeoutNs, TimeUnit.NANOSECONDS);
            news.drainPermits();
            return told;
        }

        @Override
        public void close() {
            local.cancel();
            place.close();
        }
    }

    // ---- subscribers

    @Override
    public int subscribers() {
        return route.matched() + locals.count();
    }

    @Override
    public boolean awaitSubscribers(int count, Duration timeout) {
        Environment environment = streamer.node().environment();
        long deadlineNs = environment.nanoTime() + timeout.toNanos();
        try {
            while (subscribers() < count) {
                long leftNs = deadlineNs - environment.nanoTime();
                if (closed || leftNs <= 0) {
                    return false;
                }
                matchNews.tryAcquire(leftNs, TimeUnit.NANOSECONDS);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotPublishedException(Reason.INTERRUPTED, "interrupted while waiting for subscribers of " + topic);
        }
    }

    void matchChanged() {
        matchNews.release();
    }

    @Override
    public void onMatchChanged() {
        matchChanged();
    }

    @Override
    public void whenWritable(Runnable callback) {
        if (locals.isBlocked()) {
            locals.whenReservable(Route.MIN_COST, callback);
        } else {
            route.whenWritable(callback);
        }
    }

    // ---- outcomes

    @Override
    public void onLost(LostRange range) {
        lost.addAndGet(range.count());
    }

    @Override
    public boolean settle(Duration timeout) {
        try {
            route.settled().toCompletableFuture().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotPublishedException(
                    Reason.INTERRUPTED, "interrupted while waiting for confirmations on " + topic);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for confirmations on " + topic + " failed", e);
        }
    }

    @Override
    public Statistics statistics() {
        append.lock();
        try {
            long gone = lost.get();
            return new Statistics(accepted, unmatched, Math.max(0, route.sent() - route.unconfirmed() - gone), gone);
        } finally {
            append.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        Wait wait = waiting;
        if (wait != null) {
            wait.news.release();
        }
        matchNews.release();
        route.close();
        streamer.closed(this);
    }

    @Override
    public String toString() {
        return "publisher of " + topic;
    }
}
