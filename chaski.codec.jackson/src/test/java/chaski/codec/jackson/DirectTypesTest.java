package chaski.codec.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chaski.api.CodecException;
import chaski.api.codec.PayloadCodec;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that are written and read directly have the bytes that Jackson gives them, and are refused as Jackson refuses them. */
final class DirectTypesTest {

    private static final long SEED = 20_261_201;
    private static final int RANDOM_INPUTS = 20_000;
    private static final CborCodec CODEC = new CborCodec();

    /** The codec of a type with and without the short way. */
    private record Both<T>(Class<T> type, PayloadCodec<T> direct, PayloadCodec<T> general, List<T> values) {

        @SafeVarargs
        @SuppressWarnings("varargs") // only read
        static <T> Both<T> of(Class<T> type, T... values) {
            return of(type, Arrays.asList(values));
        }

        static <T> Both<T> of(Class<T> type, List<T> values) {
            PayloadCodec<T> direct = CODEC.forType(type);
            assertThat(direct).isInstanceOf(DirectPayload.class);
            CborMapperOnly general = new CborMapperOnly();
            return new Both<>(type, direct, general.forType(type), values);
        }

        @Override
        public String toString() {
            return type.getTypeName();
        }
    }

    static Stream<Both<?>> types() {
        List<Long> longs = edges();
        List<Integer> ints = longs.stream().map(Long::intValue).toList();
        return Stream.of(
                Both.of(Long.class, longs),
                Both.of(long.class, longs),
                Both.of(Integer.class, ints),
                Both.of(int.class, ints),
                Both.of(Short.class, longs.stream().map(Long::shortValue).toList()),
                Both.of(short.class, longs.stream().map(Long::shortValue).toList()),
                Both.of(Byte.class, longs.stream().map(Long::byteValue).toList()),
                Both.of(byte.class, longs.stream().map(Long::byteValue).toList()),
                Both.of(Boolean.class, true, false),
                Both.of(boolean.class, true, false),
                Both.of(Float.class, floats()),
                Both.of(float.class, floats()),
                Both.of(Double.class, doubles()),
                Both.of(double.class, doubles()),
                Both.of(Character.class, 'a', '\0', '\u007f', '\u0080', 'é', '€', '\uffff'),
                Both.of(char.class, 'a', '\0', '\u007f', '\u0080', 'é', '€', '\uffff'),
                Both.of(String.class, texts()),
                Both.of(
                        byte[].class,
                        new byte[0],
                        new byte[23],
                        new byte[24],
                        new byte[255],
                        new byte[256],
                        new byte[70_000]),
                Both.of(int[].class, new int[0], new int[] {1}, array(ints), new int[300], new int[70_000]),
                Both.of(
                        long[].class,
                        new long[0],
                        longs.stream().mapToLong(Long::longValue).toArray(),
                        new long[300],
                        new long[70_000]),
                Both.of(
                        double[].class,
                        new double[0],
                        doubles().stream().mapToDouble(Double::doubleValue).toArray(),
                        new double[300],
                        new double[70_000]));
    }

    @ParameterizedTest
    @MethodSource("types")
    <T> void bytesAreThoseOfJackson(Both<T> both) {
        for (T value : both.values()) {
            byte[] written = written(both.general(), value);

            assertThat(written(both.direct(), value)).isEqualTo(written);
            assertThat(Objects.deepEquals(both.direct().decode(ByteBuffer.wrap(written)), value))
                    .as("%s", value)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    <T> void anyBytesAreReadAsJacksonReadsThem(Both<T> both) {
        Random random = new Random(SEED);
        for (int i = 0; i < RANDOM_INPUTS; i++) {
            byte[] bytes = new byte[1 + random.nextInt(12)];
            random.nextBytes(bytes);
            assertReadAlike(both, bytes);
        }
        for (T value : both.values()) {
            byte[] written = written(both.general(), value);
            for (int length = 0; length < Math.min(written.length, 40); length++) {
                assertReadAlike(both, Arrays.copyOf(written, length));
            }
            assertReadAlike(both, Arrays.copyOf(written, written.length + 1));
        }
    }

    /** Forms of values that Jackson reads as other types than they were written as. */
    @ParameterizedTest
    @MethodSource("types")
    <T> void valuesOfOtherTypesAreReadAsJacksonReadsThem(Both<T> both) {
        types().forEach(other -> values(other).stream()
                .filter(bytes -> bytes.length < 1_000)
                .forEach(bytes -> assertReadAlike(both, bytes)));
    }

    private static <T> List<byte[]> values(Both<T> both) {
        return both.values().stream()
                .map(value -> written(both.general(), value))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("types")
    <T> void bytesInTheMiddleOfABufferAreRead(Both<T> both) {
        T value = both.values().get(0);
        byte[] written = written(both.general(), value);
        ByteBuffer middle = ByteBuffer.allocate(written.length + 5).position(3);
        middle.put(written).flip().position(3);

        assertThat(Objects.deepEquals(both.direct().decode(middle.slice()), value))
                .isTrue();
        assertThat(Objects.deepEquals(both.direct().decode(middle), value)).isTrue();
        assertThat(Objects.deepEquals(both.direct().decode(middle.asReadOnlyBuffer()), value))
                .isTrue();
    }

    private static <T> void assertReadAlike(Both<T> both, byte[] bytes) {
        T expected;
        try {
            expected = both.general().decode(ByteBuffer.wrap(bytes));
        } catch (CodecException e) {
            assertThatExceptionOfType(CodecException.class)
                    .isThrownBy(() -> both.direct().decode(ByteBuffer.wrap(bytes)))
                    .withMessage(e.getMessage());
            return;
        }
        assertThat(Objects.deepEquals(both.direct().decode(ByteBuffer.wrap(bytes)), expected))
                .as("%s from %s, seed %d", both.type(), Arrays.toString(bytes), SEED)
                .isTrue();
    }

    private static <T> byte[] written(PayloadCodec<T> codec, T value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        codec.encode(value, out);
        return out.toByteArray();
    }

    /** The values around each power of two, of both signs. */
    private static List<Long> edges() {
        return LongStream.range(0, 64)
                .map(bit -> 1L << bit)
                .flatMap(
                        power -> LongStream.of(power - 1, power, power + 1, -power - 1, -power, -power + 1, 23, 24, 25))
                .distinct()
                .boxed()
                .toList();
    }

    private static int[] array(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<Double> doubles() {
        return List.of(
                0.0,
                -0.0,
                1.0,
                -1.5,
                1e300,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.longBitsToDouble(0x7ff8_0000_0000_0001L));
    }

    private static List<Float> floats() {
        return List.of(
                0f,
                -0f,
                1f,
                -1.5f,
                Float.MIN_VALUE,
                Float.MAX_VALUE,
                Float.NaN,
                Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY,
                Float.intBitsToFloat(0x7fc0_0001));
    }

    private static List<String> texts() {
        List<String> texts = new ArrayList<>(List.of("", "a", "naïve", "€", "a\0b", "\u07ff\u0800\uffff", "grin 😀"));
        for (int length : new int[] {23, 24, 255, 256, 2_999, 3_000, 3_001, 5_000, 70_000}) {
            texts.add("x".repeat(length));
            texts.add("é".repeat(length / 2));
            texts.add("é".repeat(length));
            texts.add("€".repeat(length));
        }
        return texts;
    }
}
