package chaski.api.streamer;

import chaski.api.TopicPattern;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Receives the messages of the topics of a pattern. Thread-safe; several threads that take from one subscription share its
 * messages.
 *
 * @param <T> the type of the payloads
 */
@ProviderType
public interface Subscription<T> extends Iterable<Message<T>>, AutoCloseable {

    /** {@return the topics} */
    TopicPattern pattern();

    /**
     * Iterates over the messages as they arrive. {@code hasNext} waits; it is false when the subscription is closed or
     * drained, and when the thread is interrupted, whose interrupt status stays set. It throws {@link
     * SlowConsumerException} when the subscription was cut and everything was taken that was sent before.
     */
    @Override
    Iterator<Message<T>> iterator();

    /**
     * Takes the next message.
     *
     * @param timeout how long to wait for one at most; zero does not wait
     * @return the message; empty when the time is over, the subscription closed, or the thread interrupted (its interrupt status
     *     stays set)
     * @throws SlowConsumerException when the subscription was cut and everything was taken that was sent before
     */
    Optional<Message<T>> next(Duration timeout);

    /**
     * Returns this subscription as a {@link Flow.Publisher}: one subscriber, whose requests take messages from the
     * queue. Cancelling closes the subscription; {@code onError} gets a {@link SlowConsumerException} when it was cut.
     *
     * @return the publisher
     */
    Flow.Publisher<Message<T>> asFlowPublisher();

    /**
     * {@return why the subscription was cut, if a publisher has cut it} The event {@link
     * chaski.api.node.NodeEvent.SubscriptionCut} reports it immediately, {@link #closed} when everything that was sent
     * before has been taken.
     */
    Optional<SlowConsumerException> failure();

    /** {@return counts since it was made; a snapshot} */
    Statistics statistics();

    /**
     * Ends the subscription gracefully: peers stop sending, what was sent before can still be taken. Returns
     * immediately; iterating ends when everything has been taken, a handler's thread likewise. A handler may call it.
     */
    void drain();

    /** {@return whether it is closed or drained, so that no message follows} */
    boolean isClosed();

    /**
     * Waits until no message follows and a handler, if any, has returned. In its own handler the wait cannot succeed.
     *
     * @param timeout how long to wait at most
     * @return whether that is the case
     */
    boolean awaitClosed(Duration timeout);

    /**
     * Reports the end, also that of a subscription with a handler, which is otherwise only reported by events.
     *
     * @return completed when no message follows and a handler, if any, has returned; it fails with {@link
     *     SlowConsumerException} if the subscription was cut. Dependent stages run on a thread of the node for user
     *     code, or immediately if it was completed before
     */
    CompletionStage<Void> closed();

    /**
     * Ends the subscription now: messages in its queue are discarded, later ones are counted as unsubscribed. Returns
     * immediately; a handler may call it, and is called with no other message after that.
     */
    @Override
    void close();

    /**
     * The outcomes of the messages.
     *
     * @param delivered added to the queue
     * @param taken taken from the queue
     * @param failed taken, but the payload did not fit or the handler threw
     * @param discarded discarded because of {@link Subscription#close}
     */
    record Statistics(long delivered, long taken, long failed, long discarded) {}
}
