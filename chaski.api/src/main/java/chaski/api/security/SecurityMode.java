package chaski.api.security;

/** Which other nodes a node has links with. */
public enum SecurityMode {
    /** The node has no identity, and therefore reaches only nodes of its own machine, by loopback addresses. The default. */
    LOCAL,
    /** The node has links with any node. They are not encrypted, and neither end proves an identity. */
    OPEN,
    /** The node has an identity, and has links only with nodes that prove theirs. Links are encrypted. */
    CLOSED
}
