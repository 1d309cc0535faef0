package chaski.streamer.subscribe;

import chaski.api.TopicPattern;
import chaski.api.node.NodeEvent;
import chaski.api.streamer.SubscriptionError;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Where payloads that do not fit and exceptions of a handler end: counted, and told to the error handler or, when there is none or it
 * fails itself, to those who watch the node. Thread-safe; throws nothing.
 */
final class Failures {

    private final TopicPattern pattern;
    private final Optional<Consumer<? super SubscriptionError>> onError;
    private final Consumer<NodeEvent> events;
    private final AtomicLong count = new AtomicLong();

    Failures(TopicPattern pattern, Optional<Consumer<? super SubscriptionError>> onError, Consumer<NodeEvent> events) {
        this.pattern = pattern;
        this.onError = onError;
        this.events = events;
    }

    /** Tells of an error with one message. */
    void report(Delivery delivery, Throwable error) {
        count.incrementAndGet();
        if (onError.isEmpty()) {
            raise("message " + delivery, error);
            return;
        }
        try {
            onError.get()
                    .accept(new SubscriptionError(delivery.topic(), delivery.origin(), delivery.sequence(), error));
        } catch (Throwable e) { // even an Error of user code must not end whoever calls here
            raise("error handler", e);
        }
    }

    /** Tells of an error that belongs to no message. */
    void report(String what, Throwable error) {
        count.incrementAndGet();
        raise(what, error);
    }

    private void raise(String what, Throwable error) {
        events.accept(new NodeEvent.HandlerFailed("subscription " + pattern + ", " + what, error));
    }

    long count() {
        return count.get();
    }
}
