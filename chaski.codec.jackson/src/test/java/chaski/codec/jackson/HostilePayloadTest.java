package chaski.codec.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import chaski.api.codec.PayloadCodec;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** FAULTS S4, S10 and S18: whatever the bytes are, reading them ends soon, with a value or a CodecException. */
class HostilePayloadTest {

    /** A generous bound of the memory that reading may allocate: for each byte of input, and a constant. */
    private static final long BYTES_PER_BYTE = 400;

    private static final long BYTES_ANYWAY = 16L << 20;

    private static final Codec CBOR = new CborCodec();
    private static final Codec JSON = new JsonCodec();

    record Reading(String sensor, double value, List<Integer> counts) {}

    record Numbers(int small, long large, BigInteger big, BigDecimal exact, double real) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    interface ByClassName {}

    record Trap() implements ByClassName {}

    sealed interface Tree {}

    record Leaf(List<Object> content) implements Tree {}

    record Branch(Tree next, List<Tree> more) implements Tree {}

    enum Color implements Tree {
        RED
    }

    /** Returns whether it was loaded. */
    static final class Loaded {

        static boolean initialized;

        private Loaded() {}
    }

    /** Would set the flag. */
    static final class Gadget {

        static {
            Loaded.initialized = true;
        }

        public void setCommand(String command) {
            Loaded.initialized = true;
        }
    }

    static Stream<Arguments> typesAndFormats() {
        return Stream.of(
                        Object.class,
                        Map.class,
                        Reading.class,
                        Numbers.class,
                        String.class,
                        byte[].class,
                        List.class,
                        Tree.class,
                        Color.class)
                .flatMap(type -> Stream.of(CBOR, JSON).map(codec -> Arguments.of(codec, type)));
    }

