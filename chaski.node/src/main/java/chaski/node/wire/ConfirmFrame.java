package chaski.node.wire;

import java.nio.ByteBuffer;

/** CONFIRM: u64 epoch. */
public final class ConfirmFrame {

    static final int BODY_BYTES = Long.BYTES;

    /** The bytes {@link #encode} writes. */
    public static final int BYTES = FrameHeader.BYTES + BODY_BYTES;

    private ConfirmFrame() {}

    /**
     * Writes the frame.
     *
     * @param confirm the content
     * @param out where to; {@link #BYTES}
     */
    public static void encode(Confirm confirm, ByteBuffer out) {
        FrameHeader.put(out, FrameType.CONFIRM, BODY_BYTES);
        out.putLong(confirm.epoch());
    }

    /**
     * Reads a body.
     *
     * @param body the body, from position to limit
     * @return its content
     * @throws chaski.api.ProtocolException when it is not a CONFIRM
     */
    public static Confirm decode(ByteBuffer body) {
        FrameFields.exactly(body, BODY_BYTES, "CONFIRM");
        return new Confirm(body.getLong());
    }
}
