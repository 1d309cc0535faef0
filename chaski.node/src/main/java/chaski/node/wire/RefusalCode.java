package chaski.node.wire;

/** Why a link or a session is refused or ended. */
public enum RefusalCode {
    /** A number that this version does not know; on the wire 0. */
    OTHER(0),
    /** No version of the protocol in common. */
    VERSION(1),
    /** A later run of the dialling node is known; the value is its incarnation. */
    STALE(2),
    /** A node reached itself. */
    SELF(3),
    /** The node that was reached has the same id as the other one. */
    DUPLICATE_ID(4),
    /** The session is not there any more; the value is the final received position, or -1 when that is forgotten. */
    UNKNOWN_SESSION(5),
    /** Both sides dialled, and the other link stands. */
    CROSSING(6),
    /** A later attach happened already; the value is the current epoch. */
    STALE_EPOCH(7),
    /** The two nodes have a link that stands. */
    ALREADY_LINKED(8),
    /** A limit is reached. */
    LIMIT(9),
    /** The node is closing. */
    CLOSING(10),
    /** The peer broke the protocol. */
    PROTOCOL(11),
    /** The peer took too long. */
    TIMEOUT(12),
    /** The transport of the link leaves its node, which lives on. */
    TRANSPORT_LEAVING(13),
    /** The node takes no handshake now; the value is the time in ms after which it may. */
    BUSY(14),
    /** Another node of this id has a link to the sender; the text names it. */
    ID_IN_USE(15),
    /** The sender takes no session with this id; the value is the time in ms after which it may, 0 when that is not known. */
    DENIED(16);

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
     * @return the code, {@link #OTHER} when there is none
     */
    public static RefusalCode of(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : OTHER;
    }
}
