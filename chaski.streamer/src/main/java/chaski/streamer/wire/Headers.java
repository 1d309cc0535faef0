package chaski.streamer.wire;

import chaski.api.LimitException;
import chaski.api.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The headers of a message, in the publisher's order.
 *
 * <pre>
 * count   8 bits, 1 to 64
 * then for each header
 *   name    16 bits length, 1 to 1024, then that many bytes of UTF-8; no name occurs twice
 *   value   16 bits length, 0 to 1024, then that many bytes of UTF-8
 * </pre>
 */
public final class Headers {

    /** The most headers of a message. */
    public static final int MAX_COUNT = 64;

    /** The most bytes of a name, and of a value. */
    public static final int MAX_BYTES = 1024;

    private Headers() {}

    /**
     * Writes headers.
     *
     * @param headers at least one
     * @return the bytes
     * @throws LimitException if there are too many, or one is too long or not text
     */
    public static byte[] encode(Map<String, String> headers) {
        if (headers.size() > MAX_COUNT) {
            throw new LimitException("expected at most " + MAX_COUNT + " headers, got " + headers.size());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        out.write(headers.size());
        headers.forEach((name, value) -> {
            put(out, name, 1, "name");
            put(out, value, 0, "value");
        });
        return out.toByteArray();
    }

    private static void put(ByteArrayOutputStream out, String text, int least, String what) {
        byte[] bytes;
        try {
            bytes = StrictUtf8.encode(text);
        } catch (CharacterCodingException e) {
            throw new LimitException("the " + what + " of a header holds half of a surrogate pair", e);
        }
        if (bytes.length < least || bytes.length > MAX_BYTES) {
            throw new LimitException("the " + what + " of a header: expected " + least + " to " + MAX_BYTES
                    + " bytes, got " + bytes.length);
        }
        out.write(bytes.length >>> 8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    /**
     * Reads headers.
     *
     * @param bytes begins with headers, big-endian; its position is moved past them
     * @return the headers, not modifiable
     * @throws ProtocolException when they are not headers
     */
    public static Map<String, String> decode(ByteBuffer bytes) {
        int count = bytes.hasRemaining() ? bytes.get() & 0xff : 0;
        if (count < 1 || count > MAX_COUNT) {
            throw new ProtocolException("message: expected 1 to " + MAX_COUNT + " headers, got " + count);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = take(bytes, 1, "name");
            if (headers.put(name, take(bytes, 0, "value")) != null) {
                throw new ProtocolException("message: expected each header once, got one twice");
            }
        }
        return Collections.unmodifiableMap(headers);
    }

    private static String take(ByteBuffer bytes, int least, String what) {
        int length = bytes.remaining() >= 2 ? bytes.getShort() & 0xffff : -1;
        if (length < least || length > MAX_BYTES || length > bytes.remaining()) {
            throw new ProtocolException("message: expected the " + what + " of a header, got a length of " + length
                    + " with " + bytes.remaining() + " bytes left");
        }
        byte[] text = new byte[length];
        bytes.get(text);
        try {
            return StrictUtf8.decode(text);
        } catch (CharacterCodingException e) {
            throw new ProtocolException("message: expected the " + what + " of a header in UTF-8, got other bytes", e);
        }
    }
}
