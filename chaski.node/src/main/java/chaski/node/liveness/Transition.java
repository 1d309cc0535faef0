package chaski.node.liveness;

/** The change of the opinion on a peer by an evaluation of its silence. */
public enum Transition {
    /** Nothing. */
    NONE,
    /** It was suspect or down, and something was received from it. */
    RECOVERED,
    /** It was alive and has been silent for too long. */
    SUSPECTED,
    /** It has been silent for so long that its link counts as lost. */
    FAILED
}
