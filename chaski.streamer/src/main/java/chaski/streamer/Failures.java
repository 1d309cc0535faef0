package chaski.streamer;

import chaski.api.TopicPattern;
import chaski.api.node.Channel;
import chaski.api.node.NodeEvent;
import chaski.api.streamer.SubscriptionError;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Where the failures of one subscription go: to the user's error handler, or else as events; counted in any case. Thread-safe.
 */
final class Failures {

    private final Channel channel;
    private final TopicPattern pattern;
    private final Optional<Consumer<? super SubscriptionError>> handler;
    private final AtomicLong count = new AtomicLong();

    Failures(Channel channel, TopicPattern pattern, Optional<Consumer<? super SubscriptionError>> handler) {
        this.channel = channel;
        this.pattern = pattern;
        this.handler = handler;
    }

    long count() {
        return count.get();
    }

    void tell(Envelope envelope, Throwable error) {
        count.incrementAndGet();
        if (handler.isEmpty()) {
            raise(error);
            return;
        }
        Envelope.Source source = envelope.source();
        try {
            handler.get().accept(new SubscriptionError(source.topic(), source.origin(), envelope.sequence(), error));
        } catch (RuntimeException e) {
            e.addSuppressed(error);
            raise(e);
        }
    }

    void stalled(NodeEvent.HandlerStalled event) {
        channel.raise(event);
    }

    void raise(Throwable error) {
        channel.raise(new NodeEvent.HandlerFailed("subscription to " + pattern, error));
    }
}
