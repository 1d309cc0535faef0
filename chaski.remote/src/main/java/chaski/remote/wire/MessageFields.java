package chaski.remote.wire;

import chaski.api.LimitException;
import chaski.api.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Encodes and decodes the fields of messages. Stateless. */
final class MessageFields {

    private MessageFields() {}

    /** The buffer that a message is encoded into. */
    static final class Out {

        private ByteBuffer bytes;

        Out(int initialBytes) {
            bytes = ByteBuffer.allocate(initialBytes);
        }

        ByteBuffer bytes() {
            return bytes.flip();
        }

        /** Makes room for more bytes. */
        private ByteBuffer room(int more) {
            if (bytes.remaining() < more) {
                long needed = Math.max(2L * bytes.capacity(), (long) bytes.position() + more);
                if (needed > Integer.MAX_VALUE - Long.BYTES) {
                    throw new LimitException("expected a message of less than 2 GiB, got more");
                }
                bytes = ByteBuffer.allocate((int) needed).put(bytes.flip());
            }
            return bytes;
        }

        Out u8(int value) {
            room(Byte.BYTES).put((byte) value);
            return this;
        }

        Out i32(int value) {
            room(Integer.BYTES).putInt(value);
            return this;
        }

        Out u64(long value) {
            room(Long.BYTES).putLong(value);
            return this;
        }

        Out raw(byte[] value) {
            room(value.length).put(value);
            return this;
        }

        /** Appends text that must not be truncated. */
        Out text(String value, int most, String what) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            if (utf8.length > most) {
                throw new LimitException(what + ": expected at most " + most + " bytes, got " + utf8.length);
            }
            room(Short.BYTES).putShort((short) utf8.length);
            return raw(utf8);
        }

        /** Appends text for people, truncated if it is too long. */
        Out truncatedText(String value, int most) {
            String cut = value;
            while (cut.getBytes(StandardCharsets.UTF_8).length > most) {
                int keep = Math.min(cut.length() - 1, most);
                cut = cut.substring(0, Character.isHighSurrogate(cut.charAt(keep - 1)) ? keep - 1 : keep);
            }
            return text(cut, most, "text");
        }
    }

    static int u8(ByteBuffer in, String what) {
        requireBytes(in, 1, what);
        return Byte.toUnsignedInt(in.get());
    }

    static int u8(ByteBuffer in, int most, String what) {
        int value = u8(in, what);
        if (value > most) {
            throw violation(what, "0 to " + most, value);
        }
        return value;
    }

    static boolean flag(ByteBuffer in, String what) {
        return u8(in, 1, what) == 1;
    }

    static int i32(ByteBuffer in, String what) {
        requireBytes(in, Integer.BYTES, what);
        return in.getInt();
    }

    static int u31(ByteBuffer in, String what) {
        int value = i32(in, what);
        if (value < 0) {
            throw violation(what, "0 to 2^31-1", Integer.toUnsignedString(value));
        }
        return value;
    }

    static long i64(ByteBuffer in, String what) {
        requireBytes(in, Long.BYTES, what);
        return in.getLong();
    }

    static long u63(ByteBuffer in, String what) {
        requireBytes(in, Long.BYTES, what);
        long value = in.getLong();
        if (value < 0) {
            throw violation(what, "0 to 2^63-1", Long.toUnsignedString(value));
        }
        return value;
    }

    static String text(ByteBuffer in, int most, String what) {
        requireBytes(in, Short.BYTES, what);
        int length = Short.toUnsignedInt(in.getShort());
        if (length > most) {
            throw violation(what, "at most " + most + " bytes", length);
        }
        ByteBuffer bytes = slice(in, length, what);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new ProtocolException("remote " + what + ": expected UTF-8, got other bytes", e);
        }
    }

    /** Reads a text that the peer is likely to repeat. */
    static String text(ByteBuffer in, int most, String what, TextCache cache) {
        requireBytes(in, Short.BYTES, what);
        int length = Short.toUnsignedInt(in.getShort(in.position()));
        if (length > in.remaining() - Short.BYTES) {
            return text(in, most, what); // reports it
        }
        if (length == 0) {
            in.position(in.position() + Short.BYTES);
            return "";
        }
        int start = in.position();
        String known = cache.find(in.position(start + Short.BYTES), length);
        if (known != null && length <= most) {
            in.position(start + Short.BYTES + length);
            return known;
        }
        String text = text(in.position(start), most, what);
        int end = in.position();
        cache.put(in.position(start + Short.BYTES), length, text);
        in.position(end);
        return text;
    }

    static byte[] bytes(ByteBuffer in, String what) {
        int length = u31(in, what);
        requireBytes(in, length, what);
        byte[] copy = new byte[length];
        in.get(copy);
        return copy;
    }

    private static ByteBuffer slice(ByteBuffer in, int length, String what) {
        requireBytes(in, length, what);
        ByteBuffer slice = in.slice(in.position(), length);
        in.position(in.position() + length);
        return slice;
    }

    private static void requireBytes(ByteBuffer in, int bytes, String what) {
        if (in.remaining() < bytes) {
            throw violation(what, bytes + " bytes", in.remaining());
        }
    }

    static ProtocolException violation(String what, String expected, Object got) {
        return new ProtocolException("remote " + what + ": expected " + expected + ", got " + got);
    }
}
