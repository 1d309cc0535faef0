package chaski.node.membership;

import chaski.api.Endpoint;
import chaski.api.InvalidTopicException;
import chaski.api.NodeId;
import chaski.api.ProtocolException;
import chaski.api.TopicPattern;
import chaski.node.wire.ViolationText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Reads the fields of one message from a peer. Each read checks that its bytes are there, and each count is checked
 * against the remaining bytes before a list is created, so that a number from the wire never determines how much memory
 * is allocated.
 */
final class FieldReader {

    private static final int MAX_ENDPOINT_BYTES = 512;
    private static final int MAX_TOPIC_BYTES = 256;

    private final ByteBuffer in;

    /** Reads from position to limit. */
    FieldReader(ByteBuffer in) {
        this.in = in;
    }

    int u8(String what) {
        need(Byte.BYTES, what);
        return Byte.toUnsignedInt(in.get());
    }

    int u16(String what) {
        need(Short.BYTES, what);
        return Short.toUnsignedInt(in.getShort());
    }

    /** Reads a u32 of which only 0 to 2^31-1 is used. */
    int u31(String what) {
        need(Integer.BYTES, what);
        int value = in.getInt();
        if (value < 0) {
            throw ViolationText.of(what, "0 to 2^31-1", Integer.toUnsignedString(value));
        }
        return value;
    }

    long u64(String what) {
        need(Long.BYTES, what);
        return in.getLong();
    }

    int flags(int known, String what) {
        int flags = u8(what);
        if ((flags & ~known) != 0) {
            throw ViolationText.of(
                    what, "no flags but 0x" + Integer.toHexString(known), "0x" + Integer.toHexString(flags));
        }
        return flags;
    }

    UUID uuid(String what) {
        need(2 * Long.BYTES, what);
        return new UUID(in.getLong(), in.getLong());
    }

    NodeId id(String what) {
        return new NodeId(uuid(what));
    }

    String text(int maxBytes, String what) {
        int bytes = u16(what);
        if (bytes > maxBytes) {
            throw ViolationText.of(what, "at most " + maxBytes + " bytes", bytes);
        }
        need(bytes, what);
        ByteBuffer part = in.slice(in.position(), bytes);
        in.position(in.position() + bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
        } catch (CharacterCodingException malformed) {
            throw new ProtocolException(what + ": expected well-formed UTF-8, came other bytes", malformed);
        }
    }

    Endpoint endpoint(String what) {
        String text = text(MAX_ENDPOINT_BYTES, what);
        return valid(what, () -> Endpoint.parse(text));
    }

    TopicPattern pattern(String what) {
        String text = text(MAX_TOPIC_BYTES, what);
        return valid(what, () -> TopicPattern.of(text));
    }

    /** Reads u16 count and that many elements, each of which has at least the given number of bytes. */
    <T> List<T> list(int max, int leastBytes, String what, Supplier<T> element) {
        int count = u16(what);
        if (count > max) {
            throw ViolationText.of(what, "at most " + max, count);
        }
        need(count * leastBytes, what);
        List<T> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(element.get());
        }
        return list;
    }

    /** Reads a u16 count and as many bytes, which are not copied. */
    ByteBuffer bytes(String what) {
        return bytes(u16(what), what);
    }

    /** Reads some bytes, which are not copied. */
    ByteBuffer bytes(int count, String what) {
        need(count, what);
        ByteBuffer bytes = in.slice(in.position(), count);
        in.position(in.position() + count);
        return bytes;
    }

    int remaining() {
        return in.remaining();
    }

    void end(String what) {
        if (in.hasRemaining()) {
            throw ViolationText.of(what, "no bytes after the last field", in.remaining());
        }
    }

    /** Creates a value from the fields; a refusal by its constructor is a protocol violation of the peer. */
    static <T> T valid(String what, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException | InvalidTopicException refused) {
            throw new ProtocolException(what + ": " + refused.getMessage(), refused);
        }
    }

    private void need(int bytes, String what) {
        if (in.remaining() < bytes) {
            throw ViolationText.of(what, "at least " + bytes + " more bytes", in.remaining());
        }
    }
}
