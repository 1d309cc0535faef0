package chaski.api.streamer;

import chaski.api.ChaskiException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Receives messages in an OSGi framework, without asking for anything: register it as a service, and whatever nodes there are, or come
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
 *   <li>{@value #TOPICS}: the patterns, one text or several. Each is a subscription of its own; a message that matches two comes twice.
 *   <li>{@value #OVERFLOW}: the name of an {@link Overflow}; default {@code BLOCK}.
 *   <li>{@value #NODE}: the names or ids of the nodes that deliver, one text or several; default: every node of the framework.
 * </ul>
 *
 * <p>A listener whose properties are wrong receives nothing; what is wrong is logged as an error. When properties change, what they no
 * longer name ends and what they name anew begins; the rest goes on without a gap. When the service goes, what it was sent before is
 * handed over for up to a second; what is left then is discarded, and counted.
 *
 * <p>A payload is decoded to {@link #type}, which is a class of the listener's own bundle or one that it sees: two bundles may have two
 * versions of one record, and both receive.
 *
 * @param <T> the type of the payloads
 */
@ConsumerType
public interface TopicListener<T> {

    /** The service property that names the topics. */
    String TOPICS = "chaski.topics";

    /** The service property that says what happens when the queue is full. */
    String OVERFLOW = "chaski.overflow";

    /** The service property that names the nodes. */
    String NODE = "chaski.node";

    /** {@return the wanted type of the payloads, as for {@link Streamer#subscribe(String, Class)}} */
    Class<T> type();

    /**
     * Receives a message. Called for one message after another of a pattern and node, on a thread for these; several patterns or nodes
     * mean several threads.
     *
     * @param message the message
     */
    void onMessage(Message<T> message);

    /**
     * Told of a payload that does not fit {@link #type} and of what {@link #onMessage} threw; the next message is not affected. Unless
     * it is overridden, those who watch the node hear of it by {@link chaski.api.node.NodeEvent.HandlerFailed}.
     *
     * @param error what went wrong
     */
    default void onError(SubscriptionError error) {
        throw new ChaskiException("message " + error.sequence() + " of " + error.topic() + " failed", error.error());
    }
}
