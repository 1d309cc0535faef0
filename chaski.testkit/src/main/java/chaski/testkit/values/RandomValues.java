package chaski.testkit.values;

import chaski.testkit.values.SampleTypes.Circle;
import chaski.testkit.values.SampleTypes.Coin;
import chaski.testkit.values.SampleTypes.Failed;
import chaski.testkit.values.SampleTypes.Group;
import chaski.testkit.values.SampleTypes.Item;
import chaski.testkit.values.SampleTypes.Mark;
import chaski.testkit.values.SampleTypes.Nest;
import chaski.testkit.values.SampleTypes.Nowhere;
import chaski.testkit.values.SampleTypes.Ok;
import chaski.testkit.values.SampleTypes.Pair;
import chaski.testkit.values.SampleTypes.RareItem;
import chaski.testkit.values.SampleTypes.Result;
import chaski.testkit.values.SampleTypes.Scalars;
import chaski.testkit.values.SampleTypes.Shape;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Draws types and values of them. Most values are usual; some are at a limit or beyond it, so that they have to be
 * refused: long numbers and keys, unpaired surrogates, null keys, subclasses, custom orders, deep nesting. The same
 * seed draws the same values. Confined to one thread.
 */
public final class RandomValues {

    private static final int MAX_DEPTH = 3;

    /** How often a value is drawn that cannot be encoded. */
    private static final double RARE = 0.01;

    private final Random random;
    private final RandomScalars scalars;
    private final Map<Class<?>, Supplier<?>> samples = new LinkedHashMap<>();

    /**
     * Draws by a seed.
     *
     * @param seed the same for the same values
     */
    public RandomValues(long seed) {
        this.random = new Random(seed);
        this.scalars = new RandomScalars(random);
        samples.put(Scalars.class, this::scalars);
        samples.put(Item.class, this::item);
        samples.put(Shape.class, () -> shape(0));
        samples.put(Mark.class, () -> Mark.CROSS);
        samples.put(Circle.class, () -> new Circle(random.nextDouble()));
        samples.put(Nest.class, this::nest);
    }

    /**
     * A type, and a value of it.
     *
     * @param type a class or a generic type
     * @param value of that type
     */
    public record Typed(Type type, Object value) {}

    /** {@return the next type with a value} */
    public Typed next() {
        Type type = type(0);
        Object value = value(type, 0);
        while (value == null) {
            value = value(type, 0);
        }
        return new Typed(type, value);
    }

    // ---- types

    /**
     * No {@code Optional} of an {@code Optional}, nor a null one: after decoding, an empty one and none are the same.
     */
    private Type type(int depth) {
        Type type = anyType(depth);
        return type instanceof Generic outer
                        && outer.raw() == Optional.class
                        && outer.arguments().get(0) instanceof Generic inner
                        && inner.raw() == Optional.class
                ? inner
                : type;
    }

    private Type anyType(int depth) {
        int kind = depth == MAX_DEPTH ? random.nextInt(2) : random.nextInt(8);
        return switch (kind) {
            case 0, 1, 2 -> chance(0.3) ? one(samples.keySet()) : one(scalars.types());
            case 3, 4 ->
                new Generic(
                        one(List.of(
                                List.class,
                                Set.class,
                                Collection.class,
                                Optional.class,
                                ArrayList.class,
                                Result.class)),
                        List.of(type(depth + 1)));
            case 5 ->
                new Generic(
                        one(List.of(Map.class, LinkedHashMap.class)), List.of(one(scalars.keys()), type(depth + 1)));
            case 6 ->
                one(List.of(
                        new Generic(SortedMap.class, List.of(String.class, type(depth + 1))),
                        new Generic(SortedSet.class, List.of(String.class)),
                        new Generic(EnumMap.class, List.of(Coin.class, type(depth + 1))),
                        new Generic(EnumSet.class, List.of(Coin.class)),
                        Shape[].class,
                        String[][].class,
                        Item[].class,
                        Coin[].class));
            default -> new Generic(Pair.class, List.of(type(depth + 1), type(depth + 1)));
        };
    }

    private record Generic(Class<?> raw, List<Type> arguments) implements ParameterizedType {

        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return raw.getDeclaringClass();
        }

