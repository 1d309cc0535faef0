package chaski.testkit.hostile;

/** A reply that a hostile peer sends automatically, until {@link HostilePeer#only} stops it. */
public enum AutomaticReply {
    /** Answers HELLO with HELLO and ATTACH with ATTACHED on a link that it accepted. */
    HANDSHAKE,
    /** Answers PING with PONG. */
    PONG,
    /** Acknowledges records that have arrived as a whole. */
    ACK,
    /** Appends APPLIED to its log for each DECLARED. */
    APPLIED
}