    @Test
    void nestingOf128IsRead() {
        assertThat(read(JSON, Object.class, "[".repeat(128) + "]".repeat(128))).isInstanceOf(List.class);
        assertThat(read(CBOR, Object.class, nestedCbor(128))).isInstanceOf(List.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {129, 200, 1000, 100_000})
    void deeperNestingIsRefused(int depth) {
        for (Class<?> type : List.of(Object.class, Map.class, Reading.class, Tree.class)) {
            refused(JSON, type, bytes("[".repeat(depth) + "]".repeat(depth)));
            refused(JSON, type, bytes("{\"@type\":\"Branch\",\"next\":".repeat(depth) + "1" + "}".repeat(depth)));
            refused(JSON, type, bytes("[\"Color\",".repeat(depth) + "1" + "]".repeat(depth)));
            refused(JSON, type, bytes("{\"a\":".repeat(depth) + "1" + "}".repeat(depth)));
            refused(JSON, type, bytes("{\"unknown\":" + "[".repeat(depth) + "]".repeat(depth) + "}"));
            refused(CBOR, type, nestedCbor(depth));
            refused(CBOR, type, repeated(depth, 0x9f));
            refused(CBOR, type, repeated(depth, 0xa1, 0x61, 'a'));
        }
    }

    @Test
    void deepValuesAreNotWrittenEither() {
        Object deep = "leaf";
        for (int i = 0; i < 129; i++) {
            deep = List.of(deep);
        }
        Object value = deep;

        for (Codec codec : List.of(CBOR, JSON)) {
            assertThatThrownBy(() -> codec.forType(Object.class).encode(value, new ByteArrayOutputStream()))
                    .isInstanceOf(CodecException.class);
        }
    }

    @Test
    void aValueThatHoldsItselfIsNotWritten() {
        List<Object> ring = new ArrayList<>();
        ring.add(ring);

        for (Codec codec : List.of(CBOR, JSON)) {
            assertThatThrownBy(() -> codec.forType(List.class).encode(ring, new ByteArrayOutputStream()))
                    .isInstanceOf(CodecException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("typesAndFormats")
    void lengthsThatPromiseMoreThanThereIsAllocateNothingForIt(Codec codec, Class<?> type) {
        for (int major : new int[] {0x5b, 0x7b, 0x9b, 0xbb}) {
            for (long length : new long[] {1L << 20, Integer.MAX_VALUE - 8, Integer.MAX_VALUE, 1L << 40, -1L}) {
                byte[] head =
                        ByteBuffer.allocate(9).put((byte) major).putLong(length).array();
                refused(codec, type, head);
                refused(codec, type, concat(new byte[] {(byte) 0xa1, 0x61, 'x'}, head));
            }
        }
    }

    @Test
    void longNamesAreRefused() {
        String name = "n".repeat(4097);

        refused(JSON, Map.class, bytes("{\"" + name + "\":1}"));
        refused(JSON, Reading.class, bytes("{\"" + name + "\":1}"));
        refused(CBOR, Map.class, concat(bytes(0xa1, 0x79, 0x04, 0x01), bytes("n".repeat(1025)), bytes(0x01)));
        assertThat(read(JSON, Object.class, "{\"" + "n".repeat(1024) + "\":1}")).isInstanceOf(Map.class);
    }

    @Test
    void longNumbersAreRefused() {
        String digits = "9".repeat(1025);

        for (String member : List.of("small", "large", "big", "exact", "real")) {
            refused(JSON, Numbers.class, bytes("{\"" + member + "\":" + digits + "}"));
            refused(JSON, Numbers.class, bytes("{\"" + member + "\":0." + digits + "}"));
            bounded(JSON, Numbers.class, bytes("{\"" + member + "\":\"" + "9".repeat(1_000_000) + "\"}"));
        }
        refused(JSON, Object.class, bytes("[" + "1".repeat(1_000_000) + "]"));
        assertThat(read(JSON, BigInteger.class, "9".repeat(1000))).isEqualTo(new BigInteger("9".repeat(1000)));
    }

    @Test
    void numbersThatAreShortToWriteAndLongToExpandAreBoundedWork() {
        for (String number : List.of("1e999999999", "-1e-999999999", "1e100000", "9e2147483647", "\"1e999999999\"")) {
            for (String member : List.of("small", "large", "big", "exact", "real")) {
                bounded(JSON, Numbers.class, bytes("{\"" + member + "\":" + number + "}"));
            }
        }
        byte[] hugeExponent = bytes(0xc4, 0x82, 0x1a, 0x7f, 0xff, 0xff, 0xff, 0x01);
        for (String member : List.of("small", "large", "big", "exact", "real")) {
            bounded(CBOR, Numbers.class, concat(bytes(0xa1, 0x60 + member.length()), bytes(member), hugeExponent));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {417, 10_000, 1_000_000})
    void giantCborIntegersAreRefused(int length) {
        byte[] number = new byte[length];
        Arrays.fill(number, (byte) 0x7f);
        byte[] head = ByteBuffer.allocate(6)
                .put((byte) 0xc2)
                .put((byte) 0x5a)
                .putInt(length)
                .array();

        for (Class<?> type : List.of(Object.class, BigInteger.class, BigDecimal.class, Long.class, Double.class)) {
            refused(CBOR, type, concat(head, number));
        }
    }

    @ParameterizedTest
    @MethodSource("typesAndFormats")
    @Tag("slow")
    void giantStringsAndMapsAreBoundedWork(Codec codec, Class<?> type) {
        bounded(codec, type, bytes("\"" + "a".repeat(1 << 20)));
        bounded(codec, type, bytes("\"" + "\\u0041".repeat(1 << 17) + "\""));
        bounded(codec, type, bytes("[" + "{},".repeat(1 << 18) + "{}]"));
        bounded(codec, type, repeated(1 << 20, 0x80));
        bounded(codec, type, concat(bytes(0x9a, 0, 0x10, 0, 0), repeated(1 << 20, 0xa0)));
        bounded(codec, type, repeated(1 << 20, 0xc1));
        bounded(codec, type, concat(bytes(0x7f), repeated(1 << 20, 0x60), bytes(0xff)));
        bounded(codec, type, concat(bytes(0x5f), repeated(1 << 20, 0x40), bytes(0xff)));
        byte[] megabyte = concat(bytes(0x5a, 0, 0x10, 0, 0), new byte[1 << 20]);
        bounded(
                codec,
                type,
                concat(bytes(0xd9, 0x01, 0x00, 0x9f), megabyte, repeated(1 << 16, 0xd8, 0x19, 0x00), bytes(0xff)));
        bounded(codec, type, concat(bytes(0xd9, 0x01, 0x00, 0x9f), repeated(1 << 18, 0xd8, 0x19, 0x00), bytes(0xff)));
        bounded(
                codec,
                type,
                bytes(IntStream.range(0, 100_000)
                        .mapToObj(i -> "\"k" + i + "\":1")
                        .collect(java.util.stream.Collectors.joining(",", "{", "}"))));
    }

    @Test
    void collidingNamesAreBoundedWork() {
        // "Aa" and "BB" have one hash code, and so have all strings made of them
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 1 << 13; i++) {
            json.append(i == 0 ? "\"" : ",\"");
            for (int bit = 0; bit < 13; bit++) {
                json.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            json.append("\":1");
        }

        bounded(JSON, Map.class, bytes(json + "}"));
        bounded(JSON, Reading.class, bytes(json + "}"));
    }

    @Test
    void aNameThatComesTwiceIsRefused() {
        for (Class<?> type : List.of(Object.class, Map.class, Reading.class)) {
            refused(JSON, type, bytes("{\"sensor\":\"a\",\"sensor\":\"b\"}"));
            refused(JSON, type, bytes("{\"new\":1,\"new\":2}"));
            refused(CBOR, type, bytes(0xa2, 0x61, 'a', 1, 0x61, 'a', 2));
        }
    }

    /** Parsers decoded some of these to unpaired surrogates, and the rest to other characters. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "f7114944",
                "ff",
                "80",
                "c080",
                "c1bf",
                "e08080",
                "eda080",
                "edbfbf",
                "f0808080",
                "f4908080",
                "e282",
                "c3",
                "f09f98"
            })
    void textThatIsNotUtf8IsRefused(String hex) {
        byte[] text = HexFormat.of().parseHex(hex);
        byte[] name = concat(bytes(0x60 + text.length), text);
        for (Class<?> type : List.of(Object.class, String.class)) {
            refused(CBOR, type, name);
            refused(CBOR, type, concat(bytes(0x7f, 0x61, 'a'), name, bytes(0xff)));
            refused(JSON, type, concat(bytes("\""), text, bytes("\"")));
        }
        refused(CBOR, Map.class, concat(bytes(0xa1), name, bytes(0x01)));
        refused(CBOR, Reading.class, concat(bytes(0xa1), name, bytes(0x01)));
        refused(JSON, Map.class, concat(bytes("{\""), text, bytes("\":1}")));
    }

    @Test
    void textOfAllLengthsIsRead() {
        for (String unit :
                List.of("a", "\u00e9", "\u20ac", "\ud83d\ude00", "a\ud83d\ude00", "\ud7ff\ue000\uffff\udbff\udfff")) {
            for (int times : new int[] {1, 100, 3_999, 4_000, 4_001, 20_000, 40_001}) {
                String text = unit.repeat(times);
                for (Codec codec : List.of(CBOR, JSON)) {
                    assertThat(read(codec, String.class, written(codec, String.class, text)))
                            .isEqualTo(text);
                }
            }
        }
    }

    @Test
    void bytesAfterTheValueAreRefused() {
        refused(JSON, Reading.class, bytes("{\"sensor\":\"a\"} x"));
        refused(JSON, Reading.class, bytes("{\"sensor\":\"a\"}{}"));
        refused(JSON, Integer.class, bytes("1 2"));
        refused(CBOR, Reading.class, bytes(0xa0, 0x00));
        refused(CBOR, Reading.class, bytes(0xa0, 0xff));
        refused(CBOR, Integer.class, bytes(0x01, 0x02));
    }

    @Test
    void unknownPropertiesAreIgnored() {
        Reading reading =
                read(JSON, Reading.class, "{\"sensor\":\"a\",\"unit\":{\"name\":[1,2]},\"value\":2,\"counts\":[1]}");

        assertThat(reading).isEqualTo(new Reading("a", 2, List.of(1)));
    }

    @Test
    void nothingAndNullAreNoValue() {
        for (Class<?> type : List.of(Object.class, Reading.class, String.class)) {
            refused(JSON, type, bytes("null"));
            refused(JSON, type, bytes(""));
            refused(JSON, type, bytes("  "));
            refused(CBOR, type, bytes(0xf6));
            refused(CBOR, type, bytes(0xf7));
            refused(CBOR, type, new byte[0]);
        }
    }

    @Test
    void classNamesInTheDataAreData() {
        String gadget = Gadget.class.getName();
        for (String key : List.of("@class", "@c", "@type", "class", "type", "javaClass", "_class", "$type")) {
            String json = "{\"" + key + "\":\"" + gadget + "\",\"command\":\"${jndi:ldap://127.0.0.1:1/x}\"}";

            assertThat(read(JSON, Object.class, json)).isInstanceOf(Map.class);
            assertThat(read(JSON, Reading.class, json)).isEqualTo(read(JSON, Reading.class, "{}"));
        }
        assertThat(read(JSON, Object.class, "[\"" + gadget + "\",{\"command\":\"x\"}]"))
                .isEqualTo(List.of(gadget, Map.of("command", "x")));
        assertThat(Loaded.initialized).isFalse();
    }

    @Test
    void classNamesOfSealedTypesAreOnlyThoseThatTheyPermit() {
        for (String name : List.of(
                Gadget.class.getName(),
                "Gadget",
                "Trap",
                Leaf.class.getName(),
                "HostilePayloadTest$Leaf",
                "Tree",
                "")) {
            refused(JSON, Tree.class, bytes("{\"@type\":\"" + name + "\",\"command\":\"x\"}"));
            refused(JSON, Tree.class, bytes("[\"" + name + "\",{\"command\":\"x\"}]"));
        }
        refused(JSON, Tree.class, bytes("{\"@type\":null}"));
        refused(JSON, Tree.class, bytes("{\"@type\":7}"));
        refused(JSON, Tree.class, bytes("{\"@type\":{\"@type\":\"Leaf\"}}"));
        assertThat(Loaded.initialized).isFalse();
    }

    /** If everything before the name were kept until the name is found, the work would grow with the depth. */
    @Test
    void namesOfClassesThatComeLateAreBoundedWork() {
        String numbers = "[" + "1,".repeat(1 << 17) + "1]";
        for (int depth : new int[] {1, 60, 125}) {
            String late = "{\"next\":".repeat(depth) + numbers + ",\"@type\":\"Branch\"}".repeat(depth);
            String early = "{\"@type\":\"Branch\",\"unknown\":" + numbers + ",\"next\":".repeat(1);

            bounded(JSON, Tree.class, bytes(late));
            bounded(JSON, Tree.class, bytes(early.repeat(Math.min(depth, 10))));
        }
        String whole = "{\"@type\":\"Branch\",\"next\":".repeat(60) + "{\"@type\":\"Leaf\",\"content\":" + numbers + "}"
                + "}".repeat(60);
        bounded(JSON, Tree.class, bytes(whole));
        assertThat(read(JSON, Tree.class, whole)).isInstanceOf(Branch.class);
    }

    @Test
    void aTypeThatIsChosenByClassNameIsNotPrepared() {
        assertThatThrownBy(() -> JSON.forType(ByClassName.class)
                        .decode(ByteBuffer.wrap(bytes("{\"@class\":\"" + Trap.class.getName() + "\"}"))))
                .isInstanceOf(CodecException.class);
    }

    @Test
    void typesWhoseReadingReachesOutsideAreRefused() {
        for (Class<?> type : List.<Class<?>>of(Class.class, InetAddress.class, URL.class, Path.class)) {
            assertThatThrownBy(() -> read(JSON, type, "\"" + Gadget.class.getName() + "\""))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining(type.getName() + " is not read from messages");
        }
        assertThat(Loaded.initialized).isFalse();
    }

    @Test
    void serializedJavaIsRefused() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (java.io.ObjectOutputStream objects = new java.io.ObjectOutputStream(out)) {
            objects.writeObject(new ArrayList<>(List.of("a")));
        }

        for (Codec codec : List.of(CBOR, JSON)) {
            for (Class<?> type : List.of(Reading.class, Map.class, List.class)) {
                refused(codec, type, out.toByteArray());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("typesAndFormats")
    void everyTruncationIsRefused(Codec codec, Class<?> type) {
        byte[] whole = written(codec, Reading.class, new Reading("sensor", 1.25, List.of(1, 1000, 100_000)));

        for (int length = 0; length < whole.length; length++) {
            refused(codec, type, Arrays.copyOf(whole, length));
        }
    }

    @ParameterizedTest
    @MethodSource("typesAndFormats")
    void randomDamageEndsInAValueOrACodecException(Codec codec, Class<?> type) {
        byte[] whole = written(codec, Reading.class, new Reading("sensor", 1.25, List.of(1, 1000, 100_000)));
        PayloadCodec<?> payload = codec.forType(type);
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            byte[] damaged = whole.clone();
            for (int i = random.nextInt(6); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            orRefused(payload, damaged, "seed " + seed);
        }
    }

    @Test
    void reasonsAreShortAndPrintable() {
        assertThatThrownBy(() -> read(JSON, Reading.class, "{\"value\":\"\u001b[2J" + "x".repeat(100_000) + "\"}"))
                .isInstanceOf(CodecException.class)
                .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(600))
                .satisfies(e -> assertThat(e.getMessage()).matches("[^\\p{Cntrl}]*"));
    }

    @Test
    void aConstructorThatRefusesIsReportedWithItsReason() {
        record Percent(int value) {
            Percent {
                if (value > 100) {
                    throw new IllegalArgumentException("expected at most 100, got " + value);
                }
            }
        }

        assertThatThrownBy(() -> read(JSON, Percent.class, "{\"value\":101}"))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("expected at most 100, got 101");
    }

    private static void refused(Codec codec, Class<?> type, byte[] bytes) {
        PayloadCodec<?> payload = codec.forType(type);
        measured(bytes, b -> assertThatThrownBy(() -> payload.decode(ByteBuffer.wrap(b)))
                .isInstanceOf(CodecException.class));
    }

    private static void bounded(Codec codec, Class<?> type, byte[] bytes) {
        PayloadCodec<?> payload = codec.forType(type);
        measured(bytes, b -> orRefused(payload, b, "payload of " + b.length));
    }

    private static void orRefused(PayloadCodec<?> payload, byte[] bytes, String what) {
        try {
            assertThat(payload.decode(ByteBuffer.wrap(bytes))).as(what).isNotNull();
        } catch (CodecException expected) {
            assertThat(expected).as(what).hasMessageContaining("expected a");
        }
    }

    private static void measured(byte[] bytes, Consumer<byte[]> work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.accept(bytes);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .isLessThan(BYTES_ANYWAY + BYTES_PER_BYTE * bytes.length);
    }

    private static <T> T read(Codec codec, Class<T> type, String json) {
        return read(codec, type, bytes(json));
    }

    private static <T> T read(Codec codec, Class<T> type, byte[] bytes) {
        return codec.<T>forType(type).decode(ByteBuffer.wrap(bytes));
    }

    private static <T> byte[] written(Codec codec, Type type, T value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        codec.<T>forType(type).encode(value, out);
        return out.toByteArray();
    }

    private static byte[] nestedCbor(int depth) {
        byte[] nested = repeated(depth, 0x81);
        nested[depth - 1] = (byte) 0x80;
        return nested;
    }

    private static byte[] repeated(int times, int... unit) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] once = bytes(unit);
        for (int i = 0; i < times; i++) {
            out.writeBytes(once);
        }
        return out.toByteArray();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
