package chaski.node.receive;

/** Accounts for the memory that one session holds for partly received messages. */
public interface ReassemblyAccount {

    /**
     * Takes memory for arriving bytes.
     *
     * @param bytes how many, at least 1
     * @return false if there is not enough
     */
    boolean take(long bytes);

    /** Called when another fragment of a message has arrived. */
    void progressed();

    /**
     * Returns memory.
     *
     * @param bytes how many, at most as many as are held
     */
    void give(long bytes);
}
