package chaski.itest.scenario;

import chaski.api.streamer.Message;
import chaski.api.streamer.Origin;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The handler of a subscription that checks that the messages of each publisher arrive without a gap and in order, and
 * measures the longest time between two messages.
 */
public final class SequenceCheck {

    private final Map<Origin, Long> last = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();
    private final AtomicReference<@Nullable String> wrong = new AtomicReference<>();
    private volatile long lastNs = System.nanoTime();
    private final AtomicLong longestGapNs = new AtomicLong();

    /**
     * Handles one message after another.
     *
     * @param message the message
     */
    public void accept(Message<?> message) {
        longestGapNs.accumulateAndGet(sinceLastNs(), Math::max);
        lastNs = System.nanoTime();
        Long before = last.put(message.origin(), message.sequence());
        if (before != null && message.sequence() != before + 1) {
            wrong.compareAndSet(null, message.origin() + ": " + message.sequence() + " after " + before);
        }
        count.incrementAndGet();
    }

    private long sinceLastNs() {
        return System.nanoTime() - lastNs;
    }

    /** {@return how many messages there were} */
    public long count() {
        return count.get();
    }

    /** Restarts the measurement of the longest time without a message. */
    void measure() {
        lastNs = System.nanoTime();
        longestGapNs.set(0);
    }

    /** {@return the longest time without a message since {@link #measure}, including the time since the last one} */
    Duration longestGap() {
        return Duration.ofNanos(Math.max(longestGapNs.get(), sinceLastNs()));
    }

    /** Fails if a message was missing, repeated or in the wrong place. */
    public void assertExact() {
        String first = wrong.get();
        if (first != null) {
            throw new AssertionError("not exact: " + first);
        }
    }
}
