package chaski.testkit.hostile;

/** The reasons in REFUSED and ERROR, §8 of the document. */
public enum Code {
    /** A reason without a number. */
    OTHER,
    /** No version in common. */
    VERSION,
    /** A later incarnation is known. */
    STALE,
    /** The node reached itself. */
    SELF,
    /** Both sides have one id. */
    DUPLICATE_ID,
    /** The session has ended, or never was. */
    UNKNOWN_SESSION,
    /** Both sides dialled; the other link stands. */
    CROSSING,
    /** A later attach has happened. */
    STALE_EPOCH,
    /** The nodes have a link. */
    ALREADY_LINKED,
    /** A limit is reached. */
    LIMIT,
    /** The sender is closing. */
    CLOSING,
    /** The protocol was broken. */
    PROTOCOL,
    /** It took too long. */
    TIMEOUT,
    /** The link's transport leaves. */
    TRANSPORT_LEAVING,
    /** No handshake is taken now. */
    BUSY,
    /** Another node of that id has a link. */
    ID_IN_USE,
    /** No session with that id is taken. */
    DENIED;

    private static final Code[] ALL = values();

    /** {@return the code's number on the wire} */
    public int number() {
        return ordinal();
    }

    /**
     * Reads a code.
     *
     * @param number a number on the wire
     * @return the code; {@link #OTHER} for a number without a meaning
     */
    public static Code of(int number) {
        return number >= 0 && number < ALL.length ? ALL[number] : OTHER;
    }
}
