package chaski.api.streamer;

import chaski.api.ChaskiException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Receives messages in an OSGi framework: register it as a service, and all nodes that exist, or are created
 * later, deliver to it until it is unregistered.
 *
 * <pre>{@code
 * @Component(property = {"chaski.topics=lab.>"})
 * public final class Display implements TopicListener<Reading> {
 *     public Class<Reading> type() { return Reading.class; }
 *     public void onMessage(Message<Reading> message) { ... }
 *     public void onError(SubscriptionError error) { ... }
 * }
 * }</pre>
 *
 * <p>The properties of the service:
 *
 * <ul>
 * <li>{@value #TOPICS}: the patterns, one text or several. Each is a separate subscription; a message that matches two
 * is delivered twice.
 *   <li>{@value #OVERFLOW}: the name of an {@link Overflow}; default {@code BLOCK}.
 * <li>{@value #NODE}: the names or ids of the nodes that deliver, one text or several; default: every node of the
 * framework.
 * </ul>
 *
 * <p>A listener with invalid properties receives nothing; the reason is logged as an error. When properties change,
 * subscriptions that they no longer name end and new ones begin; the others continue without a gap. When the service is
 * unregistered, messages that were sent to it before are delivered for up to a second; the rest is discarded and
 * counted.
 *
 * <p>A payload is decoded to {@link #type}, which is a class of the listener's own bundle or one that it sees: two
 * bundles may have two versions of one record, and both receive.
 *
 * @param <T> the type of the payloads
 */
@ConsumerType
public interface TopicListener<T> {

    /** The service property that names the topics. */
    String TOPICS = "chaski.topics";

    /** The service property for what happens when the queue is full. */
    String OVERFLOW = "chaski.overflow";

    /** The service property that names the nodes. */
    String NODE = "chaski.node";

    /** {@return the type of the payloads, as for {@link Streamer#subscribe(String, Class)}} */
    Class<T> type();

    /**
     * Receives a message. Called for one message after another of a pattern and node, on a thread for these; several
     * patterns or nodes mean several threads.
     *
     * @param message the message
     */
    void onMessage(Message<T> message);

    /**
     * Receives a payload that cannot be decoded as {@link #type} or an exception of {@link #onMessage}; the next
     * message is not affected. Unless it is overridden, the node raises a {@link
     * chaski.api.node.NodeEvent.HandlerFailed}.
     *
     * @param error the failure
     */
    default void onError(SubscriptionError error) {
        throw new ChaskiException("message " + error.sequence() + " of " + error.topic() + " failed", error.error());
    }
}
