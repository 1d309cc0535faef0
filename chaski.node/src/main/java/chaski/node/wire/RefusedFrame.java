package chaski.node.wire;

import java.nio.ByteBuffer;

/** REFUSED: u16 code, i64 value, text. */
public final class RefusedFrame {

    static final int MIN_BODY_BYTES = Short.BYTES + Long.BYTES + Fields.LENGTH_BYTES;

    /** The most bytes {@link #encode} writes. */
    public static final int MAX_BYTES = FrameHeader.BYTES + MIN_BODY_BYTES + FreeText.MAX_BYTES;

    private RefusedFrame() {}

    /**
     * Writes the frame.
     *
     * @param refused the content
     * @param out where to; at most {@link #MAX_BYTES}
     */
    public static void encode(Refused refused, ByteBuffer out) {
        int start = FrameHeader.begin(out);
        out.putShort((short) refused.code().number()).putLong(refused.value());
        Fields.putText(out, refused.text());
        FrameHeader.end(out, start, FrameType.REFUSED);
    }

    /**
     * Reads a body.
     *
     * @param body the body, from position to limit
     * @return its content
     * @throws chaski.api.ProtocolException when it is not a REFUSED
     */
    public static Refused decode(ByteBuffer body) {
        RefusalCode code = RefusalCode.of(Fields.u16(body, "REFUSED code"));
        long value = Fields.i64(body, "REFUSED value");
        String text = Fields.text(body, FreeText.MAX_BYTES, "REFUSED text");
        Fields.end(body, "REFUSED");
        return new Refused(code, value, text);
    }
}
