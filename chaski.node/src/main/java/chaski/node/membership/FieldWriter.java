package chaski.node.membership;

import chaski.api.NodeId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** Writes fields, big-endian, into an array that grows. */
final class FieldWriter {

    private byte[] bytes = new byte[256];
    private int length;

    FieldWriter u8(int value) {
        room(Byte.BYTES);
        bytes[length++] = (byte) value;
        return this;
    }

    FieldWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    FieldWriter u32(int value) {
        return u16(value >>> 16).u16(value);
    }

    FieldWriter u64(long value) {
        return u32((int) (value >>> 32)).u32((int) value);
    }

    FieldWriter uuid(UUID value) {
        return u64(value.getMostSignificantBits()).u64(value.getLeastSignificantBits());
    }

    FieldWriter id(NodeId value) {
        return uuid(value.value());
    }

    FieldWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        u16(utf8.length);
        room(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
        return this;
    }

    /** Writes the bytes from position to limit; the buffer is not changed. */
    FieldWriter bytes(ByteBuffer value) {
        int count = value.remaining();
        room(count);
        value.get(value.position(), bytes, length, count);
        length += count;
        return this;
    }

    int length() {
        return length;
    }

    ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
