package chaski.api.streamer;

import chaski.api.Topic;
import java.time.Instant;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One message as a subscription hands it out. Immutable, unless the payload is not.
 *
 * @param <T> the type of the payload
 */
@ProviderType
public interface Message<T> {

    /** {@return its topic} */
    Topic topic();

    /** {@return what was published; each subscription has a payload of its own} */
    T payload();

    /** {@return its publisher} */
    Origin origin();

    /** {@return its number: 1 for the first message of its publisher, one more for each message after} */
    long sequence();

    /**
     * {@return when it was published, by the publisher's wall clock, in milliseconds; of messages that follow each other closely it may be a few milliseconds behind}
     */
    Instant timestamp();

    /** {@return what the publisher added; empty if nothing} */
    Map<String, String> headers();
}
