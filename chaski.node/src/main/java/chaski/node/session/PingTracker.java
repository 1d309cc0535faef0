package chaski.node.session;

import chaski.api.TransportException;
import chaski.api.node.RoundTrip;
import chaski.api.protocol.Environment;
import chaski.node.liveness.RttEstimator;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Measures the round trips of one session, one PING at a time. Thread-safe; futures are completed without its lock. */
public final class PingTracker {

    private static final long TIMEOUT_NS = 10_000_000_000L;
    private static final int MAX_QUEUED = 64;

    private final Environment environment;
    private final ControlState control;
    private final Runnable wake;
    private final RttEstimator estimator = new RttEstimator();
    private final ArrayDeque<Asked> queue = new ArrayDeque<>();
    private @Nullable Asked current;
    private long lastNumber;
    private long sentNs;

    PingTracker(Environment environment, ControlState control, Runnable wake) {
        this.environment = environment;
        this.control = control;
        this.wake = wake;
    }

    private record Asked(
            long number,
            int bytes,
            CompletableFuture<Duration> answer,
            AtomicReference<Environment.Cancellable> timer) {

        void cancelTimer() {
            Environment.Cancellable running = timer.get();
            if (running != null) {
                running.cancel();
            }
        }
    }

    /** {@return the round trips so far} */
    public synchronized RoundTrip roundTrip() {
        return estimator.snapshot();
    }

    /** {@return true if a PING is in transit} */
    public synchronized boolean isBusy() {
        return current != null;
    }

    /**
     * Measures one round trip, after those that were requested before.
     *
     * @param bytes the payload
     * @return the time; fails when there is no link, the link is lost, or ten seconds pass
     */
    public CompletionStage<Duration> ping(int bytes) {
        CompletableFuture<Duration> answer = new CompletableFuture<>();
        synchronized (this) {
            if (queue.size() >= MAX_QUEUED) {
                answer.completeExceptionally(
                        new TransportException("expected at most " + MAX_QUEUED + " pings waiting for a peer"));
                return answer;
            }
            Asked asked = new Asked(++lastNumber, bytes, answer, new AtomicReference<>());
            queue.add(asked);
            asked.timer().set(environment.schedule(TIMEOUT_NS, () -> fail(asked, "no answer to a PING within 10 s")));
        }
        next();
        return answer;
    }

    private void next() {
        synchronized (this) {
            if (current != null || queue.isEmpty()) {
                return;
            }
            Asked asked = queue.removeFirst();
            current = asked;
            sentNs = environment.nanoTime();
            control.ping(asked.number(), asked.bytes());
        }
        wake.run();
    }

    synchronized void leaves(long number) {
        Asked now = current;
        if (now != null && now.number() == number) {
            sentNs = environment.nanoTime();
        }
    }

    void arrived(long number) {
        Asked answered;
        long elapsedNs;
        synchronized (this) {
            answered = current;
            if (answered == null || answered.number() != number) {
                return;
            }
            current = null;
            elapsedNs = environment.nanoTime() - sentNs;
            estimator.sample(elapsedNs);
        }
        answered.cancelTimer();
        answered.answer().complete(Duration.ofNanos(elapsedNs));
        next();
    }

    private void fail(Asked asked, String reason) {
        synchronized (this) {
            queue.remove(asked);
            if (current != null && current.number() == asked.number()) {
                current = null;
            }
        }
        asked.answer().completeExceptionally(new TransportException(reason));
        next();
    }

    /** Fails all pending measurements: the link is lost, and nothing in transit will be answered. */
    void abandon() {
        ArrayDeque<Asked> all;
        synchronized (this) {
            all = new ArrayDeque<>(queue);
            queue.clear();
            if (current != null) {
                all.addFirst(current);
                current = null;
                control.noPing();
            }
        }
        for (Asked asked : all) {
            asked.cancelTimer();
            asked.answer().completeExceptionally(new TransportException("the link to the peer was lost"));
        }
    }
}
