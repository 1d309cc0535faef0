package chaski.api.streamer;

import chaski.api.TypeRef;
import java.time.Duration;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Publish and subscribe by topic, without a broker.
 *
 * <pre>{@code
 * Streamer streamer = node.service(Streamer.class);
 * try (Subscription<Reading> in = streamer.subscribe("lab.>", Reading.class)) {
 *     for (Message<Reading> m : in) { ... }
 * }
 * }</pre>
 *
 * <p>Payloads are {@code byte[]}, {@link java.nio.ByteBuffer}, {@link String}, and any record, bean or collection that
 * the chosen codec can write; a generic type such as {@code List<Reading>} is given as a {@link TypeRef}. No class name
 * is sent: each subscriber states the type of the payloads; {@code Object} accepts everything in its plain form, {@code
 * byte[]} and {@code ByteBuffer} as raw bytes. Thread-safe.
 */
@ProviderType
public interface Streamer {

    /**
     * Opens a publisher with the default options.
     *
     * @param topic the topic, without wildcards
     * @param type the type of the payloads
     * @return the publisher
     * @param <T> the type of the payloads
     * @throws chaski.api.InvalidTopicException if the topic violates a rule
     * @throws chaski.api.CodecException when no codec can write the type
     */
    default <T> Publisher<T> publisher(String topic, Class<T> type) {
        return publisher(topic, type, PublisherOptions.DEFAULT);
    }

    /**
     * Opens a publisher of a generic type with the default options.
     *
     * @param topic the topic, without wildcards
     * @param type the type of the payloads
     * @return the publisher
     * @param <T> the type of the payloads
     * @throws chaski.api.InvalidTopicException if the topic violates a rule
     * @throws chaski.api.CodecException when no codec can write the type
     */
    default <T> Publisher<T> publisher(String topic, TypeRef<T> type) {
        return publisher(topic, type, PublisherOptions.DEFAULT);
    }

    /**
     * Opens a publisher.
     *
     * @param topic the topic, without wildcards
     * @param type the type of the payloads
     * @param options the options
     * @return the publisher
     * @param <T> the type of the payloads
     */
    default <T> Publisher<T> publisher(String topic, Class<T> type, PublisherOptions options) {
        return publisher(topic, TypeRef.of(type), options);
    }

    /**
     * Opens a publisher of a generic type.
     *
     * @param topic the topic, without wildcards
     * @param type the type of the payloads
     * @param options the options
     * @return the publisher
     * @param <T> the type of the payloads
     */
    <T> Publisher<T> publisher(String topic, TypeRef<T> type, PublisherOptions options);

    /**
     * Subscribes, to be iterated, polled or used as a Flow publisher.
     *
     * @param pattern the topics
     * @param type the type of the payloads
     * @return the subscription
     * @param <T> the type of the payloads
     * @throws chaski.api.InvalidTopicException if the pattern violates a rule
     */
    default <T> Subscription<T> subscribe(String pattern, Class<T> type) {
        return subscribe(pattern, type, SubscriptionOptions.DEFAULT);
    }

    /**
     * Subscribes to payloads of a generic type, to be iterated, polled or used as a Flow publisher.
     *
     * @param pattern the topics
     * @param type the type of the payloads
     * @return the subscription
     * @param <T> the type of the payloads
     * @throws chaski.api.InvalidTopicException if the pattern violates a rule
     */
    default <T> Subscription<T> subscribe(String pattern, TypeRef<T> type) {
        return subscribe(pattern, type, SubscriptionOptions.DEFAULT);
    }

    /**
     * Subscribes, to be iterated, polled or used as a Flow publisher.
     *
     * @param pattern the topics
     * @param type the type of the payloads
     * @param options the options
     * @return the subscription
     * @param <T> the type of the payloads
     */
    default <T> Subscription<T> subscribe(String pattern, Class<T> type, SubscriptionOptions options) {
        return subscribe(pattern, TypeRef.of(type), options);
    }

    /**
     * Subscribes to payloads of a generic type, to be iterated, polled or used as a Flow publisher.
     *
     * @param pattern the topics
     * @param type the type of the payloads
     * @param options the options
     * @return the subscription
     * @param <T> the type of the payloads
     */
    <T> Subscription<T> subscribe(String pattern, TypeRef<T> type, SubscriptionOptions options);

    /**
     * Subscribes with a handler, called for one message after another on a thread of the subscription. Its exceptions
     * are passed to the error handler of the options.
     *
     * @param pattern the topics
     * @param type the type of the payloads
     * @param handler may block; that only delays this subscription and, once its queue is full, its publishers
     * @return the subscription; it cannot be iterated or polled
     * @param <T> the type of the payloads
     */
    default <T> Subscription<T> subscribe(String pattern, Class<T> type, Consumer<? super Message<T>> handler) {
        return subscribe(pattern, type, SubscriptionOptions.DEFAULT, handler);
    }

    /**
     * Subscribes to payloads of a generic type with a handler; see {@link #subscribe(String, Class, Consumer)}.
     *
     * @param pattern the topics
     * @param type the type of the payloads
     * @param handler may block; that only delays this subscription and, once its queue is full, its publishers
     * @return the subscription; it cannot be iterated or polled
     * @param <T> the type of the payloads
     */
    default <T> Subscription<T> subscribe(String pattern, TypeRef<T> type, Consumer<? super Message<T>> handler) {
        return subscribe(pattern, type, SubscriptionOptions.DEFAULT, handler);
    }

    /**
     * Subscribes with a handler.
     *
     * @param pattern the topics
     * @param type the type of the payloads
     * @param options the options
     * @param handler may block
     * @return the subscription; it cannot be iterated or polled
     * @param <T> the type of the payloads
     */
    default <T> Subscription<T> subscribe(
            String pattern, Class<T> type, SubscriptionOptions options, Consumer<? super Message<T>> handler) {
        return subscribe(pattern, TypeRef.of(type), options, handler);
    }

    /**
     * Subscribes to payloads of a generic type with a handler.
     *
     * @param pattern the topics
     * @param type the type of the payloads
     * @param options the options
     * @param handler may block
     * @return the subscription; it cannot be iterated or polled
     * @param <T> the type of the payloads
     */
    <T> Subscription<T> subscribe(
            String pattern, TypeRef<T> type, SubscriptionOptions options, Consumer<? super Message<T>> handler);

    /**
     * Waits until every message of this streamer's publishers has its outcome.
     *
     * @param timeout how long to wait at most
     * @return whether all have
     */
    boolean awaitAcknowledged(Duration timeout);
}
