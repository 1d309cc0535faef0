package chaski.node.wire;

import chaski.api.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads fields of a body; each method checks that the bytes are there before it reads them. */
final class FrameFields {

    static final int LENGTH_BYTES = 2;

    private FrameFields() {}

    static void need(ByteBuffer in, int bytes, String what) {
        if (in.remaining() < bytes) {
            throw ViolationText.of(what, "at least " + bytes + " more bytes", in.remaining());
        }
    }

    /** For bodies of fixed length. */
    static void exactly(ByteBuffer body, int bytes, String what) {
        if (body.remaining() != bytes) {
            throw ViolationText.of(what, bytes + " bytes", body.remaining());
        }
    }

    static void end(ByteBuffer body, String what) {
        if (body.hasRemaining()) {
            throw ViolationText.of(what, "no bytes after the last field", body.remaining());
        }
    }

    static int u8(ByteBuffer in, String what) {
        need(in, Byte.BYTES, what);
        return Byte.toUnsignedInt(in.get());
    }

    static int u16(ByteBuffer in, String what) {
        need(in, Short.BYTES, what);
        return Short.toUnsignedInt(in.getShort());
    }

    static int i32(ByteBuffer in, String what) {
        need(in, Integer.BYTES, what);
        return in.getInt();
    }

    static long i64(ByteBuffer in, String what) {
        need(in, Long.BYTES, what);
        return in.getLong();
    }

    /** Reads a u64 of which the protocol uses only the lower 63 bits. */
    static long u63(ByteBuffer in, String what) {
        long value = i64(in, what);
        ViolationText.notNegative(what, value);
        return value;
    }

    /** Reads u8 flags of which only some exist. */
    static int flags(ByteBuffer in, int known, String what) {
        int flags = u8(in, what);
        if ((flags & ~known) != 0) {
            throw ViolationText.of(
                    what, "no flags but 0x" + Integer.toHexString(known), "0x" + Integer.toHexString(flags));
        }
        return flags;
    }

    /** Reads u16 length and that many bytes of well-formed UTF-8. */
    static String text(ByteBuffer in, int maxBytes, String what) {
        int bytes = u16(in, what);
        if (bytes > maxBytes) {
            throw ViolationText.of(what, "at most " + maxBytes + " bytes", bytes);
        }
        need(in, bytes, what);
        int limit = in.limit();
        in.limit(in.position() + bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(in).toString();
        } catch (CharacterCodingException malformed) {
            throw new ProtocolException(what + ": expected well-formed UTF-8, got other bytes", malformed);
        } finally {
            in.limit(limit);
        }
    }

    static void putText(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putShort((short) bytes.length).put(bytes);
    }
}
