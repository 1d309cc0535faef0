package chaski.transport.udp.protocol;

/** Why a side closes a connection. Unknown codes count as {@link #FAILED}. */
public enum CloseCode {
    /** It is not needed any more. */
    CLOSED(0),
    /** The other side violated the protocol. */
    PROTOCOL(1),
    /** The user of the connection failed. */
    FAILED(2);

    private final int number;

    CloseCode(int number) {
        this.number = number;
    }

    /** {@return the number on the wire} */
    public int number() {
        return number;
    }
}
