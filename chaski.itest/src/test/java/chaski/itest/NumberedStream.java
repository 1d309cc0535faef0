package chaski.itest;

import chaski.api.node.Node;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The numbers 1, 2, 3 … from one node to another, at a steady rate up to a limit, through the services of bundles. The
 * receiving side detects missing, repeated and misplaced ones.
 */
final class NumberedStream implements AutoCloseable {

    /** Slow enough that disturbances occur while the stream flows, also on a busy machine. */
    private static final int PER_TICK = 25;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * The payload.
     *
     * @param number its place in the stream
     * @param text additional content
     */
    public record Numbered(long number, String text) {}

    private final Publisher<Numbered> publisher;
    private final Subscription<Numbered> subscription;
    private final ScheduledThreadPoolExecutor ticks = new ScheduledThreadPoolExecutor(1);
    private final AtomicLong allowed = new AtomicLong();
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicReference<String> wrong = new AtomicReference<>();
    private final AtomicLong longestGapNs = new AtomicLong();
    private long lastNs = System.nanoTime();

    NumberedStream(Node from, Node to, String topic) {
        subscription =
                to.service(Streamer.class).subscribe(topic, Numbered.class, message -> receive(message.payload()));
        publisher = from.service(Streamer.class).publisher(topic, Numbered.class);
        if (!publisher.awaitSubscribers(1, PATIENCE)) {
            throw new IllegalStateException(from + " and " + to + " did not find each other");
        }
        ticks.scheduleAtFixedRate(this::publish, 0, 1, TimeUnit.MILLISECONDS);
    }

    /** Raises the limit of the stream to a number. */
    void allow(long upTo) {
        allowed.set(upTo);
    }

    private void publish() {
        try {
            for (int i = 0; i < PER_TICK && published.get() < allowed.get(); i++) {
                long number = published.get() + 1;
                publisher.publish(new Numbered(number, "the message number " + number));
                published.set(number);
            }
        } catch (RuntimeException e) {
            wrong.compareAndSet(null, "number " + (published.get() + 1) + " was not published: " + e);
            throw e;
        }
    }

    /** On the subscription's thread. */
    private void receive(Numbered message) {
        long nowNs = System.nanoTime();
        longestGapNs.accumulateAndGet(nowNs - lastNs, Math::max);
        lastNs = nowNs;
        long expected = received.get() + 1;
        if (message.number() != expected) {
            wrong.compareAndSet(null, "expected number " + expected + ", got " + message.number());
        }
        received.set(expected);
    }

    long published() {
        return published.get();
    }

    long received() {
        return received.get();
    }

    /** {@return the first error, if any} */
    Optional<String> wrong() {
        return Optional.ofNullable(wrong.get());
    }

    /** {@return the longest time without a message since the last call} */
    Duration longestGap() {
        return Duration.ofNanos(longestGapNs.getAndSet(0));
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        publisher.close();
        subscription.close();
    }
}
