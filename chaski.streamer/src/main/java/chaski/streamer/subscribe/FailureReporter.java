package chaski.streamer.subscribe;

import chaski.api.TopicPattern;
import chaski.api.node.NodeEvent;
import chaski.api.streamer.SubscriptionError;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Counts payloads that cannot be decoded and exceptions of a handler, and reports them to the error handler, or as an
 * event of the node if there is none or it fails itself. Thread-safe; throws nothing.
 */
final class FailureReporter {

    private final TopicPattern pattern;
    private final Optional<Consumer<? super SubscriptionError>> onError;
    private final Consumer<NodeEvent.Draft> events;
    private final AtomicLong count = new AtomicLong();

    FailureReporter(
            TopicPattern pattern,
            Optional<Consumer<? super SubscriptionError>> onError,
            Consumer<NodeEvent.Draft> events) {
        this.pattern = pattern;
        this.onError = onError;
        this.events = events;
    }

    /** Reports an error with one message. */
    void report(Delivery delivery, Throwable error) {
        count.incrementAndGet();
        if (onError.isEmpty()) {
            raise("message " + delivery, error);
            return;
        }
        try {
            onError.get()
                    .accept(new SubscriptionError(delivery.topic(), delivery.origin(), delivery.sequence(), error));
        } catch (Throwable e) { // not even an Error of user code may end the calling thread
            raise("error handler", e);
        }
    }

    /** Reports an error that belongs to no message. */
    void report(String what, Throwable error) {
        count.incrementAndGet();
        raise(what, error);
    }

    private void raise(String what, Throwable error) {
        events.accept(at -> new NodeEvent.HandlerFailed(at, "subscription " + pattern + ", " + what, error));
    }

    long count() {
        return count.get();
    }
}
