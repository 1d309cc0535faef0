package chaski.testkit.hostile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The contents of a REFUSED or an ERROR.
 *
 * @param code the reason
 * @param value the value that belongs to the code; 0 in ERROR
 * @param text the reason for people
 */
public record Refusal(Code code, long value, String text) {

    /**
     * Reads a frame.
     *
     * @param frame a REFUSED or an ERROR
     * @return its contents
     * @throws IllegalArgumentException when it is another frame
     */
    public static Refusal of(Frame frame) {
        if (!frame.is(FrameType.REFUSED) && !frame.is(FrameType.ERROR)) {
            throw new IllegalArgumentException("expected REFUSED or ERROR, got " + frame);
        }
        ByteBuffer body = frame.body();
        Code code = Code.of(Short.toUnsignedInt(body.getShort()));
        long value = frame.is(FrameType.REFUSED) ? body.getLong() : 0;
        byte[] text = new byte[Short.toUnsignedInt(body.getShort())];
        body.get(text);
        return new Refusal(code, value, new String(text, StandardCharsets.UTF_8));
    }
}
