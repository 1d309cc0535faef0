package chaski.streamer;

import chaski.api.ConfigurationException;
import chaski.api.TopicPattern;
import chaski.api.node.Declared;
import chaski.api.streamer.Message;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A subscription: a queue, the declaration that fills it, and whoever consumes it. Thread-safe.
 *
 * @param <T> the type of the payloads
 */
final class DefaultSubscription<T> implements Subscription<T> {

    private final DefaultStreamer streamer;
    private final TopicPattern pattern;
    private final PayloadFormat<T> format;
    private final SubscriptionOptions options;
    private final Failures failures;
    private final Declared declared;
    private final EnvelopeQueue queue = new EnvelopeQueue();
    private final CreditReturns credits;
    private final @Nullable HandlerRunner<T> handler;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicBoolean flowTaken = new AtomicBoolean();
    private final AtomicLong discarded = new AtomicLong();

    DefaultSubscription(
            DefaultStreamer streamer,
            TopicPattern pattern,
            PayloadFormat<T> format,
            SubscriptionOptions options,
            HandlerRunner.@Nullable Handler<T> handler,
            Declared declared) {
        this.streamer = streamer;
        this.pattern = pattern;
        this.format = format;
        this.options = options;
        this.failures = new Failures(streamer.channel(), pattern, options.onError());
        this.declared = declared;
        this.credits = new CreditReturns(options.queueBytes());
        this.handler = handler == null ? null : new HandlerRunner<>(this, handler);
    }

    void start() {
        if (handler != null && !options.inline()) {
            handler.start(streamer.node().environment());
        }
    }

    Declared declared() {
        return declared;
    }

    Failures failures() {
        return failures;
    }

    EnvelopeQueue queue() {
        return queue;
    }

    @Override
    public TopicPattern pattern() {
        return pattern;
    }

    // ---- the side of those who deliver

    /** Takes a message; false when this subscription is closed. */
    boolean deliver(Envelope envelope) {
        if (!queue.put(envelope)) {
            return false;
        }
        if (handler != null && options.inline()) {
            handler.runInline();
        }
        return true;
    }

    /** Whether messages that a peer sends under those of our declarations that it has applied are for this subscription. */
    boolean receivesAt(long appliedVersion) {
        return !queue.isClosed()
                && declared.version() <= appliedVersion
                && appliedVersion < declared.withdrawnVersion();
    }

    /** Whether this node's own publishers reach it. */
    boolean isOpen() {
        return !ending.get();
    }

    void wake() {
        queue.wake();
    }

    // ---- the side of those who consume

    @Nullable Message<T> poll(long timeoutNs) throws InterruptedException {
        while (true) {
            Envelope envelope = queue.take(timeoutNs);
            if (envelope == null) {
                return null;
            }
            release(envelope, queue.isEmpty());
            Message<T> message = open(envelope);
            if (message != null) {
                return message;
            }
        }
    }

    /** Decodes; what does not fit is reported, and {@code null}. */
    @Nullable Message<T> open(Envelope envelope) {
        try {
            return envelope.open(format);
        } catch (RuntimeException e) {
            failures.tell(envelope, e);
            return null;
        }
    }

    /** Gives the credit of a message back, together with that of others unless it is the last one at hand. */
    void release(Envelope envelope, boolean last) {
        credits.add(envelope, last);
        if (last) {
            queue.tellIfOver();
        }
    }

    @Override
    public Iterator<Message<T>> iterator() {
        checkNoHandler();
        return new Messages();
    }

    private final class Messages implements Iterator<Message<T>> {

        private @Nullable Message<T> next;

        @Override
        public boolean hasNext() {
            if (next == null) {
                try {
                    next = poll(Long.MAX_VALUE);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return next != null;
        }

        @Override
        public Message<T> next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException("the subscription to " + pattern + " has ended");
            }
            Message<T> message = next;
            next = null;
            return message;
        }
    }

    @Override
    public Optional<Message<T>> next(Duration timeout) {
        checkNoHandler();
        try {
            return Optional.ofNullable(poll(Math.max(0, timeout.toNanos())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public Flow.Publisher<Message<T>> asFlowPublisher() {
        checkNoHandler();
        return subscriber -> new FlowRunner<>(this, subscriber, flowTaken.compareAndSet(false, true))
                .start(streamer.node().environment());
    }

    private void checkNoHandler() {
        if (handler != null) {
            throw new ConfigurationException(
                    "the subscription to " + pattern + " has a handler: its messages cannot be taken otherwise");
        }
    }

    // ---- the end

    @Override
    public void drain() {
        if (ending.compareAndSet(false, true)) {
            streamer.table().changed();
            declared.withdraw(this::drained);
        }
    }

    private void drained() {
        streamer.table().remove(this);
        queue.finish();
    }

    @Override
    public void close() {
        boolean first = ending.compareAndSet(false, true);
        ArrayDeque<Envelope> left = queue.close();
        discarded.addAndGet(left.size());
        left.forEach(e -> release(e, e == left.peekLast()));
        streamer.table().remove(this);
        if (first) {
            declared.withdraw(() -> {});
        }
    }

    @Override
    public boolean isClosed() {
        return queue.isEnded();
    }

    @Override
    public boolean awaitClosed(Duration timeout) {
        try {
            long deadlineNs = streamer.node().environment().nanoTime() + timeout.toNanos();
            return queue.awaitEnd(timeout.toNanos())
                    && (handler == null || handler.awaitEnd(deadlineNs - streamer.node().environment().nanoTime()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public Statistics statistics() {
        return new Statistics(queue.delivered(), queue.taken(), failures.count(), discarded.get());
    }

    @Override
    public String toString() {
        return "subscription to " + pattern;
    }
}
