package chaski.node.wire;

/** Why a link or a session is refused or ended. */
public enum RefusalCode {
    /** A number that this version does not know; on the wire 0. */
    OTHER(0),
    /** No version of the protocol in common. */
    VERSION(1),
    /** A later run of the dialling node is known; the value is its incarnation. */
    STALE(2),
    /** A node connected to itself. */
    SELF(3),
    /** The dialled node has the same id as the dialling one. */
    DUPLICATE_ID(4),
    /** The session does not exist any more; the value is the final received position, or -1 if it is forgotten. */
    UNKNOWN_SESSION(5),
    /** Both sides dialled, and the other link is used. */
    CROSSING(6),
    /** A later attach happened already; the value is the current epoch. */
    STALE_EPOCH(7),
    /** The two nodes have a working link. */
    ALREADY_LINKED(8),
    /** A limit is reached. */
    LIMIT(9),
    /** The node is closing. */
    CLOSING(10),
    /** The peer violated the protocol. */
    PROTOCOL(11),
    /** The peer took too long. */
    TIMEOUT(12),
    /** The transport of the link is removed from its node, which keeps running. */
    TRANSPORT_LEAVING(13),
    /** The node accepts no handshake now; the value is the time in ms after which it may. */
    BUSY(14),
    /** Another node of this id has a link to the sender; the text names it. */
    ID_IN_USE(15),
    /**
     * The sender accepts no session with this id; the value is the time in ms after which it may, 0 if that is not
     * known.
     */
    DENIED(16),
    /** The other side has not proved the identity that its id belongs to. */
    IDENTITY(17),
    /** The grants of the sender do not allow the other side to join; the text names the rule. */
    NOT_GRANTED(18);

    private static final RefusalCode[] BY_NUMBER = values();

    private final int number;

    RefusalCode(int number) {
        this.number = number;
    }

    /** {@return the number on the wire} */
    public int number() {
        return number;
    }

    /**
     * Returns the code of a number.
     *
     * @param number from the wire
     * @return the code, {@link #OTHER} if there is none
     */
    public static RefusalCode of(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : OTHER;
    }
}
