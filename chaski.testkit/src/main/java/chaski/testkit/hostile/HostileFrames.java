package chaski.testkit.hostile;

import java.util.List;
import java.util.UUID;

/**
 * Makes the frames of the wire protocol, §6 of the document, with any values in their fields. For missing or additional
 * fields, use {@link HostileFrame#of} and {@link WireBytes}.
 */
public final class HostileFrames {

    private static final int MAGIC = 0x4348534B;
    private static final int CREATE = 1;

    private HostileFrames() {}

    /**
     * HELLO of version 1.
     *
     * @param identity its contents
     * @return the frame
     */
    public static HostileFrame hello(HostileIdentity identity) {
        return hello(1, 1, identity);
    }

    /**
     * HELLO.
     *
     * @param lowest the lowest version that it supports
     * @param highest the highest version that it supports
     * @param identity its contents
     * @return the frame
     */
    public static HostileFrame hello(int lowest, int highest, HostileIdentity identity) {
        return frame(
                HostileFrameType.HELLO,
                new WireBytes()
                        .u32(MAGIC)
                        .u8(lowest)
                        .u8(highest)
                        .u128(identity.id().value())
                        .u64(identity.incarnation())
                        .text(identity.name())
                        .u8(identity.observer() ? 1 : 0)
                        .u64(identity.largestMessageBytes())
                        .u64(identity.assemblyBytes())
                        .u32(identity.resumeTimeoutMs())
                        .u32(identity.capabilities())
                        .text(""));
    }

    /**
     * REFUSED.
     *
     * @param code a code of §8
     * @param value the value that belongs to the code
     * @param text why
     * @return the frame
     */
    public static HostileFrame refused(HostileErrorCode code, long value, String text) {
        return frame(
                HostileFrameType.REFUSED,
                new WireBytes().u16(code.number()).u64(value).text(text));
    }

    /**
     * ATTACH that creates a session.
     *
     * @param session the session's id
     * @param epoch the number of the attach
     * @return the frame
     */
    public static HostileFrame attachNew(UUID session, long epoch) {
        return attach(session, epoch, 0, CREATE, 0);
    }

    /**
     * ATTACH that resumes a session.
     *
     * @param session the session's id
     * @param epoch the number of the attach
     * @param received the sender's received position
     * @return the frame
     */
    public static HostileFrame attachResume(UUID session, long epoch, long received) {
        return attach(session, epoch, received, 0, 0);
    }

    /**
     * ATTACH with any values.
     *
     * @param session the session's id
     * @param epoch the number of the attach
     * @param received the sender's received position
     * @param flags bit 0: create; bit 1: an ended session follows, which this method does not add
     * @param declarations the version of the sender's declarations
     * @return the frame
     */
    public static HostileFrame attach(UUID session, long epoch, long received, int flags, long declarations) {
        return frame(
                HostileFrameType.ATTACH,
                new WireBytes().u128(session).u64(epoch).u64(received).u8(flags).u64(declarations));
    }

    /**
     * ATTACHED.
     *
     * @param epoch that of the ATTACH
     * @param received the sender's received position
     * @param declarations the version of the sender's declarations
     * @return the frame
     */
    public static HostileFrame attached(long epoch, long received, long declarations) {
        return frame(
                HostileFrameType.ATTACHED,
                new WireBytes().u64(epoch).u64(received).u64(declarations));
    }

    /**
     * CONFIRM.
     *
     * @param epoch that of the ATTACH
     * @return the frame
     */
    public static HostileFrame confirm(long epoch) {
        return frame(HostileFrameType.CONFIRM, new WireBytes().u64(epoch));
    }

    /**
     * ASSIST.
     *
     * @param session the session's id
     * @param number the number of the auxiliary link
     * @return the frame
     */
    public static HostileFrame assist(UUID session, long number) {
        return frame(HostileFrameType.ASSIST, new WireBytes().u128(session).u64(number));
    }

    /**
     * DATA at any position; {@link HostilePeer#append} computes the correct one.
     *
     * @param position where in the log the bytes are
     * @param bytes bytes of the log
     * @return the frame
     */
    public static HostileFrame data(long position, byte... bytes) {
        return frame(HostileFrameType.DATA, new WireBytes().u64(position).bytes(bytes));
    }

