package chaski.transport.udp.protocol;

/** The bytes that a connection's user has given and that were not taken yet. */
public interface StreamSource {

    /** {@return how many bytes can be taken} */
    long available();

    /**
     * Takes bytes.
     *
     * @param target the destination
     * @param index the index in the target
     * @param count how many; that many are available
     */
    void take(byte[] target, int index, int count);
}
