package chaski.api.streamer;

import chaski.api.Topic;
import java.time.Instant;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One message of a subscription. Immutable, unless the payload is not.
 *
 * @param <T> the type of the payload
 */
@ProviderType
public interface Message<T> {

    /** {@return its topic} */
    Topic topic();

    /** {@return the payload; each subscription has a separate copy} */
    T payload();

    /** {@return its publisher} */
    Origin origin();

    /** {@return its number: 1 for the first message of its publisher, increased by one for each later message} */
    long sequence();

    /**
     * {@return when it was published, by the publisher's wall clock, in milliseconds; it may be a few milliseconds
     * behind for messages in quick succession}
     */
    Instant timestamp();

    /** {@return the headers that the publisher added; empty if there are none} */
    Map<String, String> headers();
}