    /**
     * ACK.
     *
     * @param position the handed-over position
     * @param unsubscribed how many messages arrived for withdrawn declarations
     * @return the frame
     */
    public static HostileFrame ack(long position, long unsubscribed) {
        return frame(HostileFrameType.ACK, new WireBytes().u64(position).u64(unsubscribed));
    }

    /**
     * CREDIT of one declaration.
     *
     * @param declaration a declaration of the sender
     * @param granted bytes granted since the session began
     * @param generation how often credit was reclaimed
     * @return the frame
     */
    public static HostileFrame credit(long declaration, long granted, long generation) {
        return frame(
                HostileFrameType.CREDIT,
                new WireBytes().u16(1).u64(declaration).u64(granted).u32(generation));
    }

    /**
     * BLOCKED of one declaration.
     *
     * @param declaration a declaration of the receiver
     * @param needed the credit that the next message will use; 0 if none waits
     * @return the frame
     */
    public static HostileFrame blocked(long declaration, long needed) {
        return frame(
                HostileFrameType.BLOCKED,
                new WireBytes().u16(1).u64(declaration).u64(needed));
    }

    /**
     * DECLARE with one declaration that is added. It takes effect with the {@link #declared} that follows.
     *
     * @param id the declaration's id
     * @param version the version of the sender's declarations after it
     * @param channel the channel of the messages
     * @param pattern the topics
     * @param credited true if messages need credit
     * @param granted the first grant, in bytes
     * @return the frame
     */
    public static HostileFrame declareAdded(
            long id, long version, int channel, String pattern, boolean credited, long granted) {
        return frame(
                HostileFrameType.DECLARE,
                new WireBytes()
                        .u16(1)
                        .u8(1)
                        .u64(id)
                        .u64(version)
                        .u8(channel)
                        .text(pattern)
                        .u8(credited ? 1 : 0)
                        .u64(granted));
    }

    /**
     * DECLARE with one declaration that is removed. It takes effect with the {@link #declared} that follows.
     *
     * @param id the declaration's id
     * @param version the version of the sender's declarations after it
     * @return the frame
     */
    public static HostileFrame declareRemoved(long id, long version) {
        return frame(
                HostileFrameType.DECLARE, new WireBytes().u16(1).u8(2).u64(id).u64(version));
    }

    /**
     * DECLARED.
     *
     * @param version the version that the changes lead to
     * @return the frame
     */
    public static HostileFrame declared(long version) {
        return frame(HostileFrameType.DECLARED, new WireBytes().u64(version));
    }

    /**
     * PING.
     *
     * @param id its id
     * @param padding how many zeros follow
     * @return the frame
     */
    public static HostileFrame ping(long id, int padding) {
        return frame(HostileFrameType.PING, new WireBytes().u64(id).zeros(padding));
    }

    /**
     * PONG.
     *
     * @param id that of the PING
     * @param padding how many zeros follow
     * @return the frame
     */
    public static HostileFrame pong(long id, int padding) {
        return frame(HostileFrameType.PONG, new WireBytes().u64(id).zeros(padding));
    }

    /**
     * GOODBYE.
     *
     * @param reason 1: the node closes; 2: the session is not needed
     * @param received the sender's final handed-over position
     * @param text why
     * @return the frame
     */
    public static HostileFrame goodbye(int reason, long received, String text) {
        return frame(
                HostileFrameType.GOODBYE,
                new WireBytes().u8(reason).u64(received).text(text));
    }

    /**
     * ERROR.
     *
     * @param code a code of §8
     * @param text what was expected and what arrived
     * @return the frame
     */
    public static HostileFrame error(HostileErrorCode code, String text) {
        return frame(HostileFrameType.ERROR, new WireBytes().u16(code.number()).text(text));
    }

    /**
     * DATAGRAM in the stream.
     *
     * @param number the datagram's number
     * @param record the record it carries
     * @return the frame
     */
    public static HostileFrame datagram(long number, HostileRecord record) {
        return frame(HostileFrameType.DATAGRAM, new WireBytes().u64(number).bytes(record.bytes()));
    }

    /**
     * ALTERNATIVES.
     *
     * @param endpoints the endpoints of other nodes
     * @return the frame
     */
    public static HostileFrame alternatives(List<String> endpoints) {
        return frame(HostileFrameType.ALTERNATIVES, new WireBytes().texts(endpoints));
    }

    private static HostileFrame frame(HostileFrameType type, WireBytes body) {
        return HostileFrame.of(type.number(), body.toArray());
    }
}
