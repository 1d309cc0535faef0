package chaski.node.membership;

/**
 * The properties of a peer, according to its HELLO.
 *
 * @param observer whether it is an observer: it is sent everything, and its reports are ignored
 * @param takesOpinions whether it accepts OPINIONS
 * @param takesChanges whether it accepts CHANGES and ENTRY_PART, and entries that are longer than those of earlier
 *     builds
 */
public record PeerTraits(boolean observer, boolean takesOpinions, boolean takesChanges) {}
