package chaski.codec.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import chaski.api.codec.PayloadCodec;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A number arrives as it was written, or rounded, or is refused: none becomes infinite, 0 or the result of an overflow.
 */
class NumberRangeTest {

    private static final Codec CBOR = new CborCodec();
    private static final Codec JSON = new JsonCodec();

    record Real(double value) {}

    record Single(float value) {}

    record Small(int value) {}

    record Large(long value) {}

    record Tiny(byte value) {}

    record Little(short value) {}

    record Big(BigInteger value) {}

    record Took(Duration value) {}

    record At(Instant value) {}

    record Anything(Object value) {}

    record Exact(BigDecimal value) {}

    static List<Class<?>> fractional() {
        return List.of(
                Real.class,
                Single.class,
                double.class,
                Float.class,
                OptionalDouble.class,
                double[].class,
                float[].class);
    }

    static List<Class<?>> whole() {
        return List.of(
                Small.class,
                Large.class,
                Tiny.class,
                Little.class,
                Big.class,
                int.class,
                Long.class,
                BigInteger.class,
                int[].class,
                long[].class,
                OptionalInt.class,
                OptionalLong.class,
                AtomicInteger.class,
                AtomicLong.class);
    }

    static List<Class<?>> times() {
        return List.of(Took.class, At.class, Duration.class, Instant.class, OffsetDateTime.class, ZonedDateTime.class);
    }

