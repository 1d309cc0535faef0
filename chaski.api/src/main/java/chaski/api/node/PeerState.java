package chaski.api.node;

/** What this node thinks of another one. An opinion: a live node may be called down. */
public enum PeerState {
    /** Heard of lately. */
    ALIVE,
    /** Silent for longer than expected. */
    SUSPECT,
    /** Silent for so long that its link counts as lost. */
    DOWN
}
