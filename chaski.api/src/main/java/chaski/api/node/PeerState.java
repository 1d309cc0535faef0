package chaski.api.node;

/** The state of another node in the opinion of this one. An opinion may be wrong: a live node may be called down. */
public enum PeerState {
    /** Signs of life were received lately. */
    ALIVE,
    /** Silent for longer than expected. */
    SUSPECT,
    /** Silent for so long that its link counts as lost. */
    DOWN
}
