package chaski.node.membership;

/**
 * How much a node needs the session with a peer; sent to the peer, so that neither side ends a session that the other
 * one needs.
 */
public enum SessionNeed {
    /** Not at all. */
    NONE,
    /** It is the only session the node has with a member of the network; without it, it would be alone. */
    COMPANY,
    /** They share a topic, or the user joined the peer. Assumed until another value arrives. */
    NEEDED
}
