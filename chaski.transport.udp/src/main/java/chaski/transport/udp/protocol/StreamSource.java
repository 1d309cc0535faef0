package chaski.transport.udp.protocol;

/** What a connection's user has given to be sent and was not taken yet. */
public interface StreamSource {

    /** {@return how many bytes can be taken} */
    long available();

    /**
     * Takes bytes.
     *
     * @param target where to
     * @param index where in the target
     * @param count how many; that many are available
     */
    void take(byte[] target, int index, int count);
}