    static Stream<Class<?>> all() {
        return Stream.of(fractional(), whole(), times()).flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("all")
    void decimalsBeyondTheRangeOfTheTypeAreRefused(Class<?> type) {
        for (String number : List.of("1e999999999", "-1e999999999", "1e99999999999", "1e2147483647", "1e400")) {
            if (number.equals("1e400") && (type == BigInteger.class || type == Big.class)) {
                continue; // it is in its range
            }
            assertThatThrownBy(() -> read(JSON, type, json(type, number)))
                    .as(number)
                    .isInstanceOf(CodecException.class);
        }
        // the exponents 999999999 and -2147483648 (a scale), the mantissas 1 and -1
        for (String number :
                List.of("c4821a3b9ac9ff01", "c4821a3b9ac9ff20", "c4821a7fffffff01", "c4821b7fffffffffffffff01")) {
            assertThatThrownBy(() -> read(CBOR, type, cbor(type, number)))
                    .as(number)
                    .isInstanceOf(CodecException.class);
        }
    }

    @Test
    void theReasonNamesTheNumberAndTheType() {
        assertThatThrownBy(() -> read(JSON, Real.class, json(Real.class, "1e999999999")))
                .hasMessageContaining("expected a number within the range of a double, got 1e999999999");
        assertThatThrownBy(() -> read(JSON, Single.class, json(Single.class, "1e40")))
                .hasMessageContaining("expected a number within the range of a float, got 1e40");
        assertThatThrownBy(() -> read(JSON, Small.class, json(Small.class, "2.5")))
                .hasMessageContaining("expected a whole number, got 2.5");
        assertThatThrownBy(() -> read(JSON, Took.class, json(Took.class, "1e40")))
                .hasMessageContaining("expected seconds of at most 18 digits before the point, got 1e40");
    }

    @ParameterizedTest
    @MethodSource("whole")
    void fractionsAreNotCutOff(Class<?> type) {
        for (String number :
                List.of("2.5", "1e-1", "1e-999999999", "0.00000000000000000000000000000000000001", "-0.5")) {
            assertThatThrownBy(() -> read(JSON, type, json(type, number)))
                    .as(number)
                    .isInstanceOf(CodecException.class);
        }
        // 2.5 as double and half, NaN, infinity, 0.1 as a decimal
        for (String number :
                List.of("fb4004000000000000", "f94100", "fb7ff8000000000000", "f97e00", "f97c00", "c4822001")) {
            assertThatThrownBy(() -> read(CBOR, type, cbor(type, number)))
                    .as(number)
                    .isInstanceOf(CodecException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("whole")
    void wholeNumbersMayBeWrittenWithAFraction(Class<?> type) {
        for (String number : List.of("5.0", "5e0", "0.5e1", "50e-1")) {
            assertThat(read(JSON, type, json(type, number)))
                    .as(number)
                    .usingRecursiveComparison()
                    .isEqualTo(read(JSON, type, json(type, "5")));
        }
        for (String number : List.of("f94500", "fb4014000000000000", "c4820005", "c482201832")) {
            assertThat(read(CBOR, type, cbor(type, number)))
                    .as(number)
                    .usingRecursiveComparison()
                    .isEqualTo(read(CBOR, type, cbor(type, "05")));
        }
    }

    @Test
    void infinityAndNanSurviveInCbor() {
        for (double value : new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN}) {
            assertThat(copy(CBOR, new Real(value))).isEqualTo(new Real(value));
            assertThat(copy(CBOR, new Single((float) value))).isEqualTo(new Single((float) value));
            assertThat(copy(CBOR, new Anything(value))).isEqualTo(new Anything(value));
            assertThat(copy(JSON, new Real(value))).isEqualTo(new Real(value));
        }
        assertThatThrownBy(() -> read(CBOR, Single.class, cbor(Single.class, "fb7e37e43c8800759c"))) // 1e300
                .isInstanceOf(CodecException.class);
    }

    @Test
    void decimalsOfAnySizeStayWhatTheyAreWhereDecimalsAreDeclared() {
        for (String number : List.of("1E+999999999", "1E-999999999", "1E+400", "2.5")) {
            Exact exact = new Exact(new BigDecimal(number));
            assertThat(copy(JSON, exact)).isEqualTo(exact);
            assertThat(copy(CBOR, exact)).isEqualTo(exact);
        }
        assertThat(read(JSON, Anything.class, json(Anything.class, "1e999999999")))
                .isEqualTo(new Anything(new BigDecimal("1e999999999")));
    }

    @Test
    void secondsWithAFractionAreTimes() {
        assertThat(read(JSON, Took.class, json(Took.class, "1.5"))).isEqualTo(new Took(Duration.ofMillis(1500)));
        assertThat(read(JSON, At.class, json(At.class, "1500000000.25")))
                .isEqualTo(new At(Instant.ofEpochSecond(1_500_000_000, 250_000_000)));
        assertThat(read(CBOR, Took.class, cbor(Took.class, "c482200f"))).isEqualTo(new Took(Duration.ofMillis(1500)));
        assertThat(read(JSON, Took.class, json(Took.class, "1e-999999999"))).isEqualTo(new Took(Duration.ZERO));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, 0.1, -0.0})
    void theEndsOfTheRangeAreWithin(double value) {
        assertThat(copy(JSON, new Real(value))).isEqualTo(new Real(value));
        assertThat(copy(CBOR, new Real(value))).isEqualTo(new Real(value));
        assertThat(read(JSON, Single.class, json(Single.class, "3.4028235e38"))).isEqualTo(new Single(Float.MAX_VALUE));
    }

    private static byte[] json(Class<?> type, String number) {
        String text = type.isRecord() ? "{\"value\":" + number + "}" : type.isArray() ? "[" + number + "]" : number;
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] cbor(Class<?> type, String hex) {
        String head = type.isRecord() ? "a16576616c7565" : type.isArray() ? "81" : "";
        return HexFormat.of().parseHex(head + hex);
    }

    private static Object read(Codec codec, Class<?> type, byte[] bytes) {
        return codec.forType(type).decode(ByteBuffer.wrap(bytes));
    }

    @SuppressWarnings("unchecked")
    private static <T> T copy(Codec codec, T value) {
        PayloadCodec<T> payloads = (PayloadCodec<T>) codec.forType(value.getClass());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        payloads.encode(value, out);
        return payloads.decode(ByteBuffer.wrap(out.toByteArray()));
    }
}
