package chaski.node.send;

import chaski.api.ClosedException;
import chaski.api.Topic;
import java.nio.ByteBuffer;

/** A route as the sending side of a session sees it. Thread-safe. */
public interface SentRoute {

    /** {@return its number, unique among the routes of this run of the node} */
    long number();

    /** {@return the channel of its records} */
    int channel();

    /** {@return the topic of its messages} */
    Topic topic();

    /** {@return the preamble that is sent to each peer before the first message} */
    ByteBuffer preamble();

    /** {@return true if it leads to one peer only, independent of that peer's declarations} */
    boolean isDirect();

    /**
     * {@return true once it is closed; callers append for it under the lock of their session, which a close acquires
     * afterwards}
     */
    boolean isClosed();

    /**
     * Checks that it is not closed.
     *
     * @throws ClosedException if it is
     */
    default void checkOpen() {
        if (isClosed()) {
            throw new ClosedException("the publisher of " + topic() + " is closed");
        }
    }
}
