package chaski.node.wire;

import java.nio.ByteBuffer;

/** GOODBYE: u8 reason, u64 final received position, text. */
public final class GoodbyeFrame {

    static final int MIN_BODY_BYTES = Byte.BYTES + Long.BYTES + FrameFields.LENGTH_BYTES;

    /** The most bytes {@link #encode} writes. */
    public static final int MAX_BYTES = FrameHeader.BYTES + MIN_BODY_BYTES + FreeText.MAX_BYTES;

    private GoodbyeFrame() {}

    /**
     * Writes the frame.
     *
     * @param goodbye the content
     * @param out where to; at most {@link #MAX_BYTES}
     */
    public static void encode(Goodbye goodbye, ByteBuffer out) {
        int start = FrameHeader.begin(out);
        out.put((byte) goodbye.reason()).putLong(goodbye.received());
        FrameFields.putText(out, goodbye.text());
        FrameHeader.end(out, start, FrameType.GOODBYE);
    }

    /**
     * Reads a body.
     *
     * @param body the body, from position to limit
     * @return its content
     * @throws chaski.api.ProtocolException when it is not a GOODBYE
     */
    public static Goodbye decode(ByteBuffer body) {
        int reason = FrameFields.u8(body, "GOODBYE reason");
        long received = FrameFields.u63(body, "GOODBYE received position");
        String text = FrameFields.text(body, FreeText.MAX_BYTES, "GOODBYE text");
        FrameFields.end(body, "GOODBYE");
        return new Goodbye(reason, received, text);
    }
}
