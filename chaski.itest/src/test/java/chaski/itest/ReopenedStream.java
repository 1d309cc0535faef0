package chaski.itest;

import chaski.api.ChaskiException;
import chaski.api.ClosedException;
import chaski.api.node.NodeEvent;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The numbers 1, 2, 3 … from one framework to another, one every few milliseconds. The publisher and the subscription
 * are opened again by the current streamers when the previous ones have closed. It records which numbers were given to
 * a subscription, which arrived, and whether one arrived twice or, at one subscription, after a later one. Thread-safe.
 */
final class ReopenedStream implements AutoCloseable {

    private static final String TOPIC = "every.number";

    private final ServiceOfNow<Streamer> from;
    private final ServiceOfNow<Streamer> to;
    private final ScheduledExecutorService publishing = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledExecutorService subscribing = Executors.newSingleThreadScheduledExecutor();
    private final AtomicReference<String> wrong = new AtomicReference<>();
    private final AtomicLong excused = new AtomicLong();

    /** Given to a subscription and not arrived yet. */
    private final Set<Long> open = new HashSet<>();

    /** Arrived before it was recorded that they were given. */
    private final Set<Long> early = new HashSet<>();

    private final Set<Long> arrived = new HashSet<>();
    private Optional<Publisher<String>> publisher = Optional.empty();
    private Optional<Subscription<String>> subscription = Optional.empty();
    private volatile long published;

    ReopenedStream(ServiceOfNow<Streamer> from, ServiceOfNow<Streamer> to) {
        this.from = from;
        this.to = to;
        subscribing.scheduleWithFixedDelay(this::subscribe, 0, 5, TimeUnit.MILLISECONDS);
        publishing.scheduleWithFixedDelay(this::publish, 0, 4, TimeUnit.MILLISECONDS);
    }

    /** For each publishing node: the numbers that it reports as not delivered are accounted for. */
    void watch(NodeEvent event) {
        if (event instanceof NodeEvent.Unsubscribed unsubscribed) {
            excused.addAndGet(unsubscribed.count());
        } else if (event instanceof NodeEvent.SessionLost lost) {
            lost.ranges().forEach(range -> excused.addAndGet(range.count()));
        }
    }

    private void publish() {
        try {
            if (publisher.isEmpty()) {
                publisher = from.find().map(streamer -> streamer.publisher(TOPIC, String.class));
            }
            publisher.ifPresent(out -> {
                long number = published + 1;
                boolean matched = out.publish(Long.toString(number)) > 0;
                published = number;
                given(number, matched);
            });
        } catch (ClosedException e) {
            publisher = Optional.empty();
        } catch (RuntimeException | Error e) {
            wrong.compareAndSet(null, "number " + (published + 1) + " was not published: " + e);
        }
    }

    private void subscribe() {
        try {
            if (subscription.filter(in -> !in.isClosed()).isEmpty()) {
                AtomicLong last = new AtomicLong();
                subscription = to.find()
                        .map(streamer -> streamer.subscribe(
                                TOPIC, String.class, message -> arrived(Long.parseLong(message.payload()), last)));
            }
        } catch (ChaskiException e) { // it is just being removed
            subscription = Optional.empty();
        } catch (RuntimeException | Error e) {
            wrong.compareAndSet(null, "no subscription: " + e);
        }
    }

    private synchronized void given(long number, boolean matched) {
        if (matched && !early.remove(number)) {
            open.add(number);
        }
    }

    private synchronized void arrived(long number, AtomicLong last) {
        if (!arrived.add(number)) {
            wrong.compareAndSet(null, "number " + number + " arrived twice");
        }
        if (number <= last.getAndSet(number)) {
            wrong.compareAndSet(null, "number " + number + " arrived behind a later one");
        }
        if (!open.remove(number)) {
            early.add(number);
        }
    }

    /** {@return the last number that was published} */
    long published() {
        return published;
    }

    /** {@return how many numbers have arrived} */
    synchronized long count() {
        return arrived.size();
    }

    /** {@return how many numbers up to this one were given to a subscription and have not arrived} */
    synchronized long missing(long upTo) {
        return open.stream().filter(number -> number <= upTo).count();
    }

    /** Clears the missing numbers, once they are accounted for. */
    synchronized void forget(long upTo) {
        open.removeIf(number -> number <= upTo);
        excused.set(0);
    }

    /** {@return how many were reported as not delivered} */
    long excused() {
        return excused.get();
    }

    /** {@return the first error, if any} */
    Optional<String> wrong() {
        return Optional.ofNullable(wrong.get());
    }

    @Override
    public void close() {
        publishing.shutdownNow();
        subscribing.shutdownNow();
        publisher.ifPresent(Publisher::close);
        subscription.ifPresent(Subscription::close);
        publisher = Optional.empty();
        subscription = Optional.empty();
    }
}