        @Override
        public String toString() {
            return raw.getSimpleName() + arguments;
        }
    }

    // ---- values

    private @Nullable Object value(Type type, int depth) {
        boolean isOptional = type instanceof Generic g && g.raw() == Optional.class;
        if (depth > 0 && !isOptional && chance(0.05)) {
            return null;
        }
        if (type instanceof Class<?> c) {
            if (c.isArray() && !scalars.types().contains(c)) {
                return array(c.getComponentType(), depth);
            }
            Supplier<?> sample = samples.get(c);
            return sample != null ? sample.get() : scalars.value(c);
        }
        Generic generic = (Generic) type;
        Class<?> raw = generic.raw();
        Type last = generic.arguments().get(generic.arguments().size() - 1);
        if (raw == Optional.class) {
            return Optional.ofNullable(value(last, depth + 1));
        }
        if (raw == Pair.class) {
            return new Pair<>(value(generic.arguments().get(0), depth + 1), value(last, depth + 1));
        }
        if (raw == Result.class) {
            return chance(0.5) ? new Ok<>(value(last, depth + 1)) : new Failed<>((String) scalars.value(String.class));
        }
        return Map.class.isAssignableFrom(raw)
                ? map(raw, generic.arguments().get(0), last, depth)
                : collection(raw, last, depth);
    }

    private Object array(Class<?> component, int depth) {
        Object array = Array.newInstance(component, random.nextInt(4));
        for (int i = 0; i < Array.getLength(array); i++) {
            Array.set(array, i, value(component, depth + 1));
        }
        return array;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Object map(Class<?> raw, Type keys, Type values, int depth) {
        Map map = raw == EnumMap.class
                ? new EnumMap<>(Coin.class)
                : raw == SortedMap.class ? new TreeMap<>(order()) : new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(scalars.key((Class<?>) keys), value(values, depth + 1));
        }
        if (map instanceof LinkedHashMap && chance(RARE)) {
            map.put(null, value(values, depth + 1));
        }
        return map;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Object collection(Class<?> raw, Type elements, int depth) {
        Collection all = raw == EnumSet.class
                ? EnumSet.noneOf(Coin.class)
                : raw == SortedSet.class
                        ? new TreeSet<>(order())
                        : raw == Set.class ? new LinkedHashSet<>() : new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            all.add(
                    raw == EnumSet.class || raw == SortedSet.class
                            ? scalars.key((Class<?>) elements)
                            : value(elements, depth + 1));
        }
        return all;
    }

    private @Nullable Comparator<Object> order() {
        return chance(2 * RARE) ? Comparator.comparing(Object::hashCode) : null;
    }

    private Scalars scalars() {
        return new Scalars(
                random.nextBoolean(),
                (byte) random.nextInt(),
                random.nextInt(),
                random.nextLong(),
                (float) random.nextGaussian(),
                (Character) scalars.value(Character.class),
                (BigDecimal) scalars.value(BigDecimal.class),
                chance(0.2) ? null : (Coin) scalars.value(Coin.class),
                chance(0.5) ? Optional.empty() : Optional.of((String) scalars.value(String.class)));
    }

    private Item item() {
        Item item = chance(2 * RARE) ? new RareItem() : new Item();
        item.setName((String) scalars.value(String.class));
        item.setPrice(random.nextInt());
        return item;
    }

    private Shape shape(int depth) {
        return switch (random.nextInt(depth > 2 ? 3 : 5)) {
            case 0 -> new Circle(random.nextInt(100));
            case 1 -> new Nowhere();
            case 2 -> one(List.of(Mark.values()));
            default ->
                new Group(
                        List.of(shape(depth + 1), shape(depth + 1)),
                        Map.of((String) scalars.key(String.class), shape(depth + 1)));
        };
    }

    private Nest nest() {
        Nest nest = new Nest(null);
        for (int i = chance(0.1) ? 100 + random.nextInt(40) : random.nextInt(5); i > 0; i--) {
            nest = new Nest(nest);
        }
        return nest;
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private <T> T one(Collection<? extends T> of) {
        return List.<T>copyOf(of).get(random.nextInt(of.size()));
    }
}
