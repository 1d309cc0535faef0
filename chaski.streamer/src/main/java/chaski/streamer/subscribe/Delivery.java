package chaski.streamer.subscribe;

import chaski.api.Topic;
import chaski.api.streamer.Message;
import chaski.api.streamer.Origin;
import java.time.Instant;
import java.util.Map;

/**
 * One message for one subscription: first with its bytes, then, once taken, with the decoded payload. It is one object
 * for both, because a second one would be costly at millions of messages a second.
 *
 * <p>Belongs to one thread at a time: the one that adds it to the queue, then the one that removes it. Not changed any
 * more once it was passed to user code.
 */
public final class Delivery implements Message<Object> {

    private final PublisherDescriptor source;
    private final long sequence;
    private final long timestampMs;
    private final Map<String, String> headers;
    private final int cost;
    private Object payload;

    /**
     * Creates it for a message that arrived.
     *
     * @param source the attributes of all messages of its publisher
     * @param sequence its number
     * @param timestampMs when it was published
     * @param headers not modifiable
     * @param payload its bytes; shared with other subscriptions unless this one {@linkplain Mailbox#keepsBytes keeps}
     * them
     * @param cost its cost in the window
     */
    public Delivery(
            PublisherDescriptor source,
            long sequence,
            long timestampMs,
            Map<String, String> headers,
            byte[] payload,
            int cost) {
        this.source = source;
        this.sequence = sequence;
        this.timestampMs = timestampMs;
        this.headers = headers;
        this.payload = payload;
        this.cost = cost;
    }

    int cost() {
        return cost;
    }

    String content() {
        return source.content();
    }

    byte[] bytes() {
        return (byte[]) payload;
    }

    /** Sets the decoded payload. */
    void decoded(Object value) {
        payload = value;
    }

    @Override
    public Topic topic() {
        return source.topic();
    }

    @Override
    public Object payload() {
        return payload;
    }

    @Override
    public Origin origin() {
        return source.origin();
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public Instant timestamp() {
        return Instant.ofEpochMilli(timestampMs);
    }

    @Override
    public Map<String, String> headers() {
        return headers;
    }

    /** {@return topic, origin and sequence; the payload may be any object} */
    @Override
    public String toString() {
        return source.topic() + " #" + sequence + " of " + source.origin();
    }
}
