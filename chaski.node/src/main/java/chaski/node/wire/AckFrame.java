package chaski.node.wire;

import java.nio.ByteBuffer;

/**
 * ACK: u64 position up to which the log was handed over, u64 messages that arrived for closed subscriptions since the
 * session began. Both are cumulative. Frequent, so it is read and written without an object.
 */
public final class AckFrame {

    static final int BODY_BYTES = 2 * Long.BYTES;

    /** The bytes {@link #encode} writes. */
    public static final int BYTES = FrameHeader.BYTES + BODY_BYTES;

    private AckFrame() {}

    /**
     * Writes the frame.
     *
     * @param out where to; {@link #BYTES}
     * @param position the first position not handed over
     * @param unsubscribed messages, cumulative
     */
    public static void encode(ByteBuffer out, long position, long unsubscribed) {
        FrameHeader.put(out, FrameType.ACK, BODY_BYTES);
        out.putLong(position).putLong(unsubscribed);
    }

    /**
     * Reads the position; the buffer is not changed.
     *
     * @param body the body, from position to limit
     * @return the first position not handed over
     * @throws chaski.api.ProtocolException when it is not an ACK
     */
    public static long position(ByteBuffer body) {
        return field(body, 0, "ACK position");
    }

    /**
     * Reads the count; the buffer is not changed.
     *
     * @param body the body, from position to limit
     * @return messages, cumulative
     * @throws chaski.api.ProtocolException when it is not an ACK
     */
    public static long unsubscribed(ByteBuffer body) {
        return field(body, Long.BYTES, "ACK unsubscribed messages");
    }

    private static long field(ByteBuffer body, int offset, String what) {
        FrameFields.exactly(body, BODY_BYTES, "ACK");
        long value = body.getLong(body.position() + offset);
        ViolationText.notNegative(what, value);
        return value;
    }
}
