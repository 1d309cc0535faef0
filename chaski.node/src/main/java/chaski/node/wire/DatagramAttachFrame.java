package chaski.node.wire;

import java.nio.ByteBuffer;

/** ASSIST: u128 session, u64 number. */
public final class DatagramAttachFrame {

    static final int BODY_BYTES = SessionId.BYTES + Long.BYTES;

    /** The bytes {@link #encode} writes. */
    public static final int BYTES = FrameHeader.BYTES + BODY_BYTES;

    private DatagramAttachFrame() {}

    /**
     * Writes the frame.
     *
     * @param assist the content
     * @param out where to; {@link #BYTES}
     */
    public static void encode(DatagramAttach assist, ByteBuffer out) {
        FrameHeader.put(out, FrameType.ASSIST, BODY_BYTES);
        assist.session().encode(out);
        out.putLong(assist.number());
    }

    /**
     * Reads a body.
     *
     * @param body the body, from position to limit
     * @return its content
     * @throws chaski.api.ProtocolException when it is not an ASSIST
     */
    public static DatagramAttach decode(ByteBuffer body) {
        FrameFields.exactly(body, BODY_BYTES, "ASSIST");
        return new DatagramAttach(SessionId.decode(body, "ASSIST session"), body.getLong());
    }
}
