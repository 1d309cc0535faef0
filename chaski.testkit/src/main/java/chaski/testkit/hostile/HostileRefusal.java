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
public record HostileRefusal(HostileErrorCode code, long value, String text) {

    /**
     * Reads a frame.
     *
     * @param frame a REFUSED or an ERROR
     * @return its contents
     * @throws IllegalArgumentException when it is another frame
     */
    public static HostileRefusal of(HostileFrame frame) {
        if (!frame.is(HostileFrameType.REFUSED) && !frame.is(HostileFrameType.ERROR)) {
            throw new IllegalArgumentException("expected REFUSED or ERROR, got " + frame);
        }
        ByteBuffer body = frame.body();
        HostileErrorCode code = HostileErrorCode.of(Short.toUnsignedInt(body.getShort()));
        long value = frame.is(HostileFrameType.REFUSED) ? body.getLong() : 0;
        byte[] text = new byte[Short.toUnsignedInt(body.getShort())];
        body.get(text);
        return new HostileRefusal(code, value, new String(text, StandardCharsets.UTF_8));
    }
}
