package chaski.node.membership;

/**
 * How much a node needs the session with a peer; sent to the peer, so that neither side ends a session that the other
 * needs.
 */
public enum SessionNeed {
    /** Not at all. */
    NONE,
    /** It is the only session of the node with a member of the network; without it, the node would be isolated. */
    COMPANY,
    /** They share a topic, or the user joined the peer. Assumed until another value arrives. */
    NEEDED
}
