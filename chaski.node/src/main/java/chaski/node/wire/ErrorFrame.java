package chaski.node.wire;

import java.nio.ByteBuffer;

/** ERROR: u16 code, text. */
public final class ErrorFrame {

    static final int MIN_BODY_BYTES = Short.BYTES + FrameFields.LENGTH_BYTES;

    /** The most bytes {@link #encode} writes. */
    public static final int MAX_BYTES = FrameHeader.BYTES + MIN_BODY_BYTES + FreeText.MAX_BYTES;

    private ErrorFrame() {}

    /**
     * Writes the frame.
     *
     * @param error the content
     * @param out where to; at most {@link #MAX_BYTES}
     */
    public static void encode(LinkError error, ByteBuffer out) {
        int start = FrameHeader.begin(out);
        out.putShort((short) error.code().number());
        FrameFields.putText(out, error.text());
        FrameHeader.end(out, start, FrameType.ERROR);
    }

    /**
     * Reads a body.
     *
     * @param body the body, from position to limit
     * @return its content
     * @throws chaski.api.ProtocolException when it is not an ERROR
     */
    public static LinkError decode(ByteBuffer body) {
        RefusalCode code = RefusalCode.of(FrameFields.u16(body, "ERROR code"));
        String text = FrameFields.text(body, FreeText.MAX_BYTES, "ERROR text");
        FrameFields.end(body, "ERROR");
        return new LinkError(code, text);
    }
}
