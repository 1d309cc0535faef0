package chaski.node.wire;

import java.nio.ByteBuffer;

/** ASSISTED: u64 number. */
public final class AssistedFrame {

    static final int BODY_BYTES = Long.BYTES;

    /** The bytes {@link #encode} writes. */
    public static final int BYTES = FrameHeader.BYTES + BODY_BYTES;

    private AssistedFrame() {}

    /**
     * Writes the frame.
     *
     * @param assisted the content
     * @param out where to; {@link #BYTES}
     */
    public static void encode(Assisted assisted, ByteBuffer out) {
        FrameHeader.put(out, FrameType.ASSISTED, BODY_BYTES);
        out.putLong(assisted.number());
    }

    /**
     * Reads a body.
     *
     * @param body the body, from position to limit
     * @return its content
     * @throws chaski.api.ProtocolException when it is not an ASSISTED
     */
    public static Assisted decode(ByteBuffer body) {
        Fields.exactly(body, BODY_BYTES, "ASSISTED");
        return new Assisted(body.getLong());
    }
}
