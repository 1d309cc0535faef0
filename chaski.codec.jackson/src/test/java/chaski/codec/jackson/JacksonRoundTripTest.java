package chaski.codec.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import chaski.api.codec.PayloadCodec;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;

class JacksonRoundTripTest {

    static Stream<Codec> codecs() {
        return Stream.of(new CborCodec(), new JsonCodec());
    }

    enum Quality {
        GOOD,
        BAD
    }

    record Reading(String sensor, double value, Quality quality) {}

    record Report(
            UUID id,
            List<Reading> readings,
            Map<String, Reading> byName,
            Optional<String> remark,
            Optional<String> nothing,
            Set<Integer> channels,
            long[] counts,
            byte[] raw,
            BigInteger big,
            BigDecimal exact,
            char letter,
            Long boxed) {}

    record Times(Instant at, Duration span, LocalDate day, OffsetDateTime offset, ZonedDateTime zoned) {}

    record Box<T>(T content) {}

    record Tick() {}

    static final class Bean {

        private String name = "";
        private int size;
        private boolean open;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public int getSize() {
            return size;
        }

        public void setSize(int size) {
            this.size = size;
        }

        public boolean isOpen() {
            return open;
        }

        public void setOpen(boolean open) {
            this.open = open;
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Bean b && name.equals(b.name) && size == b.size && open == b.open;
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, size, open);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    sealed interface Shape {}

    @JsonTypeName("circle")
    record Circle(double radius) implements Shape {}

    @JsonTypeName("square")
    record Square(double side) implements Shape {}

