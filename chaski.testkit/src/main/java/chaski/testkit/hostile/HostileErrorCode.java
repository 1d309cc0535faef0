package chaski.testkit.hostile;

/** The reasons in REFUSED and ERROR, §8 of the document. */
public enum HostileErrorCode {
    /** A reason without a number. */
    OTHER(0),
    /** No version in common. */
    VERSION(1),
    /** A later incarnation is known. */
    STALE(2),
    /** The node reached itself. */
    SELF(3),
    /** Both sides have one id. */
    DUPLICATE_ID(4),
    /** The session has ended, or never existed. */
    UNKNOWN_SESSION(5),
    /** Both sides dialled; the other link is used. */
    CROSSING(6),
    /** A later attach has happened. */
    STALE_EPOCH(7),
    /** The nodes have a link. */
    ALREADY_LINKED(8),
    /** A limit is reached. */
    LIMIT(9),
    /** The sender is closing. */
    CLOSING(10),
    /** The protocol was violated. */
    PROTOCOL(11),
    /** The peer took too long. */
    TIMEOUT(12),
    /** The transport of the link is being removed. */
    TRANSPORT_LEAVING(13),
    /** No handshake is accepted now. */
    BUSY(14),
    /** Another node of that id has a link. */
    ID_IN_USE(15),
    /** No session with that id is accepted. */
    DENIED(16);

    private static final HostileErrorCode[] ALL = values();

    private final int number;

    HostileErrorCode(int number) {
        this.number = number;
    }

    /** {@return the code's number on the wire} */
    public int number() {
        return number;
    }

    /**
     * Reads a code.
     *
     * @param number a number on the wire
     * @return the code; {@link #OTHER} for a number without a meaning
     */
    public static HostileErrorCode of(int number) {
        return number >= 0 && number < ALL.length ? ALL[number] : OTHER;
    }
}
