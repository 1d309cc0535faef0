package chaski.codec.jackson;

import java.util.Arrays;

/** Bytes of CBOR values, one after another. Used by one thread. */
final class CborOutput {

    /** A head with an argument of eight bytes. */
    static final int MAX_HEAD_BYTES = 9;

    private static final int FALSE = 0xf4;
    private static final int TRUE = 0xf5;
    private static final int FLOAT = 0xfa;
    private static final int DOUBLE = 0xfb;

    private static final int ONE_BYTE_FOLLOWS = 24;

    private final byte[] bytes;
    private int length;

    CborOutput(int maxBytes) {
        this.bytes = new byte[maxBytes];
    }

    /** Writes a head in its shortest form. */
    CborOutput head(int major, long argument) {
        int first = major << 5;
        if (argument < ONE_BYTE_FOLLOWS && argument >= 0) {
            return octet(first | (int) argument);
        }
        if (argument >>> 8 == 0) {
            return octet(first | ONE_BYTE_FOLLOWS).bigEndian(argument, 1);
        }
        if (argument >>> 16 == 0) {
            return octet(first | ONE_BYTE_FOLLOWS + 1).bigEndian(argument, 2);
        }
        if (argument >>> 32 == 0) {
            return octet(first | ONE_BYTE_FOLLOWS + 2).bigEndian(argument, 4);
        }
        return octet(first | ONE_BYTE_FOLLOWS + 3).bigEndian(argument, 8);
    }

    CborOutput integer(long value) {
        return value < 0 ? head(CborInput.NEGATIVE, ~value) : head(CborInput.UNSIGNED, value);
    }

    CborOutput bool(boolean value) {
        return octet(value ? TRUE : FALSE);
    }

    CborOutput single(float value) {
        return octet(FLOAT).bigEndian(Float.floatToRawIntBits(value), 4);
    }

    CborOutput twofold(double value) {
        return octet(DOUBLE).bigEndian(Double.doubleToRawLongBits(value), 8);
    }

    CborOutput raw(byte[] value) {
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    private CborOutput octet(int value) {
        bytes[length++] = (byte) value;
        return this;
    }

    private CborOutput bigEndian(long value, int width) {
        for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
            octet((int) (value >>> shift));
        }
        return this;
    }

    byte[] toBytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
