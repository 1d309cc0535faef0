package chaski.api.security;

/** Which other nodes a node talks to, and how. */
public enum SecurityMode {
    /** The node has no identity, and therefore talks only to nodes of its own machine, by loopback addresses. The default. */
    LOCAL,
    /** The node talks to anybody. Links are not encrypted, and nobody proves who they are. */
    OPEN,
    /** The node has an identity, and talks only to nodes that prove theirs, by encrypted links. */
    CLOSED
}
