package chaski.node.wire;

/** The numbers of the frame types. */
public final class FrameType {

    /** Identifies the node and its features. */
    public static final int HELLO = 1;
    /** The link or the session is refused. */
    public static final int REFUSED = 2;
    /** The dialler creates or moves a session. */
    public static final int ATTACH = 3;
    /** The answerer accepts. */
    public static final int ATTACHED = 4;
    /** The dialler has received ATTACHED; data may be sent. */
    public static final int CONFIRM = 5;
    /** The dialler adds an auxiliary link to a session. */
    public static final int ASSIST = 6;
    /** The answerer accepts the auxiliary link. */
    public static final int ASSISTED = 7;
    /** A piece of the session's log. */
    public static final int DATA = 8;
    /** The position up to which the log was handed over. */
    public static final int ACK = 9;
    /** How much each flow may send. */
    public static final int CREDIT = 10;
    /** Which flows wait for credit. */
    public static final int BLOCKED = 11;
    /** Changes of the sender's declarations. */
    public static final int DECLARE = 12;
    /** All changes up to a version were sent. */
    public static final int DECLARED = 13;
    /** Asks for a PONG. */
    public static final int PING = 14;
    /** Answers a PING. */
    public static final int PONG = 15;
    /** The sender ends the session. */
    public static final int GOODBYE = 16;
    /** The sender closes the link because of a violation by the peer. */
    public static final int ERROR = 17;
    /** A message that may be lost. */
    public static final int DATAGRAM = 18;
    /** Other nodes to dial; precedes REFUSED. */
    public static final int ALTERNATIVES = 19;
    /** Asks the receiver to move the session to another link. */
    public static final int RENEW = 20;
    /** How many messages the sender discarded because of its grants. */
    public static final int REFUSALS = 21;

    private FrameType() {}

    /**
     * Returns whether a number is that of a frame type.
     *
     * @param type the number
     * @return true if it is
     */
    public static boolean isKnown(int type) {
        return type >= HELLO && type <= REFUSALS;
    }

    /**
     * Returns the name of a frame type, for logs and errors.
     *
     * @param type the number; need not be known
     * @return for example {@code HELLO}, or {@code frame type 99}
     */
    public static String name(int type) {
        return switch (type) {
            case HELLO -> "HELLO";
            case REFUSED -> "REFUSED";
            case ATTACH -> "ATTACH";
            case ATTACHED -> "ATTACHED";
            case CONFIRM -> "CONFIRM";
            case ASSIST -> "ASSIST";
            case ASSISTED -> "ASSISTED";
            case DATA -> "DATA";
            case ACK -> "ACK";
            case CREDIT -> "CREDIT";
            case BLOCKED -> "BLOCKED";
            case DECLARE -> "DECLARE";
            case DECLARED -> "DECLARED";
            case PING -> "PING";
            case PONG -> "PONG";
            case GOODBYE -> "GOODBYE";
            case ERROR -> "ERROR";
            case DATAGRAM -> "DATAGRAM";
            case ALTERNATIVES -> "ALTERNATIVES";
            case RENEW -> "RENEW";
            case REFUSALS -> "REFUSALS";
            default -> "frame type " + type;
        };
    }
}
