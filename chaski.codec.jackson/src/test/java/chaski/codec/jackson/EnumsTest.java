package chaski.codec.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;

/** A constant of an enum is sent by its name, wherever it is and whatever its class returns as text. */
class EnumsTest {

    /** Two constants have the same text. */
    enum Currency {
        USD("$"),
        CAD("$"),
        EUR("€");

        private final String sign;

        Currency(String sign) {
            this.sign = sign;
        }

        @Override
        public String toString() {
            return sign;
        }
    }

    /** The name of one is the text of the other. */
    enum Crossed {
        A,
        B;

        @Override
        public String toString() {
            return this == A ? "B" : "A";
        }
    }

    enum Shape {
        ROUND {
            @Override
            int corners() {
                return 0;
            }
        },
        SQUARE {
            @Override
            int corners() {
                return 4;
            }
        };

        abstract int corners();
    }

    @JsonFormat(shape = JsonFormat.Shape.NUMBER)
    enum Annotated {
        @JsonProperty("same")
        FIRST,
        @JsonAlias("FIRST")
        SECOND,
        @JsonEnumDefaultValue
        THIRD;

        @JsonValue
        public String shown() {
            return "same";
        }

        @JsonCreator
        static Annotated of(String text) {
            return THIRD;
        }
    }

    record All(
            Currency one,
            List<Currency> list,
            EnumSet<Currency> set,
            EnumMap<Currency, Shape> map,
            Map<Crossed, Currency> plainMap,
            Currency[] array,
            Optional<Crossed> maybe,
            @JsonFormat(shape = JsonFormat.Shape.NUMBER) Annotated annotated) {}

    static class Bean {

        private Currency currency = Currency.USD;
        private Set<Shape> shapes = Set.of();

        public Currency getCurrency() {
            return currency;
        }

        public void setCurrency(Currency currency) {
            this.currency = currency;
        }

        public Set<Shape> getShapes() {
            return shapes;
        }

        public void setShapes(Set<Shape> shapes) {
            this.shapes = shapes;
        }
    }

    @ParameterizedTest
    @MethodSource("chaski.codec.jackson.Codecs#all")
    void everyConstantComesBackAsItself(Codec codec) {
        for (Class<? extends Enum<?>> type :
                List.<Class<? extends Enum<?>>>of(Currency.class, Crossed.class, Shape.class, Annotated.class)) {
            for (Enum<?> constant : type.getEnumConstants()) {
                assertThat(Codecs.<Object>again(codec, type, constant)).isSameAs(constant);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("chaski.codec.jackson.Codecs#all")
    void constantsComeBackWithinOtherValues(Codec codec) {
        EnumMap<Currency, Shape> map = new EnumMap<>(Map.of(Currency.USD, Shape.ROUND, Currency.CAD, Shape.SQUARE));
        All all = new All(
                Currency.CAD,
                List.of(Currency.CAD, Currency.USD, Currency.CAD),
                EnumSet.allOf(Currency.class),
                map,
                Map.of(Crossed.A, Currency.EUR, Crossed.B, Currency.CAD),
                new Currency[] {Currency.CAD, Currency.EUR},
                Optional.of(Crossed.B),
                Annotated.SECOND);
        Bean bean = new Bean();
        bean.setCurrency(Currency.CAD);
        bean.setShapes(Set.of(Shape.SQUARE));

        assertThat(Codecs.again(codec, All.class, all))
                .usingRecursiveComparison()
                .isEqualTo(all);
        assertThat(Codecs.again(codec, Bean.class, bean))
                .usingRecursiveComparison()
                .isEqualTo(bean);
    }

    @ParameterizedTest
    @MethodSource("chaski.codec.jackson.Codecs#all")
    void setsAndMapsOfConstantsAreTypesToo(Codec codec) {
        var set = new TypeReference<EnumSet<Currency>>() {}.getType();
        var map = new TypeReference<EnumMap<Shape, List<Currency>>>() {}.getType();
        var keyed = new TypeReference<Map<Annotated, Annotated>>() {}.getType();

        for (EnumSet<Currency> value : List.of(EnumSet.allOf(Currency.class), EnumSet.noneOf(Currency.class))) {
            assertThat(Codecs.again(codec, set, value)).isEqualTo(value);
        }
        var shapes = new EnumMap<>(Map.of(Shape.SQUARE, List.of(Currency.CAD)));
        assertThat(Codecs.again(codec, map, shapes)).isEqualTo(shapes);
        var all = Map.of(Annotated.FIRST, Annotated.THIRD, Annotated.SECOND, Annotated.FIRST);
        assertThat(Codecs.again(codec, keyed, all)).isEqualTo(all);
    }

    @Test
    void namesTravelAndNothingElse() {
        var json = new JsonCodec();

        assertThat(Codecs.written(json, Object.class, Map.of("c", Currency.CAD)))
                .isEqualTo("{\"c\":\"CAD\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(Codecs.written(json, Object.class, Map.of(Currency.CAD, Shape.ROUND)))
                .isEqualTo("{\"CAD\":\"ROUND\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(Codecs.<Currency>read(Currency.class, "\"CAD\"")).isEqualTo(Currency.CAD);
    }

    @Test
    void invalidNamesAreRefused() {
        for (String json : List.of("\"$\"", "\"\"", "\"usd\"", "\"GBP\"", "0", "\"0\"", "[\"USD\"]", "{}")) {
            assertThatThrownBy(() -> Codecs.read(Currency.class, json))
                    .as(json)
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("Currency");
        }
        assertThatThrownBy(() -> Codecs.read(Currency.class, "\"GBP\""))
                .hasMessageContaining("GBP")
                .hasMessageContaining("not one of the values accepted");
        assertThatThrownBy(() -> Codecs.read(Annotated.class, "\"same\"")).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> Codecs.read(new TypeReference<Map<Currency, Integer>>() {}.getType(), "{\"$\":1}"))
                .isInstanceOf(CodecException.class);
    }
}
