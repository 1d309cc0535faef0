package chaski.streamer;

import chaski.api.LimitException;
import chaski.api.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What stands before the payload of a message: u8 flags, i64 timestamp in milliseconds, and with flag {@link #HEADERS} u8 count and
 * for each header name and value, u16 length and UTF-8.
 */
final class MessageHead {

    static final int HEADERS = 1;
    static final int PLAIN_BYTES = Byte.BYTES + Long.BYTES;
    static final int MAX_HEADERS = 64;
    static final int MAX_TEXT_BYTES = 1024;

    /** What a record has room for beside its payload. */
    private static final int MAX_BYTES = 32 * 1024;

    private MessageHead() {}

    /** Writes a head without headers. */
    static void encode(ByteBuffer out, long timestampMs) {
        out.put((byte) 0).putLong(timestampMs);
    }

    /** Makes a head with headers. */
    static ByteBuffer encode(long timestampMs, Map<String, String> headers) {
        if (headers.size() > MAX_HEADERS) {
            throw new LimitException("expected at most " + MAX_HEADERS + " headers, got " + headers.size());
        }
        ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
        out.put((byte) HEADERS).putLong(timestampMs).put((byte) headers.size());
        headers.forEach((name, value) -> {
            put(out, name);
            put(out, value);
        });
        return out.flip();
    }

    private static void put(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_TEXT_BYTES || out.remaining() < Short.BYTES + bytes.length) {
            throw new LimitException("expected headers of at most " + MAX_TEXT_BYTES + " bytes each and " + MAX_BYTES
                    + " bytes in all, got more");
        }
        out.putShort((short) bytes.length).put(bytes);
    }

    static int flags(ByteBuffer message) {
        if (message.remaining() < PLAIN_BYTES) {
            throw new ProtocolException(
                    "expected a message head of " + PLAIN_BYTES + " bytes, got " + message.remaining());
        }
        int flags = message.get();
        if ((flags & ~HEADERS) != 0) {
            throw new ProtocolException("expected message flags 0 or 1, got " + Integer.toHexString(flags & 0xff));
        }
        return flags;
    }

    /** Reads the headers that follow the timestamp. */
    static Map<String, String> headers(ByteBuffer message) {
        need(message, Byte.BYTES);
        int count = Byte.toUnsignedInt(message.get());
        if (count > MAX_HEADERS) {
            throw new ProtocolException("expected at most " + MAX_HEADERS + " headers, got " + count);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = text(message, MAX_TEXT_BYTES);
            headers.put(name, text(message, MAX_TEXT_BYTES));
        }
        return headers;
    }

    /** Reads a u16 length and UTF-8. */
    static String text(ByteBuffer in, int maxBytes) {
        need(in, Short.BYTES);
        int length = Short.toUnsignedInt(in.getShort());
        if (length > maxBytes) {
            throw new ProtocolException("expected a text of at most " + maxBytes + " bytes, got " + length);
        }
        need(in, length);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void need(ByteBuffer in, int bytes) {
        if (in.remaining() < bytes) {
            throw new ProtocolException("expected " + bytes + " more bytes, got " + in.remaining());
        }
    }
}
