package chaski.remote.value;

import chaski.api.remote.RemoteObject;
import java.lang.reflect.Type;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An interface by which objects are used that stay where they are, with what its type variables stand for: to call a
 * {@code Consumer<Point>} from elsewhere one has to know what its values are. Two are equal that are of the same type. Thread-safe.
 *
 * <p>What was found out about the type is kept here, so that it lives as long as the declaration this belongs to, and no longer: kept with
 * the interface, which may be one of the JDK, it would hold on to the classes of users.
 */
public final class Contract {

    /** Nothing tells what the object can do: it is asked by names. */
    public static final Contract BY_NAME = new Contract(RemoteObject.class);

    /** Nothing tells what the object can do, and nobody asks. */
    public static final Contract NONE = new Contract(Object.class);

    private final Type type;
    private volatile @Nullable Object cached;

    /**
     * Names the type.
     *
     * @param type an interface, without variables
     */
    public Contract(Type type) {
        this.type = type;
    }

    /** {@return the interface} */
    public Class<?> raw() {
        return TypeResolver.raw(type);
    }

    /**
     * Looks through the type the first time, and remembers what was found.
     *
     * @param kind the class of what is found
     * @param look looks through a type; may be called twice by two threads at once
     * @return what was found
     * @param <F> the class of what is found
     */
    public <F> F computeIfAbsent(Class<F> kind, Function<Type, F> look) {
        Object known = cached;
        if (kind.isInstance(known)) {
            return kind.cast(known);
        }
        F first = look.apply(type);
        cached = first;
        return first;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Contract that && type.equals(that.type);
    }

    @Override
    public int hashCode() {
        return type.hashCode();
    }

    @Override
    public String toString() {
        return type.getTypeName();
    }
}
