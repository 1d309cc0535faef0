package chaski.node.wire;

import java.nio.ByteBuffer;

/** REFUSED: u16 code, i64 value, text. */
public final class RefusalFrame {

    static final int MIN_BODY_BYTES = Short.BYTES + Long.BYTES + FrameFields.LENGTH_BYTES;

    /** The most bytes {@link #encode} writes. */
    public static final int MAX_BYTES = FrameHeader.BYTES + MIN_BODY_BYTES + FreeText.MAX_BYTES;

    private RefusalFrame() {}

    /**
     * Writes the frame.
     *
     * @param refused the content
     * @param out where to; at most {@link #MAX_BYTES}
     */
    public static void encode(Refusal refused, ByteBuffer out) {
        int start = FrameHeader.begin(out);
        out.putShort((short) refused.code().number()).putLong(refused.value());
        FrameFields.putText(out, refused.text());
        FrameHeader.end(out, start, FrameType.REFUSED);
    }

    /**
     * Reads a body.
     *
     * @param body the body, from position to limit
     * @return its content
     * @throws chaski.api.ProtocolException when it is not a REFUSED
     */
    public static Refusal decode(ByteBuffer body) {
        RefusalCode code = RefusalCode.of(FrameFields.u16(body, "REFUSED code"));
        long value = FrameFields.i64(body, "REFUSED value");
        String text = FrameFields.text(body, FreeText.MAX_BYTES, "REFUSED text");
        FrameFields.end(body, "REFUSED");
        return new Refusal(code, value, text);
    }
}
