package chaski.api.streamer;

/** The reliability of a publisher's messages. */
public enum Reliability {
    /** In order, at most once, and each with an outcome; publishers wait for subscribers that are behind. */
    RELIABLE,
    /**
     * At most once; may be lost or overtaken without notice; never waits. Messages are small, see {@link
     * chaski.api.protocol.Route#MAX_DATAGRAM_BYTES}. They are not acknowledged: {@link Publisher#publishAsync} is
     * completed immediately, and counts peers as lost.
     */
    DATAGRAM
}
