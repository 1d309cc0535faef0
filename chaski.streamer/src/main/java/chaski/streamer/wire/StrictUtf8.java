package chaski.streamer.wire;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Strict UTF-8: fails where {@link String} would substitute a replacement character. Fast for valid text: only
 * suspicious text is checked twice.
 */
public final class StrictUtf8 {

    private static final byte SUBSTITUTE = '?';
    private static final char REPLACEMENT = '\ufffd';

    private StrictUtf8() {}

    /**
     * Writes text.
     *
     * @param text the text
     * @return its bytes
     * @throws CharacterCodingException if it contains an unpaired surrogate
     */
    public static byte[] encode(String text) throws CharacterCodingException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (byte b : bytes) {
            if (b == SUBSTITUTE) {
                // a question mark, or an unpaired surrogate that became one
                StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
                break;
            }
        }
        return bytes;
    }

    /**
     * Reads text.
     *
     * @param bytes its bytes
     * @return the text
     * @throws CharacterCodingException when they are not UTF-8
     */
    public static String decode(byte[] bytes) throws CharacterCodingException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        }
        return text;
    }
}
