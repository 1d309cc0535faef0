package chaski.remote.wire;

import java.util.Arrays;

/** An encoded argument or result. */
public sealed interface WireValue {

    /** {@code null}, and the result of a method without one. */
    WireValue NOTHING = new Nothing();

    /** No value. */
    record Nothing() implements WireValue {}

    /**
     * A value that a codec has encoded.
     *
     * @param bytes the encoded value; not copied
     */
    @SuppressWarnings("ArrayRecordComponent") // it is passed on, never compared
    record Written(byte[] bytes) implements WireValue {}

    /**
     * A reference to an object of the node that sent it.
     *
     * @param number the object's number there
     */
    record Lent(long number) implements WireValue {}

    /**
     * A reference to a publisher of the node that sent it, to be subscribed to.
     *
     * @param number the publisher's number there
     */
    record Published(long number) implements WireValue {}

    /**
     * A reference to an object or publisher of the node that it is sent to.
     *
     * @param number the object's number there
     */
    record Returned(long number) implements WireValue {}

    /**
     * Returns the length that counts for a window of bytes.
     *
     * @param value any value
     * @return the length of an encoded value; 0 for references and null
     */
    static int length(WireValue value) {
        return value instanceof Written w ? w.bytes.length : 0;
    }

    /** Compares encoded values.
     *
     * @param one a value
     * @param other another value
     * @return true if their bytes are equal, or they refer to the same object
     */
    static boolean areAlike(WireValue one, WireValue other) {
        if (one instanceof Written w) {
            return other instanceof Written that && Arrays.equals(w.bytes, that.bytes);
        }
        return one.equals(other);
    }
}
