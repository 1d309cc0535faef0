package chaski.node.wire;

/** The numbers of the frames, with the least and the most bytes their bodies may have. */
public final class FrameType {

    /** Who speaks, and what it can. */
    public static final int HELLO = 1;
    /** The link or the session is refused. */
    public static final int REFUSED = 2;
    /** The dialler creates or moves a session. */
    public static final int ATTACH = 3;
    /** The answerer agrees. */
    public static final int ATTACHED = 4;
    /** The dialler has seen that; data may flow. */
    public static final int CONFIRM = 5;
    /** The dialler puts an auxiliary link beside that of a session. */
    public static final int ASSIST = 6;
    /** The answerer agrees to that. */
    public static final int ASSISTED = 7;
    /** A piece of the session's log. */
    public static final int DATA = 8;
    /** How far the log was handed over. */
    public static final int ACK = 9;
    /** How much each flow may take. */
    public static final int CREDIT = 10;
    /** Which flows wait for credit. */
    public static final int BLOCKED = 11;
    /** What the sender wants from its peer. */
    public static final int DECLARE = 12;
    /** All changes up to a version were sent. */
    public static final int DECLARED = 13;
    /** Asks for a PONG. */
    public static final int PING = 14;
    /** Answers a PING. */
    public static final int PONG = 15;
    /** The sender ends the session. */
    public static final int GOODBYE = 16;
    /** The sender ends the link because of something the peer did. */
    public static final int ERROR = 17;
    /** A message that may be lost. */
    public static final int DATAGRAM = 18;
    /** Other nodes to dial, before REFUSED. */
    public static final int ALTERNATIVES = 19;

    private FrameType() {}

    /**
     * Tells whether a frame of that number exists.
     *
     * @param type the number
     * @return whether it does
     */
    public static boolean isKnown(int type) {
        return type >= HELLO && type <= ALTERNATIVES;
    }

    /**
     * Returns the name of a frame, for messages to people.
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
            default -> "frame type " + type;
        };
    }

    /**
     * Returns the least a body may have; never 0, so a frame of length 0 is always wrong.
     *
     * @param type a known number
     * @return bytes
     */
    static int minBodyBytes(int type) {
        return switch (type) {
            case HELLO -> HelloFrame.MIN_BODY_BYTES;
            case REFUSED -> RefusalFrame.MIN_BODY_BYTES;
            case ATTACH -> AttachFrame.MIN_BODY_BYTES;
            case ATTACHED -> AttachedFrame.BODY_BYTES;
            case CONFIRM -> ConfirmFrame.BODY_BYTES;
            case ASSIST -> DatagramAttachFrame.BODY_BYTES;
            case ASSISTED -> DatagramAttachedFrame.BODY_BYTES;
            case DATA -> DataFrame.POSITION_BYTES + 1;
            case ACK -> AckFrame.BODY_BYTES;
            case CREDIT -> CreditFrame.MIN_BODY_BYTES;
            case BLOCKED -> BlockedFrame.MIN_BODY_BYTES;
            case DECLARE -> DeclareFrame.MIN_BODY_BYTES;
            case DECLARED -> DeclaredFrame.BODY_BYTES;
            case PING, PONG -> PingFrame.MIN_BODY_BYTES;
            case GOODBYE -> GoodbyeFrame.MIN_BODY_BYTES;
            case ERROR -> ErrorFrame.MIN_BODY_BYTES;
            case DATAGRAM -> DatagramFrame.MIN_BODY_BYTES;
            case ALTERNATIVES -> AlternativesFrame.MIN_BODY_BYTES;
            default -> throw ViolationText.of("frame type", "a known one", type);
        };
    }

    /**
     * Returns the most a body may have.
     *
     * @param type a known number
     * @return bytes
     */
    static int maxBodyBytes(int type) {
        return switch (type) {
            case HELLO -> HelloFrame.MAX_BODY_BYTES;
            case REFUSED -> RefusalFrame.MIN_BODY_BYTES + FreeText.MAX_BYTES;
            case ATTACH -> AttachFrame.MAX_BODY_BYTES;
            case ATTACHED -> AttachedFrame.BODY_BYTES;
            case CONFIRM -> ConfirmFrame.BODY_BYTES;
            case ASSIST -> DatagramAttachFrame.BODY_BYTES;
            case ASSISTED -> DatagramAttachedFrame.BODY_BYTES;
            case DATA -> DataFrame.POSITION_BYTES + DataFrame.MAX_PAYLOAD;
            case ACK -> AckFrame.BODY_BYTES;
            case CREDIT -> CreditFrame.MAX_BODY_BYTES;
            case BLOCKED -> BlockedFrame.MAX_BODY_BYTES;
            case DECLARE -> DeclareFrame.MAX_BODY_BYTES;
            case DECLARED -> DeclaredFrame.BODY_BYTES;
            case PING, PONG -> PingFrame.MIN_BODY_BYTES + PingFrame.MAX_PAYLOAD;
            case GOODBYE -> GoodbyeFrame.MIN_BODY_BYTES + FreeText.MAX_BYTES;
            case ERROR -> ErrorFrame.MIN_BODY_BYTES + FreeText.MAX_BYTES;
            case DATAGRAM -> DatagramFrame.MAX_BODY_BYTES;
            case ALTERNATIVES -> AlternativesFrame.MAX_BODY_BYTES;
            default -> throw ViolationText.of("frame type", "a known one", type);
        };
    }
}
