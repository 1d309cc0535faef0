package chaski.testkit.hostile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * Assembles bytes field by field, in the notation of the protocol document: big-endian, texts after their length.
 *
 * <pre>{@code
 * byte[] body = new WireBytes().u16(1).u64(5).u64(1L << 40).toArray();
 * }</pre>
 *
 * <p>No value is checked: if one is too large for its field, its lower bits are written. Confined to one thread.
 */
public final class WireBytes {

    private byte[] bytes = new byte[64];
    private int size;

    /** Starts with no bytes. */
    public WireBytes() {
        // no further state
    }

    /**
     * Adds one byte.
     *
     * @param value its lower 8 bits count
     * @return this
     */
    public WireBytes u8(int value) {
        return number(value, 1);
    }

    /**
     * Adds two bytes.
     *
     * @param value its lower 16 bits count
     * @return this
     */
    public WireBytes u16(int value) {
        return number(value, 2);
    }

    /**
     * Adds three bytes.
     *
     * @param value its lower 24 bits count
     * @return this
     */
    public WireBytes u24(int value) {
        return number(value, 3);
    }

    /**
     * Adds four bytes.
     *
     * @param value its lower 32 bits count
     * @return this
     */
    public WireBytes u32(long value) {
        return number(value, 4);
    }

    /**
     * Adds eight bytes.
     *
     * @param value all 64 bits
     * @return this
     */
    public WireBytes u64(long value) {
        return number(value, 8);
    }

    /**
     * Adds sixteen bytes.
     *
     * @param value a node id, a session id
     * @return this
     */
    public WireBytes u128(UUID value) {
        return u64(value.getMostSignificantBits()).u64(value.getLeastSignificantBits());
    }

    /**
     * Adds a text after its length in bytes, which has two bytes.
     *
     * @param value the text, written in UTF-8
     * @return this
     */
    public WireBytes text(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        return u16(encoded.length).bytes(encoded);
    }

    /**
     * Adds a count of two bytes and as many texts.
     *
     * @param values the texts
     * @return this
     */
    public WireBytes texts(Iterable<String> values) {
        int at = size;
        int count = 0;
        u16(0);
        for (String value : values) {
            text(value);
            count++;
        }
        bytes[at] = (byte) (count >>> 8);
        bytes[at + 1] = (byte) count;
        return this;
    }

    /**
     * Adds bytes as they are.
     *
     * @param values the bytes
     * @return this
     */
    public WireBytes bytes(byte... values) {
        room(values.length);
        System.arraycopy(values, 0, bytes, size, values.length);
        size += values.length;
        return this;
    }

    /**
     * Adds zeros.
     *
     * @param count how many
     * @return this
     */
    public WireBytes zeros(int count) {
        room(count);
        size += count;
        return this;
    }

    /** {@return how many bytes there are} */
    public int size() {
        return size;
    }

    /** {@return a copy of the bytes} */
    public byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    private WireBytes number(long value, int width) {
        room(width);
        for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
