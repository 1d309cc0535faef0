package chaski.node.wire;

import java.nio.ByteBuffer;

/** ASSISTED: u64 number. */
public final class DatagramAttachedFrame {

    static final int BODY_BYTES = Long.BYTES;

    /** The bytes {@link #encode} writes. */
    public static final int BYTES = FrameHeader.BYTES + BODY_BYTES;

    private DatagramAttachedFrame() {}

    /**
     * Writes the frame.
     *
     * @param assisted the content
     * @param out where to; {@link #BYTES}
     */
    public static void encode(DatagramAttached assisted, ByteBuffer out) {
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
    public static DatagramAttached decode(ByteBuffer body) {
        FrameFields.exactly(body, BODY_BYTES, "ASSISTED");
        return new DatagramAttached(body.getLong());
    }
}
