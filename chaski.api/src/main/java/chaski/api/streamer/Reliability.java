package chaski.api.streamer;

/** What a publisher asks of the way its messages take. */
public enum Reliability {
    /** In order, at most once, and each with an outcome; publishers wait for subscribers that are behind. */
    RELIABLE,
    /**
     * At most once; may be lost or overtaken without notice; never waits. Messages are small, see
     * {@link chaski.api.protocol.Route#MAX_DATAGRAM_BYTES}. They are not acknowledged: {@link Publisher#publishAsync}
     * is completed at once, with what went to peers as lost.
     */
    DATAGRAM
}
