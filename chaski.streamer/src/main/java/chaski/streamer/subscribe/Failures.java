package chaski.streamer.subscribe;

import chaski.api.TopicPattern;
import chaski.api.streamer.SubscriptionError;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Where payloads that do not fit and exceptions of a handler end: counted, told to the error handler, or, when there is none, logged
 * the first time. Thread-safe; throws nothing.
 */
final class Failures {

    private static final System.Logger LOG = System.getLogger(Failures.class.getName());

    private final TopicPattern pattern;
    private final Optional<Consumer<? super SubscriptionError>> onError;
    private final AtomicLong count = new AtomicLong();
    private final AtomicBoolean logged = new AtomicBoolean();

    Failures(TopicPattern pattern, Optional<Consumer<? super SubscriptionError>> onError) {
        this.pattern = pattern;
        this.onError = onError;
    }

    /** Tells of an error with one message. */
    void report(Delivery delivery, Throwable error) {
        count.incrementAndGet();
        if (onError.isEmpty()) {
            logOnce("message " + delivery + " failed", error);
            return;
        }
        try {
            onError.get()
                    .accept(new SubscriptionError(delivery.topic(), delivery.origin(), delivery.sequence(), error));
        } catch (Throwable e) { // even an Error of user code must not end whoever calls here
            logOnce("the error handler failed", e);
        }
    }

    /** Tells of an error that belongs to no message. */
    void report(String what, Throwable error) {
        count.incrementAndGet();
        logOnce(what, error);
    }

    private void logOnce(String what, Throwable error) {
        if (logged.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "subscription " + pattern + ": " + what + "; further errors of this subscription are only counted",
                    error);
        }
    }

    long count() {
        return count.get();
    }
}
