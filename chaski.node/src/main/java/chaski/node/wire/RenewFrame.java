package chaski.node.wire;

import java.nio.ByteBuffer;

/**
 * RENEW: u8 reason. The sender cannot dial the receiver, and asks it to dial a new link for the session, because the present one uses
 * credentials that the sender has replaced.
 */
public final class RenewFrame {

    static final int BODY_BYTES = Byte.BYTES;

    /** The bytes that {@link #encode} writes. */
    public static final int BYTES = FrameHeader.BYTES + BODY_BYTES;

    private static final byte CREDENTIALS = 1;

    private RenewFrame() {}

    /**
     * Writes the frame.
     *
     * @param out where to; {@link #BYTES}
     */
    public static void encode(ByteBuffer out) {
        int start = FrameHeader.begin(out);
        out.put(CREDENTIALS);
        FrameHeader.end(out, start, FrameType.RENEW);
    }

    /**
     * Reads a body. The reason is for later versions; every one has the same effect.
     *
     * @param body the body, from position to limit
     * @throws chaski.api.ProtocolException when it is malformed
     */
    public static void decode(ByteBuffer body) {
        FrameFields.exactly(body, BODY_BYTES, "RENEW");
        body.get();
    }
}
