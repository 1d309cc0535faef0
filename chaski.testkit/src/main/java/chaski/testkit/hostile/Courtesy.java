package chaski.testkit.hostile;

/** A duty that a hostile peer keeps by itself, until {@link HostilePeer#only} stops it. */
public enum Courtesy {
    /** Answers HELLO with HELLO and ATTACH with ATTACHED on a link that it was dialled on. */
    HANDSHAKE,
    /** Answers PING with PONG. */
    PONG,
    /** Acknowledges records that have arrived as a whole. */
    ACK,
    /** Appends APPLIED to its log for each DECLARED. */
    APPLIED
}
