package chaski.node.membership;

/**
 * What a peer is and takes, as its HELLO says.
 *
 * @param observer whether the peer only looks: then it is sent everything and believed nothing
 * @param takesOpinions whether it takes OPINIONS
 * @param takesChanges whether it takes CHANGES and ENTRY_PART, and entries that are longer than those of earlier builds
 */
public record PeerTraits(boolean observer, boolean takesOpinions, boolean takesChanges) {}
