package chaski.node.wire;

import java.nio.ByteBuffer;

/** ATTACHED: u64 epoch, u64 received, u64 declarations. */
public final class AttachedFrame {

    static final int BODY_BYTES = 3 * Long.BYTES;

    /** The bytes {@link #encode} writes. */
    public static final int BYTES = FrameHeader.BYTES + BODY_BYTES;

    private AttachedFrame() {}

    /**
     * Writes the frame.
     *
     * @param attached the content
     * @param out where to; {@link #BYTES}
     */
    public static void encode(Attached attached, ByteBuffer out) {
        FrameHeader.put(out, FrameType.ATTACHED, BODY_BYTES);
        out.putLong(attached.epoch()).putLong(attached.received()).putLong(attached.declarations());
    }

    /**
     * Reads a body.
     *
     * @param body the body, from position to limit
     * @return its content
     * @throws chaski.api.ProtocolException when it is not an ATTACHED
     */
    public static Attached decode(ByteBuffer body) {
        FrameFields.exactly(body, BODY_BYTES, "ATTACHED");
        return new Attached(body.getLong(), body.getLong(), body.getLong());
    }
}
