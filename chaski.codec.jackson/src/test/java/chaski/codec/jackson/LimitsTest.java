package chaski.codec.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;

/**
 * Everything that can be written can be read: at each limit the value is read again, one beyond it is refused by the
 * writer.
 */
class LimitsTest {

    private static final Type NUMBERS = new TypeReference<List<BigInteger>>() {}.getType();
    private static final Type KEYS = new TypeReference<Map<String, Integer>>() {}.getType();

    record Nest(Nest inner, List<Nest> more) {}

    record Decimal(BigDecimal value) {}

    record Raw(@JsonRawValue String text) {}

    static final class Bag {

        private final Map<String, Object> all = new LinkedHashMap<>();

        private int size;

        public int getSize() {
            return size;
        }

        public void setSize(int size) {
            this.size = size;
        }

        @JsonAnyGetter
        public Map<String, Object> all() {
            return all;
        }

        @JsonAnySetter
        public void put(String name, Object value) {
            all.put(name, value);
        }
    }

    @ParameterizedTest
    @MethodSource("chaski.codec.jackson.Codecs#all")
    void numbersMayHave1000Digits(Codec codec) {
        BigInteger largest = BigInteger.TEN.pow(1000).subtract(BigInteger.ONE);

        for (BigInteger number : List.of(largest, largest.negate(), BigInteger.TEN.pow(99), BigInteger.TEN.pow(999))) {
            same(codec, BigInteger.class, number);
            same(codec, NUMBERS, List.of(number));
            for (int scale : new int[] {0, 1, -1, 1000, 1006, 100_000, Integer.MAX_VALUE, Integer.MIN_VALUE + 1}) {
                same(codec, Decimal.class, new Decimal(new BigDecimal(number, scale)));
            }
        }
        for (BigInteger number :
                List.of(largest.add(BigInteger.ONE), largest.add(BigInteger.ONE).negate())) {
            refused(codec, BigInteger.class, number, "1000 digits");
            refused(codec, Decimal.class, new Decimal(new BigDecimal(number, 3)), "1000 digits");
            refused(codec, Object.class, Map.of("a", number), "1000 digits");
        }
    }

    @ParameterizedTest
    @MethodSource("chaski.codec.jackson.Codecs#all")
    void namesAndKeysMayHave1024Characters(Codec codec) {
        for (String one : List.of("k", "ü", "\u2028", "\ud83e\udd99", "\\", "\u0001")) {
            String longest = one.repeat(1024 / one.length());
            same(codec, KEYS, Map.of(longest, 1, longest.substring(2), 2));
            refused(codec, KEYS, Map.of(longest + one, 1), "1024 characters");
            refused(codec, Object.class, Map.of("a", Map.of(longest + one, 1)), "1024 characters");
        }
    }

    @ParameterizedTest
    @MethodSource("chaski.codec.jackson.Codecs#all")
    void nestingMayBe128Deep(Codec codec) {
        Nest records = new Nest(null, List.of());
        for (int i = 1; i < 127; i++) {
            records = new Nest(records, null);
        }
        same(codec, Nest.class, records);
        refused(codec, Nest.class, new Nest(new Nest(records, null), null), "nesting depth");
        List<Object> lists = List.of();
        for (int i = 1; i < 128; i++) {
            lists = List.of(lists);
        }
        same(codec, Object.class, lists);
        refused(codec, Object.class, List.of(lists), "nesting depth");
    }

    @ParameterizedTest
    @MethodSource("chaski.codec.jackson.Codecs#all")
    void stringsAndBytesAreBoundedByTheMessageOnly(Codec codec) {
        same(codec, String.class, "ü".repeat(5_000_000));
        assertThat(Codecs.again(codec, byte[].class, new byte[20_000_000])).hasSize(20_000_000);
    }

    @ParameterizedTest
    @MethodSource("chaski.codec.jackson.Codecs#all")
    void aNullKeyIsRefused(Codec codec) {
        Map<String, Integer> map = new HashMap<>();
        map.put(null, 1);

        refused(codec, KEYS, map, "ull key");
        refused(codec, Object.class, List.of(map), "ull key");
    }

    @ParameterizedTest
    @MethodSource("chaski.codec.jackson.Codecs#all")
    void keysThatBecomeOneNameAreRefused(Codec codec) {
        Map<Object, Integer> map = new LinkedHashMap<>(Map.of(1, 1));
        map.put("1", 2);
        Bag bag = new Bag();
        bag.put("size", 7);

        refused(codec, Object.class, map, "uplicate");
        refused(codec, Bag.class, bag, "uplicate");
    }

    @ParameterizedTest
    @MethodSource("chaski.codec.jackson.Codecs#all")
    void halfOfASurrogatePairIsRefused(Codec codec) {
        for (String half : List.of("\ud83e", "a\udd99", "\ud83ex")) {
            refused(codec, String.class, half, "surrogate");
            refused(codec, KEYS, Map.of(half, 1), "surrogate");
            refused(codec, Object.class, List.of(half), "surrogate");
        }
        refused(codec, char.class, '\ud83e', "surrogate");
    }

    @ParameterizedTest
    @MethodSource("chaski.codec.jackson.Codecs#all")
    void anOrderThatDoesNotTravelIsRefused(Codec codec) {
        SortedMap<String, Integer> map = new TreeMap<>(Comparator.reverseOrder());
        map.put("a", 1);
        SortedSet<String> set = new TreeSet<>(Comparator.reverseOrder());
        set.add("a");
        Type maps = new TypeReference<SortedMap<String, Integer>>() {}.getType();
        Type sets = new TypeReference<SortedSet<String>>() {}.getType();

        refused(codec, maps, map, "comparator");
        refused(codec, sets, set, "comparator");
        same(codec, maps, new TreeMap<>(Map.of("b", 1, "a", 2)));
        same(codec, sets, new TreeSet<>(List.of("b", "a")));
        same(codec, KEYS, map);
        same(codec, new TypeReference<List<String>>() {}.getType(), new ArrayList<>(set));
    }

    @ParameterizedTest
    @MethodSource("chaski.codec.jackson.Codecs#all")
    void rawTextIsRefused(Codec codec) {
        refused(codec, Raw.class, new Raw("[1,"), "aw");
    }

    private static void same(Codec codec, Type type, Object value) {
        assertThat(Codecs.<Object>again(codec, type, value)).isEqualTo(value);
    }

    private static void refused(Codec codec, Type type, Object value, String reason) {
        assertThatThrownBy(() -> codec.forType(type).encode(value, new ByteArrayOutputStream()))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(reason);
    }
}