    interface Named {
        String getName();
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void recordsComeBackEqual(Codec codec) {
        Reading reading = new Reading("left – ü 🦙", 1.5, Quality.GOOD);

        assertThat(again(codec, Reading.class, reading)).isEqualTo(reading);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void everyKindOfComponentComesBack(Codec codec) {
        Report report = new Report(
                new UUID(1, 2),
                List.of(new Reading("a", 1, Quality.GOOD), new Reading("b", -0.5, Quality.BAD)),
                Map.of("c", new Reading("c", 1e300, Quality.BAD)),
                Optional.of("fine"),
                Optional.empty(),
                Set.of(1, 2, 3),
                new long[] {Long.MIN_VALUE, 0, Long.MAX_VALUE},
                new byte[] {0, -1, 127},
                BigInteger.TWO.pow(150),
                new BigDecimal("12345678901234567890.0123456789"),
                'x',
                7L);

        Report back = again(codec, Report.class, report);

        assertThat(back).usingRecursiveComparison().isEqualTo(report);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void timesKeepTheirOffsetZoneAndNanoseconds(Codec codec) {
        Times times = new Times(
                Instant.parse("2026-11-22T10:15:30.123456789Z"),
                Duration.ofNanos(1_000_000_001L),
                LocalDate.of(2026, 2, 28),
                OffsetDateTime.of(2026, 11, 22, 10, 0, 0, 1, ZoneOffset.ofHours(2)),
                ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 0, ZoneId.of("Europe/Prague")));

        assertThat(again(codec, Times.class, times)).isEqualTo(times);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void genericTypesComeBackTyped(Codec codec) {
        Type type = new TypeReference<Map<String, List<Box<Reading>>>>() {}.getType();
        Map<String, List<Box<Reading>>> value = Map.of("k", List.of(new Box<>(new Reading("a", 1, Quality.GOOD))));

        assertThat(again(codec, type, value)).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void beansGoByTheirGettersAndSetters(Codec codec) {
        Bean bean = new Bean();
        bean.setName("n");
        bean.setSize(3);
        bean.setOpen(true);

        assertThat(again(codec, Bean.class, bean)).isEqualTo(bean);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void arraysAndPlainValuesAreTypesToo(Codec codec) {
        assertThat(again(codec, int[].class, new int[] {1, -2})).containsExactly(1, -2);
        assertThat(again(codec, String[][].class, new String[][] {{"a"}, {}})).isEqualTo(new String[][] {{"a"}, {}});
        assertThat(again(codec, Long.class, 5L)).isEqualTo(5L);
        assertThat(this.<Integer>again(codec, int.class, 6)).isEqualTo(6);
        assertThat(again(codec, Quality.class, Quality.BAD)).isEqualTo(Quality.BAD);
        assertThat(again(codec, String.class, "s")).isEqualTo("s");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void anEmptyRecordIsAMessage(Codec codec) {
        assertThat(again(codec, Tick.class, new Tick())).isEqualTo(new Tick());
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void sealedTypesGoByTheNamesTheyAnnotate(Codec codec) {
        assertThat(again(codec, Shape.class, new Circle(2))).isEqualTo(new Circle(2));
        assertThat(again(codec, Shape.class, new Square(3))).isEqualTo(new Square(3));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void anythingCanBeReadPlain(Codec codec) {
        byte[] bytes = encode(codec, Reading.class, new Reading("a", 1.5, Quality.GOOD));

        Object plain = codec.<Object>forType(Object.class).decode(ByteBuffer.wrap(bytes));

        assertThat(plain).isEqualTo(new TreeMap<>(Map.of("sensor", "a", "value", 1.5, "quality", "GOOD")));
    }

    static final class Closed {

        private final int size;

        Closed(String parsed) {
            this.size = Integer.parseInt(parsed);
        }

        public int getSize() {
            return size;
        }
    }

    record Holder(Closed closed) {}

    record Address(InetAddress host) {}

    /** A type that is written and cannot be read would be published and never arrive. */
    @ParameterizedTest
    @MethodSource("codecs")
    void aTypeThatCannotBeReadIsNotPreparedEither(Codec codec) {
        assertThatThrownBy(() -> codec.forType(Named.class))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("Named is abstract, and the class of a value is not known");
        assertThatThrownBy(() -> codec.forType(Holder.class))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("Closed cannot be constructed");
        assertThatThrownBy(() -> codec.forType(new TypeReference<Map<Closed, String>>() {}.getType()))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("Key");
        assertThatThrownBy(() -> codec.forType(Address.class))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("is not read from messages");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void positionAndLimitBoundTheValueInBuffersOfEveryKind(Codec codec) {
        byte[] bytes = encode(codec, Reading.class, new Reading("a", 1, Quality.GOOD));
        ByteBuffer heap = ByteBuffer.allocate(bytes.length + 9);
        heap.position(4).put(bytes).flip().position(4);
        ByteBuffer slice = heap.slice();
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 9);
        direct.position(5).put(bytes).flip().position(5);
        PayloadCodec<Reading> payload = codec.forType(Reading.class);

        for (ByteBuffer buffer : List.of(heap, slice, direct, slice.asReadOnlyBuffer())) {
            int position = buffer.position();
            assertThat(payload.decode(buffer)).isEqualTo(new Reading("a", 1, Quality.GOOD));
            assertThat(buffer.position()).isEqualTo(position);
        }
    }

    @Test
    void theStreamIsNeitherClosedNorWrittenToTwice() {
        PayloadCodec<Reading> payload = new JsonCodec().forType(Reading.class);
        boolean[] closed = new boolean[1];
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed[0] = true;
            }
        };

        payload.encode(new Reading("a", 1, Quality.GOOD), out);

        assertThat(closed[0]).isFalse();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"sensor\":\"a\",\"value\":1.0,\"quality\":\"GOOD\"}");
    }

    private <T> T again(Codec codec, Type type, T value) {
        return codec.<T>forType(type).decode(ByteBuffer.wrap(encode(codec, type, value)));
    }

    private static <T> byte[] encode(Codec codec, Type type, T value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        codec.<T>forType(type).encode(value, out);
        return out.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void typesThatAreNotValuesAreRefusedAndNotEmptied(Codec codec) {
        Runnable lambda = () -> {};
        for (Object value :
                List.of(BitSet.valueOf(new long[] {5}), new Random(1), new Thread("t"), lambda, Map.of("in", lambda))) {
            assertThatThrownBy(() -> codec.forType(Object.class).encode(value, new ByteArrayOutputStream()))
                    .as("%s", value)
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("has no form as a value");
        }
        assertThatThrownBy(() -> codec.forType(BitSet.class))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("java.util.BitSet has no form as a value");
    }
}
