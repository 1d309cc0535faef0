package chaski.api;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Names a generic type, which a {@link Class} cannot: an anonymous subclass keeps its type argument.
 *
 * <pre>{@code
 * Publisher<List<Item>> out = streamer.publisher("lab.items", new TypeRef<List<Item>>() {});
 * }</pre>
 *
 * <p>The type must be known where the subclass is written. A type variable such as the {@code T} of {@code <T> void
 * publish(T value)} represents a type that only its caller knows, and is refused: the caller must pass a {@code
 * TypeRef<T>} or {@code Class<T>}. A variable of a subclass is replaced by its definition in a further subclass.
 * Wildcards are kept; {@code List<? extends Item>} and {@code List<Item>} are different types.
 *
 * <p>Two references are equal if their types are equal. Immutable. An anonymous subclass refers to its enclosing
 * object; Chaski only keeps {@link #type}.
 *
 * @param <T> the type
 */
public abstract class TypeRef<T> {

    private final Type type;

    /**
     * Takes the type argument of the subclass.
     *
     * @throws IllegalArgumentException when there is none, or it has a type variable; the message names it
     */
    protected TypeRef() {
        type = TypeArgument.of(getClass());
    }

    private TypeRef(Type type) {
        this.type = type;
    }

    /**
     * Returns the reference to a class.
     *
     * @param type the class
     * @return the reference; of a generic class without arguments
     * @param <T> the class
     */
    public static <T> TypeRef<T> of(Class<T> type) {
        return new Given<>(TypeArgument.resolved(type));
    }

    /**
     * Returns the reference to a type that is found at run time, for example the generic type of a field.
     *
     * @param type a class or a generic type
     * @return the reference
     * @throws IllegalArgumentException when it has a type variable
     */
    public static TypeRef<?> of(Type type) {
        return new Given<>(TypeArgument.resolved(type));
    }

    /** {@return the type: a class, or a generic type without type variables} */
    public final Type type() {
        return type;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof TypeRef<?> that && type.equals(that.type);
    }

    @Override
    public final int hashCode() {
        return type.hashCode();
    }

    /** {@return the type as in a program, with the full names of classes} */
    @Override
    public final String toString() {
        return type.getTypeName();
    }

    private static final class Given<T> extends TypeRef<T> {

        private Given(Type type) {
            super(type);
        }
    }
}
