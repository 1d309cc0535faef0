package chaski.codec.jackson;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The heads of CBOR values, read one after another. A head that is incomplete or of another kind is reported as {@link
 * #OTHER}, and everything after it is undefined: the value is then read by the parser. Used by one thread.
 */
final class CborInput {

    static final int UNSIGNED = 0;
    static final int NEGATIVE = 1;
    static final int BYTES = 2;
    static final int TEXT = 3;
    static final int ARRAY = 4;
    static final int SIMPLE = 7;

    /** What follows the major type of a simple value; the value before {@code TRUE} is false. */
    static final int TRUE = 21;

    static final int SINGLE = 26;
    static final int TWOFOLD = 27;

    /** The kind of a head that is not read here. */
    static final int OTHER = -1;

    private static final int ONE_BYTE_FOLLOWS = 24;
    private static final int EIGHT_BYTES_FOLLOW = 27;

    private final byte[] bytes;
    private final int end;
    private int position;
    private int info;
    private long argument;
    private boolean negative;

    CborInput(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    /** {@return the major type of the next head, which is read; {@link #OTHER} if it is none} */
    int next() {
        if (position == end) {
            return OTHER;
        }
        int first = bytes[position++] & 0xff;
        info = first & 31;
        if (info < ONE_BYTE_FOLLOWS) {
            argument = info;
            return first >>> 5;
        }
        int width = 1 << (info - ONE_BYTE_FOLLOWS);
        if (info > EIGHT_BYTES_FOLLOW || width > end - position) {
            return OTHER;
        }
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | (bytes[position++] & 0xff);
        }
        argument = value;
        return first >>> 5;
    }

    /** {@return the low five bits of the head} */
    int info() {
        return info;
    }

    /** {@return the unsigned argument of the head} */
    long argument() {
        return argument;
    }

    /** {@return true if the next head, which is read, is an integer of at most 64 bits with its sign} */
    boolean nextInteger() {
        int major = next();
        negative = major == NEGATIVE;
        return (major == UNSIGNED || negative) && argument >= 0;
    }

    /** {@return the value of the integer} */
    long integer() {
        return negative ? ~argument : argument;
    }

    /** {@return true if as many bytes follow as the head announces, or may} */
    boolean hasArgumentBytes() {
        return argument >= 0 && argument <= end - position;
    }

    /** {@return the bytes that the head announces} */
    byte[] argumentBytes() {
        int start = position;
        position += (int) argument;
        return Arrays.copyOfRange(bytes, start, position);
    }

    /** {@return the text that the head announces; null if it is not UTF-8} */
    @Nullable
    String argumentText() {
        int start = position;
        position += (int) argument;
        return Utf8Validator.isValid(bytes, start, position)
                ? new String(bytes, start, (int) argument, StandardCharsets.UTF_8)
                : null;
    }

    boolean isAtEnd() {
        return position == end;
    }
}
