package chaski.remote.value;

import chaski.api.remote.RemoteObject;
import java.lang.reflect.Type;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The interface of objects that are passed by reference, with its type arguments: to call a {@code Consumer<Point>} remotely, its value
 * type has to be known. Contracts of the same type are equal. Thread-safe.
 *
 * <p>Members of the type are cached here, so that they live as long as the declaration that this contract belongs to. Cached with the
 * interface, which may belong to the JDK, they would retain classes of users.
 */
public final class Contract {

    /** The interface is unknown: members are addressed by name. */
    public static final Contract BY_NAME = new Contract(RemoteObject.class);

    /** The interface is unknown and not needed. */
    public static final Contract NONE = new Contract(Object.class);

    private final Type type;
    private volatile @Nullable Object cached;

    /** Creates the contract of a type.
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
     * Returns what was computed for the type; computes it the first time.
     *
     * @param kind the class of the value
     * @param look computes the value; two threads may do so at the same time
     * @return the value
     * @param <F> the class of the value
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
