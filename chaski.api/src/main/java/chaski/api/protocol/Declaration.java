package chaski.api.protocol;

import chaski.api.ConfigurationException;
import chaski.api.TopicPattern;

/**
 * The messages that a node wants from its peers.
 *
 * @param pattern the topics
 * @param windowBytes the most that may be in flight or waiting here at the same time, over all peers together, counted
 *     as {@link Route#cost}; senders hold the rest back. A message larger than one peer's share is granted beside the
 *     window, one at a time. 0 means that senders never wait and the receiver itself drops messages
 */
public record Declaration(TopicPattern pattern, long windowBytes) {

    /** The largest window: 1 TiB, which is no bound in practice. */
    public static final long MAX_WINDOW_BYTES = 1L << 40;

    /**
     * Checks the window.
     *
     * @param pattern the topics
     * @param windowBytes the most that may be in flight or waiting here at the same time, over all peers together, counted
     *     as {@link Route#cost}; senders hold the rest back. A message larger than one peer's share is granted beside the
     *     window, one at a time. 0 means that senders never wait and the receiver itself drops messages
     */
    public Declaration {
        if (windowBytes < 0 || windowBytes > MAX_WINDOW_BYTES) {
            throw new ConfigurationException("windowBytes: expected 0 to " + MAX_WINDOW_BYTES + ", got " + windowBytes);
        }
    }
}
