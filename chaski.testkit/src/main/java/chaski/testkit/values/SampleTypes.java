package chaski.testkit.values;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Types as users write them, with features that make their values difficult to encode. */
public final class SampleTypes {

    private SampleTypes() {}

    /** Constants that their text does not distinguish. */
    public enum Coin {
        /** Looks like {@link #CAD}. */
        USD,
        /** Looks like {@link #USD}. */
        CAD,
        /** A separate class. */
        EUR {
            @Override
            public String toString() {
                return "USD";
            }
        };

        @Override
        public String toString() {
            return "$";
        }
    }

    /** A closed family of records, an enum and another family. */
    public sealed interface Shape {}

    /**
     * A record of the family.
     *
     * @param radius any
     */
    public record Circle(double radius) implements Shape {}

    /** One without components. */
    public record Nowhere() implements Shape {}

    /** An enum of the family. */
    public enum Mark implements Shape {
        /** One. */
        POINT,
        /** The other. */
        CROSS
    }

    /** A family within. */
    public sealed interface Compound extends Shape {}

    /**
     * Contains other shapes.
     *
     * @param parts any
     * @param named any
     */
    public record Group(List<Shape> parts, Map<String, Shape> named) implements Compound {}

    /**
     * One of two alternatives, generic.
     *
     * @param <T> the type of the value
     */
    public sealed interface Result<T> {}

    /**
     * The first alternative.
     *
     * @param value any
     * @param <T> its type
     */
    public record Ok<T>(@Nullable T value) implements Result<T> {}

    /**
     * The second alternative.
     *
     * @param reason any
     * @param <T> the type of the absent value
     */
    public record Failed<T>(@Nullable String reason) implements Result<T> {}

    /**
     * Two values.
     *
     * @param first any
     * @param second any
     * @param <A> the type of the first
     * @param <B> the type of the second
     */
    public record Pair<A, B>(@Nullable A first, @Nullable B second) {}

    /**
     * Contains another value of its type.
     *
     * @param inner may be null
     */
    public record Nest(@Nullable Nest inner) {}

    /**
     * Primitives and other types.
     *
     * @param flag any
     * @param small any
     * @param number any
     * @param large any
     * @param real any
     * @param letter any
     * @param exact any
     * @param coin any
     * @param remark any
     */
    public record Scalars(
            boolean flag,
            byte small,
            int number,
            long large,
            float real,
            char letter,
            @Nullable BigDecimal exact,
            @Nullable Coin coin,
            Optional<String> remark) {}

    /** A bean that is not final: a value may be of a subclass. */
    public static class Item {

        private @Nullable String name;
        private int price;

        /** Creates it without values. */
        public Item() {}

        /** {@return the name} */
        public @Nullable String getName() {
            return name;
        }

        /**
         * Sets the name.
         *
         * @param name any
         */
        public void setName(@Nullable String name) {
            this.name = name;
        }

        /** {@return the price} */
        public int getPrice() {
            return price;
        }

        /**
         * Sets the price.
         *
         * @param price any
         */
        public void setPrice(int price) {
            this.price = price;
        }

        @Override
        @SuppressWarnings("EqualsGetClass") // an instance of a subclass is a different value
        public boolean equals(@Nullable Object other) {
            return other != null
                    && other.getClass() == getClass()
                    && Objects.equals(((Item) other).name, name)
                    && ((Item) other).price == price;
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, price);
        }

        @Override
        public String toString() {
            return getClass().getSimpleName() + " " + name + " " + price;
        }
    }

    /** A subclass, of which a reader that expects the superclass would decode only a part. */
    public static final class RareItem extends Item {

        private int age;

        /** Creates it without values. */
        public RareItem() {}

        /** {@return the age} */
        public int getAge() {
            return age;
        }

        /**
         * Sets the age.
         *
         * @param age any
         */
        public void setAge(int age) {
            this.age = age;
        }
    }
}
