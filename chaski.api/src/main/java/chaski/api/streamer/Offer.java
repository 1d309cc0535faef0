package chaski.api.streamer;

/** The result of {@link Publisher#offer}. */
public enum Offer {
    /** The message is accepted for every matching subscription. */
    ACCEPTED,
    /** No subscription matched; the message was sent to none. */
    NO_SUBSCRIBER,
    /**
     * A subscriber or its link cannot keep up, or another message of this publisher waits; the message was not sent to
     * any subscriber.
     */
    BACKPRESSURED,
    /** The publisher is closed. */
    CLOSED
}
