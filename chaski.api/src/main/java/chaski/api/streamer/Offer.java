package chaski.api.streamer;

/** How {@link Publisher#offer} ended. */
public enum Offer {
    /** The message is accepted for every matching subscription. */
    ACCEPTED,
    /** No subscription matched; the message went nowhere. */
    NO_SUBSCRIBER,
    /** A subscriber or its link is behind, or another message of this publisher waits; nobody has the message. */
    BACKPRESSURED,
    /** The publisher is closed. */
    CLOSED
}
