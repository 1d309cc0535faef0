package chaski.testkit.hostile;

import java.util.Optional;

/** The frames of the wire protocol, §5 of the document. */
public enum HostileFrameType {
    /** The first frame of each side. */
    HELLO(1),
    /** Ends a handshake with a reason. */
    REFUSED(2),
    /** The dialler attaches a session to the link. */
    ATTACH(3),
    /** The answer to ATTACH. */
    ATTACHED(4),
    /** The dialler's answer to ATTACHED. */
    CONFIRM(5),
    /** Adds an auxiliary link to a session. */
    ASSIST(6),
    /** The answer to ASSIST. */
    ASSISTED(7),
    /** Bytes of the sender's log. */
    DATA(8),
    /** How much of the log was handed over. */
    ACK(9),
    /** How much each flow may send. */
    CREDIT(10),
    /** The flows that wait for credit. */
    BLOCKED(11),
    /** Changes of declarations. */
    DECLARE(12),
    /** Makes the changes take effect. */
    DECLARED(13),
    /** Asks for a PONG. */
    PING(14),
    /** The answer to PING. */
    PONG(15),
    /** Ends the session. */
    GOODBYE(16),
    /** Ends the link. */
    ERROR(17),
    /** A datagram in the stream. */
    DATAGRAM(18),
    /** Names other nodes before a refusal. */
    ALTERNATIVES(19);

    private static final HostileFrameType[] ALL = values();

    private final int number;

    HostileFrameType(int number) {
        this.number = number;
    }

    /** {@return the type's number on the wire} */
    public int number() {
        return number;
    }

    /**
     * Finds a type.
     *
     * @param number a number on the wire
     * @return the type with that number, if any
     */
    public static Optional<HostileFrameType> of(int number) {
        return number >= 1 && number <= ALL.length ? Optional.of(ALL[number - 1]) : Optional.empty();
    }
}
