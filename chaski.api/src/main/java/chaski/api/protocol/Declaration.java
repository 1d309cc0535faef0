package chaski.api.protocol;

import chaski.api.ConfigurationException;
import chaski.api.TopicPattern;

/**
 * What a node wants from its peers.
 *
 * @param pattern the topics
 * @param windowBytes how much may be on its way or waiting here at once, over all peers together, counted as
 *     {@link Route#cost}; senders wait for the rest. A message larger than one peer's share comes beside that, one at a time. 0 means that senders never wait and the receiver drops by itself
 */
public record Declaration(TopicPattern pattern, long windowBytes) {

    /** The largest window: 1 TiB, which bounds nothing. */
    public static final long MAX_WINDOW_BYTES = 1L << 40;

    /** Checks the window. */
    public Declaration {
        if (windowBytes < 0 || windowBytes > MAX_WINDOW_BYTES) {
            throw new ConfigurationException("windowBytes: expected 0 to " + MAX_WINDOW_BYTES + ", got " + windowBytes);
        }
    }
}
