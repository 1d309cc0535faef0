package chaski.api.streamer;

import chaski.api.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Publishes messages of one topic.
 *
 * <p>Within one session, a publisher's messages are handed to each matching subscription of a peer in order and at most
 * once. A lost link, a reconnect or a change of transport does not end the session. Every message that was accepted for
 * a peer ends in exactly one outcome here: acknowledged, unsubscribed, or reported lost by {@link
 * chaski.api.node.NodeEvent.SessionLost}. Not guaranteed: durability, processing by the subscriber, order across
 * publishers, delivery to later subscriptions.
 *
 * <p>A message is sent to the subscriptions that were declared on this node's sessions, and to this node's own, when
 * publish was called. Thread-safe; messages of concurrent callers are ordered by {@link Message#sequence}.
 *
 * @param <T> the type of the payloads
 */
@ProviderType
public interface Publisher<T> extends AutoCloseable {

    /** {@return the topic} */
    Topic topic();

    /**
     * Publishes, waiting only for back-pressure, however long it lasts. A handler that publishes to its own
     * subscription, or to one that waits for it, can deadlock: it must use {@link #offer}.
     *
     * @param payload the payload; may be changed afterwards
     * @return how many subscriptions matched, local ones included
     * @throws NotPublishedException when interrupted; the interrupt status stays set
     * @throws chaski.api.ClosedException when the publisher is closed, also while waiting
     * @throws chaski.api.security.AccessRefusedException when this node's own grants do not allow the topic any more, also while waiting;
     *     the message names the rule. The publisher can be used again when they do.
     * @throws chaski.api.CodecException when the payload cannot be written
     * @throws chaski.api.LimitException when it is larger than a message may be
     */
    default int publish(T payload) {
        return publish(payload, Map.of());
    }

    /**
     * Publishes with headers.
     *
     * @param payload the payload
     * @param headers at most 64; name and value at most 1,024 bytes each in UTF-8
     * @return as {@link #publish(Object)}
     */
    int publish(T payload, Map<String, String> headers);

    /**
     * Publishes, waiting for back-pressure for a limited time.
     *
     * @param payload the payload
     * @param timeout how long to wait at most
     * @return as {@link #publish(Object)}
     * @throws NotPublishedException when the time is over or the thread is interrupted; then no peer has the message
     */
    int publish(T payload, Duration timeout);

    /**
     * Publishes if that is possible without waiting.
     *
     * @param payload the payload
     * @return the result
     * @throws chaski.api.security.AccessRefusedException as {@link #publish(Object)}
     */
    Offer offer(T payload);

    /**
     * Publishes without waiting and reports the outcome.
     *
     * @param payload the payload
     * @return completed when every peer that was sent the message has acknowledged it or its session has ended, on a
     *     thread where dependent code may run; fails with {@link NotPublishedException} when it would have had to wait,
     *     and with what {@link #publish(Object)} throws; then no peer has the message
     */
    CompletionStage<Receipt> publishAsync(T payload);

    /**
     * Waits until at least a number of subscriptions match, local ones included.
     *
     * @param count how many
     * @param timeout how long to wait at most
     * @return whether they do
     * @throws NotPublishedException when interrupted
     */
    boolean awaitSubscribers(int count, Duration timeout);

    /** {@return how many subscriptions match now, local ones included} */
    int subscribers();

    /**
     * Registers a callback, which is called once when {@link #offer} may succeed or fails for another reason; soon, if
     * that is the case now.
     *
     * <p>The publisher gets a turn like a waiting {@link #publish}: the room for its last refused message is kept for a
     * tenth of a second when the callback is called. The next offer of that size within this time is accepted, unless a
     * log is full. A publisher that only repeats {@link #offer} may be refused again and again while others wait in
     * turn. While a callback waits, offers of the publisher are refused; callbacks that wait together are called
     * together.
     *
     * @param callback called on a thread of the node, under no lock; should not block, since other callbacks and
     *     receipts wait for it
     */
    void whenWritable(Runnable callback);

    /**
     * Waits until every accepted message has its outcome.
     *
     * @param timeout how long to wait at most
     * @return whether all have
     * @throws NotPublishedException when interrupted
     */
    boolean awaitAcknowledged(Duration timeout);

    /** {@return counts since it was opened; a snapshot} */
    Statistics statistics();

    /**
     * Closes the publisher. Accepted messages are still delivered. Waiting calls end with {@link
     * chaski.api.ClosedException}.
     */
    @Override
    void close();

    /**
     * The outcomes of the messages.
     *
     * @param accepted given to at least one subscription
     * @param unmatched matched no subscription
     * @param acknowledged acknowledged, counted once for each peer
     * @param lost reported lost, counted once for each peer
     */
    record Statistics(long accepted, long unmatched, long acknowledged, long lost) {}
}
