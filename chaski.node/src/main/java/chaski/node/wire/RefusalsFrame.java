package chaski.node.wire;

import java.nio.ByteBuffer;

/** REFUSALS: u64 messages that the sender discarded because its grants refuse their routes, since the session began. */
public final class RefusalsFrame {

    static final int BODY_BYTES = Long.BYTES;

    /** The bytes {@link #encode} writes. */
    public static final int BYTES = FrameHeader.BYTES + BODY_BYTES;

    private RefusalsFrame() {}

    /**
     * Writes the frame.
     *
     * @param out where to; {@link #BYTES}
     * @param messages how many, cumulative
     */
    public static void encode(ByteBuffer out, long messages) {
        FrameHeader.put(out, FrameType.REFUSALS, BODY_BYTES);
        out.putLong(messages);
    }

    /**
     * Reads the count; the buffer is not changed.
     *
     * @param body the body, from position to limit
     * @return messages, cumulative
     * @throws chaski.api.ProtocolException when it is malformed
     */
    public static long messages(ByteBuffer body) {
        FrameFields.exactly(body, BODY_BYTES, "REFUSALS");
        long value = body.getLong(body.position());
        ViolationText.notNegative("REFUSALS messages", value);
        return value;
    }
}
