package chaski.testkit.network;

/** The two directions of a link. */
public enum Direction {
    /** From the side that dialled to the side that accepted. */
    FORWARD,
    /** From the side that accepted to the side that dialled. */
    BACKWARD
}
