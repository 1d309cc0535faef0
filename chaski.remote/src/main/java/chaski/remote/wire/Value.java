package chaski.remote.wire;

import java.util.Arrays;

/** An argument or a result as it travels. */
public sealed interface Value {

    /** {@return its length where a window counts bytes: that of what a codec wrote, else 0} */
    int length();

    /**
     * Compares what travels.
     *
     * @param other another value
     * @return whether they are written alike, or are references to the same
     */
    boolean isLike(Value other);

    /** {@code null}, and the result of a method without one. */
    Value NOTHING = new Nothing();

    /** No value. */
    record Nothing() implements Value {

        @Override
        public int length() {
            return 0;
        }

        @Override
        public boolean isLike(Value other) {
            return equals(other);
        }
    }

    /**
     * A value that a codec wrote.
     *
     * @param bytes as written; not copied
     */
    @SuppressWarnings("ArrayRecordComponent") // it is passed on, never compared
    record Written(byte[] bytes) implements Value {

        @Override
        public boolean isLike(Value other) {
            return other instanceof Written that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int length() {
            return bytes.length;
        }
    }

    /**
     * A value of one of the classes that a sealed interface permits.
     *
     * @param name the simple name of the class
     * @param bytes the value; not copied
     */
    @SuppressWarnings("ArrayRecordComponent") // it is passed on, never compared
    record Case(String name, byte[] bytes) implements Value {

        @Override
        public boolean isLike(Value other) {
            return other instanceof Case that && name.equals(that.name) && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int length() {
            return bytes.length;
        }
    }

    /**
     * A reference to an object of the node that sent it.
     *
     * @param number the object's number there
     */
    record Lent(long number) implements Value {

        @Override
        public int length() {
            return 0;
        }

        @Override
        public boolean isLike(Value other) {
            return equals(other);
        }
    }

    /**
     * A reference to a publisher of the node that sent it, to be subscribed to.
     *
     * @param number the publisher's number there
     */
    record Published(long number) implements Value {

        @Override
        public int length() {
            return 0;
        }

        @Override
        public boolean isLike(Value other) {
            return equals(other);
        }
    }

    /**
     * A reference to an object or publisher of the node that it is sent to.
     *
     * @param number the object's number there
     */
    record Returned(long number) implements Value {

        @Override
        public int length() {
            return 0;
        }

        @Override
        public boolean isLike(Value other) {
            return equals(other);
        }
    }
}
