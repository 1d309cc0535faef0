package chaski.node.receive;

/** The memory that one session holds for messages that have arrived in part. */
public interface ReassemblyAccount {

    /**
     * Takes memory for what has just arrived.
     *
     * @param bytes how much, 1 at least
     * @return false if there is none, even for a moment
     */
    boolean take(long bytes);

    /** Another fragment of a message has arrived. */
    void progressed();

    /**
     * Gives memory back.
     *
     * @param bytes how much, at most what is held
     */
    void give(long bytes);
}
