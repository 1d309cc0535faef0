package chaski.node.wire;

import java.nio.ByteBuffer;

/** DECLARED: u64 version; every change up to it was sent before, in DECLARE frames. */
public final class DeclaredFrame {

    static final int BODY_BYTES = Long.BYTES;

    /** The bytes {@link #encode} writes. */
    public static final int BYTES = FrameHeader.BYTES + BODY_BYTES;

    private DeclaredFrame() {}

    /**
     * Writes the frame.
     *
     * @param out where to; {@link #BYTES}
     * @param version the version
     */
    public static void encode(ByteBuffer out, long version) {
        FrameHeader.put(out, FrameType.DECLARED, BODY_BYTES);
        out.putLong(version);
    }

    /**
     * Reads the version; the buffer is not changed.
     *
     * @param body the body, from position to limit
     * @return the version
     * @throws chaski.api.ProtocolException when it is not a DECLARED
     */
    public static long version(ByteBuffer body) {
        FrameFields.exactly(body, BODY_BYTES, "DECLARED");
        long version = body.getLong(body.position());
        ViolationText.notNegative("DECLARED version", version);
        return version;
    }
}
