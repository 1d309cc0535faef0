package chaski.codec.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.codec.Codec;
import chaski.api.codec.PayloadCodec;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;

/** Numbers whose class is not declared lose no digits, and a {@code double} stays one. */
class UntypedNumbersTest {

    record Amount(Number value) {}

    private static final Type OF_OBJECTS = new TypeReference<Map<String, Object>>() {}.getType();

    static Stream<Codec> codecs() {
        return Stream.of(new CborCodec(), new JsonCodec());
    }

    @SuppressWarnings("unchecked")
    private static <T> T copy(Codec codec, Type type, T value) {
        PayloadCodec<T> payloads = (PayloadCodec<T>) codec.forType(type);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        payloads.encode(value, out);
        return payloads.decode(ByteBuffer.wrap(out.toByteArray()));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void decimalsKeepAllTheirDigits(Codec codec) {
        for (String digits : List.of(
                "0.1234567890123456789012345678901234567890",
                "12345678901234567890.5",
                "-0.10000000000000000000001",
                "1e-400",
                "1e400",
                "179769313486231570000000000000000000000e290")) {
            BigDecimal exact = new BigDecimal(digits);
            assertThat(new BigDecimal(
                            copy(codec, Amount.class, new Amount(exact)).value().toString()))
                    .isEqualByComparingTo(exact);
            Object inMap =
                    copy(codec, OF_OBJECTS, Map.<String, Object>of("a", exact)).get("a");
            assertThat(new BigDecimal(String.valueOf(inMap))).isEqualByComparingTo(exact);
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void doublesStayDoubles(Codec codec) {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            double value = i == 0 ? Double.MIN_VALUE : Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(copy(codec, Amount.class, new Amount(value)).value()).isEqualTo(value);
                assertThat(copy(codec, OF_OBJECTS, Map.<String, Object>of("a", value)))
                        .containsExactly(Map.entry("a", value));
            }
        }
        assertThat(copy(codec, Amount.class, new Amount(Double.NaN)).value()).isEqualTo(Double.NaN);
        for (double value :
                new double[] {1.5, -0.0, 2.0E-3, 2.82879384806159E17, 1.387364135037754E18, Double.MAX_VALUE}) {
            assertThat(copy(codec, Amount.class, new Amount(value)).value()).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void integersKeepAllTheirDigits(Codec codec) {
        BigInteger large = new BigInteger("123456789012345678901234567890");
        assertThat(copy(codec, Amount.class, new Amount(large)).value()).isEqualTo(large);
        assertThat(copy(codec, Amount.class, new Amount(Long.MIN_VALUE)).value())
                .isEqualTo(Long.MIN_VALUE);
    }
}
