package chaski.api.node;

import chaski.api.TopicPattern;

/**
 * What a node wants from its peers.
 *
 * @param pattern the topics
 * @param windowBytes how much may be on its way or waiting here at once, over all peers together, counted as
 *     {@link Route#cost}; senders wait for the rest. A message larger than one peer's share comes beside that, one at a time. 0 means that senders never wait and the receiver drops by itself
 */
public record Declaration(TopicPattern pattern, long windowBytes) {

    /** Checks the window. */
    public Declaration {
        Ranges.check("windowBytes", windowBytes, 0, 1L << 40);
    }
}
