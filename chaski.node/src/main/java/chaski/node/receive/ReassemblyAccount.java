package chaski.node.receive;

/** Accounts for the memory that one session holds for messages that have arrived in part. */
public interface ReassemblyAccount {

    /**
     * Takes memory for arriving bytes.
     *
     * @param bytes how much, 1 at least
     * @return false if there is none
     */
    boolean take(long bytes);

    /** Another fragment of a message has arrived. */
    void progressed();

    /**
     * Returns memory.
     *
     * @param bytes how much, at most what is held
     */
    void give(long bytes);
}
