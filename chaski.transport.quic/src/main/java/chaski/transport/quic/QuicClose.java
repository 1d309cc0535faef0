package chaski.transport.quic;

/** Why an end closes a connection: the application error codes of QUIC's CONNECTION_CLOSE frames (RFC 9000, section 20.2). */
enum QuicClose {
    /** Everything was received, and nothing more is sent. */
    COMPLETE(0),
    /** The user of the link closed it. */
    CLOSED(1),
    /** Nothing listens on the port any more. */
    NOT_LISTENING(2),
    /** The user of the link failed. */
    FAILED(3);

    private final int code;

    QuicClose(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
