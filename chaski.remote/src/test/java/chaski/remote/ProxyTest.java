package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.remote.Remote;
import chaski.remote.Many.Bean;
import chaski.remote.Many.Circle;
import chaski.remote.Many.Colour;
import chaski.remote.Many.Line;
import chaski.remote.Many.ManyThings;
import chaski.remote.Many.Point;
import chaski.remote.Many.Refused;
import chaski.remote.Many.Square;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The methods that can be called through a proxy, and what arrives. */
class ProxyTest {

    private static final Nodes NODES = new Nodes();
    private static Remote here;
    private static Remote there;

    @BeforeAll
    static void start() {
        there = NODES.remote("there");
        here = NODES.remote("here");
        there.export("many", Many.class, new ManyThings());
        assertThat(here.awaitExporters("many", 1, Nodes.LONG)).isTrue();
        there.export("box", Box.class, new IntBox());
    }

    @AfterAll
    static void stop() {
        NODES.close();
    }

    private static Many many() {
        return here.proxy("many", Many.class);
    }

    @Test
    void overloadsAreToldApart() {
        assertThat(many().add(2, 3)).isEqualTo(5);
        assertThat(many().add(2L, 1L << 40)).isEqualTo(2 + (1L << 40));
        assertThat(many().add(2.5, 3)).isEqualTo(5.5);
        assertThat(many().add("2", "3")).isEqualTo("23");
    }

    @Test
    void variableArgumentsTravel() {
        assertThat(many().sum()).isZero();
        assertThat(many().sum(1, 2, 3)).isEqualTo(6);
        assertThat(many().join("-", 1, "b", 2.5)).isEqualTo("1-b-2.5");
    }

    @Test
    void primitivesAndNullsTravel() {
        assertThat(many().bool(true)).isFalse();
        assertThat(many().byteOf((byte) -3)).isEqualTo((byte) -3);
        assertThat(many().charOf('λ')).isEqualTo('λ');
        assertThat(many().shortOf((short) 300)).isEqualTo((short) 300);
        assertThat(many().floatOf(1.5f)).isEqualTo(1.5f);
        assertThat(many().boxed(7)).isEqualTo(7);
        assertThat(many().boxed(null)).isNull();
        assertThat(many().text(null)).isNull();
        assertThat(many().text("žluť")).isEqualTo("žluť");
        many().nothing();
    }

    @Test
    void largeNumbersBytesAndArraysTravel() {
        BigInteger big = BigInteger.ONE.shiftLeft(100);
        assertThat(many().big(big)).isEqualTo(big);
        assertThat(many().decimal(new BigDecimal("1.10"))).isEqualByComparingTo("1.1");
        assertThat(many().bytes(new byte[200_000])).hasSize(200_000);
        assertThat(many().grid(new int[][] {{1}, {2, 3}})).isDeepEqualTo(new int[][] {{1}, {2, 3}});
        assertThat(many().points(new Point[] {new Point(1, 2)})).containsExactly(new Point(1, 2));
    }

    @Test
    void recordsBeansEnumsAndSealedTypesTravel() {
        Line line = new Line(new Point(1, 2), new Point(3, 4), Optional.of("l"), List.of(Colour.RED));
        assertThat(many().line(line)).isEqualTo(line);
        assertThat(many().shape(new Circle(2.5))).isEqualTo(new Circle(2.5));
        assertThat(many().shape(new Square(3, Colour.GREEN))).isEqualTo(new Square(3, Colour.GREEN));
        assertThat(many().colour(Colour.GREEN)).isEqualTo(Colour.GREEN);
        Bean bean = new Bean();
        bean.setName("b");
        bean.setNumbers(List.of(1L << 50));
        assertThat(many().bean(bean).getName()).isEqualTo("b!");
        assertThat(many().bean(bean).getNumbers()).containsExactly(1L << 50);
        assertThat(many().duration(Duration.ofMillis(5))).isEqualTo(Duration.ofMillis(1005));
    }

    @Test
    void optionalsCollectionsAndGenericsTravel() {
        assertThat(many().maybe(Optional.empty())).isEmpty();
        assertThat(many().maybe(Optional.of(new Point(1, 1)))).contains(new Point(1, 1));
        assertThat(many().list(List.of(new Point(1, 2)))).containsExactly(new Point(1, 2));
        assertThat(many().set(Set.of(Colour.RED))).containsExactly(Colour.RED);
        assertThat(many().map(Map.of("k", List.of(new Point(5, 6))))).containsEntry("k", List.of(new Point(5, 6)));
        assertThat(many().<Object>twice("x")).containsExactly("x", "x");
        assertThat(many().greeting("you")).isEqualTo("default you");
    }

    interface Holder<T> {
        T get();

        T swap(T value);
    }

    interface Box extends Holder<Integer> {
        @Override
        Integer swap(Integer value);
    }

    static final class IntBox implements Box {
        private Integer value = 1;

        @Override
        public synchronized Integer get() {
            return value;
        }

        @Override
        public synchronized Integer swap(Integer next) {
            Integer before = value;
            value = next;
            return before;
        }
    }

    @Test
    void typeVariablesAreWhatTheInterfaceSaysTheyAre() {
        Box box = here.proxy("box", Box.class);
        Holder<Integer> holder = box;

        assertThat(holder.swap(1)).isEqualTo(1);
        assertThat(box.get()).isEqualTo(1);
    }

    @Test
    void proxiesAreThemselves() {
        Many one = many();
        Many other = many();

        assertThat(List.of(one)).contains(one);
        assertThat(one).isNotEqualTo(other).hasToString("proxy of Many for 'many'");
        assertThat(one.hashCode()).isEqualTo(one.hashCode());
        assertThat(Set.of(one, other)).hasSize(2);
    }

    @Test
    void thisNodesOwnExportsAreCalledTheSameWay() {
        here.export("own", Many.class, new ManyThings());
        Many own = here.proxy("own", Many.class);

        assertThat(own.add(1, 2)).isEqualTo(3);
        assertThat(own.shape(new Circle(1))).isEqualTo(new Circle(1));
        assertThatThrownBy(() -> own.refuse("declared")).isExactlyInstanceOf(Refused.class);
        assertThat(here.object("own").call("add", 2, 2)).isEqualTo(4);
    }
}
