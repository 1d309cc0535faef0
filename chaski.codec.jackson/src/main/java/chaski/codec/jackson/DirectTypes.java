package chaski.codec.jackson;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The types that are written and read as CBOR directly: primitives and their wrappers, strings, {@code byte[]}, and
 * arrays of other numbers ({@link DirectArrays}). Stateless.
 */
final class DirectTypes {

    /** Jackson writes long text in pieces. */
    static final int MAX_TEXT_CHARS = 3_000;

    private static final Map<Type, DirectType<?>> ALL = new HashMap<>();

    static {
        put(byte.class, Byte.class, new Whole<>(Byte.MIN_VALUE, Byte.MAX_VALUE, value -> (byte) value));
        put(short.class, Short.class, new Whole<>(Short.MIN_VALUE, Short.MAX_VALUE, value -> (short) value));
        put(int.class, Integer.class, new Whole<>(Integer.MIN_VALUE, Integer.MAX_VALUE, value -> (int) value));
        put(long.class, Long.class, new Whole<>(Long.MIN_VALUE, Long.MAX_VALUE, value -> value));
        put(boolean.class, Boolean.class, new Truth());
        put(float.class, Float.class, new Single());
        put(double.class, Double.class, new Twofold());
        put(char.class, Character.class, new Letter());
        ALL.put(String.class, new Text());
        ALL.put(byte[].class, new Octets());
        ALL.put(int[].class, DirectArrays.INTS);
        ALL.put(long[].class, DirectArrays.LONGS);
        ALL.put(double[].class, DirectArrays.DOUBLES);
    }

    private DirectTypes() {}

    private static <T> void put(Class<T> primitive, Class<T> wrapper, DirectType<T> direct) {
        ALL.put(primitive, direct);
        ALL.put(wrapper, direct);
    }

    /** {@return how values of the type are written and read; null if only Jackson can} */
    @SuppressWarnings("unchecked") // the key is the class of the values
    static <T> @Nullable DirectType<T> of(Type type) {
        return (DirectType<T>) ALL.get(type);
    }

    /** Numbers without a fraction. */
    private record Whole<T extends Number>(long least, long most, LongFunction<T> box) implements DirectType<T> {

        @Override
        public byte[] write(T value) {
            return new CborOutput(CborOutput.MAX_HEAD_BYTES)
                    .integer(value.longValue())
                    .toBytes();
        }

        @Override
        public @Nullable T read(CborInput in) {
            if (!in.nextInteger()) {
                return null;
            }
            long value = in.integer();
            return value < least || value > most ? null : box.apply(value);
        }
    }

    private record Truth() implements DirectType<Boolean> {

        @Override
        public byte[] write(Boolean value) {
            return new CborOutput(1).bool(value).toBytes();
        }

        @Override
        public @Nullable Boolean read(CborInput in) {
            if (in.next() != CborInput.SIMPLE || (in.info() | 1) != CborInput.TRUE) {
                return null;
            }
            return in.info() == CborInput.TRUE;
        }
    }

    private record Single() implements DirectType<Float> {

        @Override
        public byte[] write(Float value) {
            return new CborOutput(1 + Float.BYTES).single(value).toBytes();
        }

        @Override
        public @Nullable Float read(CborInput in) {
            return in.next() == CborInput.SIMPLE && in.info() == CborInput.SINGLE
                    ? Float.intBitsToFloat((int) in.argument())
                    : null;
        }
    }

    private record Twofold() implements DirectType<Double> {

        @Override
        public byte[] write(Double value) {
            return new CborOutput(1 + Double.BYTES).twofold(value).toBytes();
        }

        @Override
        public @Nullable Double read(CborInput in) {
            return in.next() == CborInput.SIMPLE && in.info() == CborInput.TWOFOLD
                    ? Double.longBitsToDouble(in.argument())
                    : null;
        }
    }

    /** A character is a text of one. */
    private record Letter() implements DirectType<Character> {

        @Override
        public byte @Nullable [] write(Character value) {
            return text(String.valueOf(value));
        }

        @Override
        public @Nullable Character read(CborInput in) {
            String text = text(in);
            return text != null && text.length() == 1 ? text.charAt(0) : null;
        }
    }

    private record Text() implements DirectType<String> {

        @Override
        public byte @Nullable [] write(String value) {
            return text(value);
        }

        @Override
        public @Nullable String read(CborInput in) {
            return text(in);
        }
    }

    private record Octets() implements DirectType<byte[]> {

        @Override
        public byte[] write(byte[] value) {
            return new CborOutput(CborOutput.MAX_HEAD_BYTES + value.length)
                    .head(CborInput.BYTES, value.length)
                    .raw(value)
                    .toBytes();
        }

        @Override
        public byte @Nullable [] read(CborInput in) {
            return in.next() == CborInput.BYTES && in.hasArgumentBytes() ? in.argumentBytes() : null;
        }
    }

    /** Half of a surrogate pair must be refused, which Jackson's writer does, so it gets all of them. */
    private static byte @Nullable [] text(String value) {
        if (value.length() > MAX_TEXT_CHARS) {
            return null;
        }
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                return null;
            }
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return new CborOutput(CborOutput.MAX_HEAD_BYTES + utf8.length)
                .head(CborInput.TEXT, utf8.length)
                .raw(utf8)
                .toBytes();
    }

    private static @Nullable String text(CborInput in) {
        return in.next() == CborInput.TEXT && in.hasArgumentBytes() ? in.argumentText() : null;
    }
}
