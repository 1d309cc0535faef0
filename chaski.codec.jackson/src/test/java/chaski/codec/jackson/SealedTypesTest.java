package chaski.codec.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;

/** Values of sealed types are read as instances of their class, wherever they are; no class name is sent. */
class SealedTypesTest {

    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    record Empty() implements Shape {}

    sealed interface Polygon extends Shape {}

    record Square(double side) implements Polygon {}

    record Group(List<Shape> parts, Map<String, Shape> named, Shape[] array, Optional<Shape> maybe)
            implements Polygon {}

    enum Unit implements Shape {
        POINT,
        LINE {
            @Override
            public String toString() {
                return "a line";
            }
        }
    }

    sealed interface Result<T> {}

    record Ok<T>(T value) implements Result<T> {}

    record Failed<T>(String reason) implements Result<T> {}

    /** Has its own values, besides those of the class it permits. */
    static sealed class Animal {

        private String name = "";

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        @Override
        @SuppressWarnings("EqualsGetClass") // an instance of a subclass is a different value
        public boolean equals(Object o) {
            return o != null && o.getClass() == getClass() && ((Animal) o).name.equals(name);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name);
        }
    }

    static final class Dog extends Animal {}

    /** Not sealed: its subclasses are not known. */
    static class Item {

        private int id;

        public int getId() {
            return id;
        }

        public void setId(int id) {
            this.id = id;
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Item i && i.id == id;
        }

        @Override
        public int hashCode() {
            return id;
        }
    }

    static final class PricedItem extends Item {

        private int price;

        public int getPrice() {
            return price;
        }

        public void setPrice(int price) {
            this.price = price;
        }
    }

    record Holder(Item item) {}

    static class Page<T> {

        private List<T> content = List.of();

        public List<T> getContent() {
            return content;
        }

        public void setContent(List<T> content) {
            this.content = content;
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Page<?> p && p.content.equals(content);
        }

        @Override
        public int hashCode() {
            return content.hashCode();
        }
    }

    static final class Longer<T> extends Page<T> {}

    sealed interface Open {}

    record Known() implements Open {}

    non-sealed interface Anyone extends Open {}

    record Stranger() implements Anyone {}

    sealed interface Half {}

    static non-sealed class Concrete implements Half {

        private int x;

        public int getX() {
            return x;
        }

        public void setX(int x) {
            this.x = x;
        }
    }

    static final class More extends Concrete {}

    static final class Left {
        record Same(int a) implements Twins {}
    }

    static final class Right {
        record Same(int b) implements Twins {}
    }

    sealed interface Twins permits Left.Same, Right.Same {}

    record WithTwins(List<Twins> all) {}

    sealed interface Broken {}

    static final class Unmade implements Broken {

        private final int x;

        Unmade(int x, int y) {
            this.x = x + y;
        }

        public int getX() {
            return x;
        }
    }

    private static final List<Shape> SHAPES =
            List.of(new Circle(2), new Empty(), new Square(3), Unit.POINT, Unit.LINE, new Circle(0));

    @ParameterizedTest
    @MethodSource("chaski.codec.jackson.Codecs#all")
    void eachClassComesBack(Codec codec) {
        for (Shape shape : SHAPES) {
            assertThat(Codecs.<Shape>again(codec, Shape.class, shape)).isEqualTo(shape);
        }
        assertThat(Codecs.<Polygon>again(codec, Polygon.class, new Square(1))).isEqualTo(new Square(1));
        assertThat(Codecs.<Circle>again(codec, Circle.class, new Circle(1))).isEqualTo(new Circle(1));
    }

    @ParameterizedTest
    @MethodSource("chaski.codec.jackson.Codecs#all")
    void alsoWithinOtherValues(Codec codec) {
        Group inner = new Group(SHAPES, Map.of(), new Shape[0], Optional.empty());
        Group outer = new Group(
                List.of(inner, new Circle(1)),
                Map.of("a", inner, "b", Unit.LINE),
                new Shape[] {new Square(1), inner, Unit.POINT},
                Optional.of(Unit.LINE));

        assertThat(Codecs.<Shape>again(codec, Shape.class, outer))
                .usingRecursiveComparison()
                .isEqualTo(outer);
        same(codec, new TypeReference<List<Shape>>() {}.getType(), SHAPES);
        same(codec, new TypeReference<Map<Unit, List<Shape>>>() {}.getType(), Map.of(Unit.LINE, SHAPES));
        same(codec, new TypeReference<Optional<Shape>>() {}.getType(), Optional.of(new Circle(5)));
        assertThat(Codecs.again(codec, Shape[].class, SHAPES.toArray(new Shape[0])))
                .containsExactlyElementsOf(SHAPES);
    }

    @ParameterizedTest
    @MethodSource("chaski.codec.jackson.Codecs#all")
    void alsoAsTheArgumentOfAGenericType(Codec codec) {
        Type result = new TypeReference<Result<Shape>>() {}.getType();
        Type page = new TypeReference<Page<Shape>>() {}.getType();
        Page<Shape> shapes = new Page<>();
        shapes.setContent(SHAPES);

        same(codec, result, new Ok<Shape>(new Circle(1)));
        same(codec, result, new Failed<Shape>("no"));
        same(
                codec,
                new TypeReference<List<Result<Result<Shape>>>>() {}.getType(),
                List.of(new Ok<>(new Ok<Shape>(Unit.LINE))));
        same(codec, page, shapes);
        same(codec, new TypeReference<Result<Page<Shape>>>() {}.getType(), new Ok<>(shapes));
    }

    @ParameterizedTest
    @MethodSource("chaski.codec.jackson.Codecs#all")
    void aSealedClassMayHaveValuesOfItsOwn(Codec codec) {
        Animal animal = new Animal();
        animal.setName("a");
        Dog dog = new Dog();
        dog.setName("d");

        same(codec, new TypeReference<List<Animal>>() {}.getType(), List.of(animal, dog));
    }

    @Test
    void theSimpleNameTravelsBeforeTheProperties() {
        assertThat(new String(Codecs.written(new JsonCodec(), Shape.class, new Circle(1))))
                .isEqualTo("{\"@type\":\"Circle\",\"radius\":1.0}");
        assertThat(new String(Codecs.written(new JsonCodec(), Shape.class, Unit.LINE)))
                .isEqualTo("[\"Unit\",\"LINE\"]");
        assertThat(new String(Codecs.written(new JsonCodec(), Object.class, List.of(new Circle(1), Unit.LINE))))
                .isEqualTo("[{\"@type\":\"Circle\",\"radius\":1.0},\"LINE\"]");
        assertThat(new String(Codecs.written(new JsonCodec(), Circle.class, new Circle(1))))
                .isEqualTo("{\"radius\":1.0}");
    }

    @ParameterizedTest
    @MethodSource("chaski.codec.jackson.Codecs#all")
    void valuesWrittenWithoutATypeAreReadWhereTheTypeIsKnown(Codec codec) {
        byte[] circle = Codecs.written(codec, Object.class, new Circle(4));

        assertThat(codec.<Shape>forType(Shape.class).decode(java.nio.ByteBuffer.wrap(circle)))
                .isEqualTo(new Circle(4));
        assertThat(codec.<Circle>forType(Circle.class).decode(java.nio.ByteBuffer.wrap(circle)))
                .isEqualTo(new Circle(4));
    }

    /** Numbers and texts are of a sealed type of the JDK. */
    @ParameterizedTest
    @MethodSource("chaski.codec.jackson.Codecs#all")
    void plainValuesStayPlain(Codec codec) {
        for (Object plain : List.of(1L << 40, 1, 1.5, "s", true, List.of(1, 2), Map.of("a", 1L << 40))) {
            same(codec, Object.class, plain);
        }
        assertThat(new String(Codecs.written(new JsonCodec(), Object.class, List.of(1L, 1.5f, 'c', (byte) 1))))
                .isEqualTo("[1,1.5,\"c\",1]");
    }

    @Test
    void otherNamesAreRefused() {
        for (String json : List.of(
                "{\"@type\":\"Triangle\"}",
                "{\"@type\":\"java.lang.Thread\"}",
                "{\"@type\":\"Twins\"}",
                "{\"@type\":\"" + Circle.class.getName() + "\",\"radius\":1}",
                "{\"radius\":1.0}",
                "{\"radius\":1.0,\"@type\":\"Circle\"}",
                "{}",
                "[]",
                "[\"Circle\"]",
                "[\"Unit\",\"PLANE\"]",
                "\"POINT\"",
                "7")) {
            assertThatThrownBy(() -> Codecs.read(Shape.class, json)).as(json).isInstanceOf(CodecException.class);
        }
        assertThatThrownBy(() -> Codecs.read(Shape.class, "{\"@type\":\"Triangle\"}"))
                .hasMessageContaining("expected one of [Circle, Empty, Square, Group, Unit]")
                .hasMessageContaining("got 'Triangle'");
        assertThatThrownBy(() -> Codecs.read(Shape.class, "{\"radius\":1.0}"))
                .hasMessageContaining("expected a property '@type' before all others");
    }

    @ParameterizedTest
    @MethodSource("chaski.codec.jackson.Codecs#all")
    void typesWhoseClassesCannotBeDistinguishedAreRefusedWhenTheyArePrepared(Codec codec) {
        for (Type type : List.of(Twins.class, WithTwins.class, new TypeReference<List<Twins>>() {}.getType())) {
            assertThatThrownBy(() -> codec.forType(type))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("which have the same simple name");
        }
        assertThatThrownBy(() -> codec.forType(Open.class))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("Anyone, which is not sealed");
        assertThatThrownBy(() -> codec.forType(Broken.class))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("Unmade cannot be constructed");
    }

    @ParameterizedTest
    @MethodSource("chaski.codec.jackson.Codecs#all")
    void aSubclassIsNotWrittenWhereItsSuperclassIsDeclared(Codec codec) {
        PricedItem priced = new PricedItem();
        priced.setId(1);
        Longer<Item> longer = new Longer<>();
        Page<Item> page = new Page<>();
        page.setContent(List.of(priced));

        refused(codec, Item.class, priced, Item.class, PricedItem.class);
        refused(codec, new TypeReference<List<Item>>() {}.getType(), List.of(priced), Item.class, PricedItem.class);
        refused(codec, Item[].class, new Item[] {priced}, Item.class, PricedItem.class);
        refused(
                codec,
                new TypeReference<Map<String, Item>>() {}.getType(),
                Map.of("a", priced),
                Item.class,
                PricedItem.class);
        refused(codec, Holder.class, new Holder(priced), Item.class, PricedItem.class);
        refused(codec, new TypeReference<Page<Item>>() {}.getType(), longer, Page.class, Longer.class);
        refused(codec, new TypeReference<Page<Item>>() {}.getType(), page, Item.class, PricedItem.class);
        refused(codec, Half.class, new More(), Half.class, More.class);
        refused(codec, Exception.class, new IllegalStateException("x"), Exception.class, IllegalStateException.class);
        refused(codec, java.util.Date.class, new java.sql.Timestamp(1), java.util.Date.class, java.sql.Timestamp.class);

        Item item = new Item();
        item.setId(2);
        same(codec, Item.class, item);
        same(codec, new TypeReference<List<Item>>() {}.getType(), List.of(item));
        assertThat(Codecs.<Item>again(codec, PricedItem.class, priced)).isEqualTo(priced);
        assertThat(Codecs.<Half>again(codec, Half.class, new Concrete())).isExactlyInstanceOf(Concrete.class);
    }

    private static void refused(Codec codec, Type type, Object value, Class<?> declared, Class<?> given) {
        assertThatThrownBy(() -> codec.forType(type).encode(value, new ByteArrayOutputStream()))
                .as("%s", type)
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(declared.getName())
                .hasMessageContaining(given.getName());
    }

    private static void same(Codec codec, Type type, Object value) {
        assertThat(Codecs.<Object>again(codec, type, value)).as("%s", type).isEqualTo(value);
    }
}
