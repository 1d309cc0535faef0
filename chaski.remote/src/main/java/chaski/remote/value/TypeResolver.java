package chaski.remote.value;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Resolves type variables to the arguments that an interface declares for them; unresolved ones become their bounds. Immutable.
 */
public final class TypeResolver {

    /** Resolves every variable to its bound. */
    static final TypeResolver NONE = new TypeResolver(Object.class);

    private final Map<TypeVariable<?>, Type> known = new HashMap<>();

    /**
     * Collects the type arguments of a type and its supertypes.
     *
     * @param type a class, possibly with arguments for its type variables
     */
    public TypeResolver(Type type) {
        learn(type);
    }

    private void learn(@Nullable Type type) {
        if (type instanceof ParameterizedType p) {
            Class<?> raw = (Class<?>) p.getRawType();
            TypeVariable<?>[] variables = raw.getTypeParameters();
            for (int i = 0; i < variables.length; i++) {
                known.putIfAbsent(variables[i], p.getActualTypeArguments()[i]);
            }
            learn(raw);
        } else if (type instanceof Class<?> c) {
            for (Type above : c.getGenericInterfaces()) {
                learn(above);
            }
            learn(c.getGenericSuperclass());
        }
    }

    /**
     * Resolves a type.
     *
     * @param type a declared type
     * @return the same without variables and wildcards
     */
    public Type resolve(Type type) {
        return resolve(type, 0);
    }

    private Type resolve(Type type, int depth) {
        if (depth > 16) {
            return Object.class; // a variable that is bounded by itself
        }
        if (type instanceof TypeVariable<?> v) {
            Type is = known.get(v);
            return resolve(is != null && !is.equals(v) ? is : v.getBounds()[0], depth + 1);
        }
        if (type instanceof WildcardType w) {
            Type bound = w.getLowerBounds().length > 0 ? w.getLowerBounds()[0] : w.getUpperBounds()[0];
            return resolve(bound, depth + 1);
        }
        if (type instanceof GenericArrayType a) {
            Type component = resolve(a.getGenericComponentType(), depth + 1);
            return component instanceof Class<?> c ? c.arrayType() : new ResolvedArray(component);
        }
        if (type instanceof ParameterizedType p) {
            List<Type> arguments = Arrays.stream(p.getActualTypeArguments())
                    .map(argument -> resolve(argument, depth + 1))
                    .toList();
            return new Resolved((Class<?>) p.getRawType(), p.getOwnerType(), arguments);
        }
        return type;
    }

    /** True if a variable has no argument. */
    boolean isOpen(TypeVariable<?> variable) {
        Type is = known.get(variable);
        return is == null || is.equals(variable) || (is instanceof TypeVariable<?> other && isOpen(other));
    }

    /**
     * Returns the class of a resolved type.
     *
     * @param type the type
     * @return its class
     */
    public static Class<?> raw(Type type) {
        if (type instanceof Class<?> c) {
            return c;
        }
        if (type instanceof ResolvedArray a) {
            return raw(a.component()).arrayType();
        }
        return type instanceof ParameterizedType p ? (Class<?>) p.getRawType() : Object.class;
    }

    /**
     * Returns an argument of a resolved type.
     *
     * @param type the type
     * @param of the class it is an argument of
     * @param index its index
     * @return the argument; {@code Object} if there is none
     */
    public static Type argument(Type type, Class<?> of, int index) {
        return type instanceof ParameterizedType p && p.getRawType() == of
                ? p.getActualTypeArguments()[index]
                : Object.class;
    }

    private record ResolvedArray(Type component) implements GenericArrayType {

        @Override
        public Type getGenericComponentType() {
            return component;
        }

        @Override
        public String getTypeName() {
            return component.getTypeName() + "[]";
        }

        @Override // written explicitly, for the same reason as below
        public boolean equals(@Nullable Object other) {
            return other instanceof ResolvedArray that && component.equals(that.component);
        }

        @Override
        public int hashCode() {
            return component.hashCode();
        }
    }

    private record Resolved(Class<?> raw, @Nullable Type owner, List<Type> arguments) implements ParameterizedType {

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
            return owner;
        }

        @Override
        public String getTypeName() {
            return raw.getTypeName()
                    + arguments.stream().map(Type::getTypeName).collect(Collectors.joining(", ", "<", ">"));
        }

        // Written explicitly: the JDK keeps the class of the record whose first comparison was the latest
        // (JDK-8078641), and so the class loader of a bundle that has been replaced.

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Resolved that
                    && raw == that.raw
                    && Objects.equals(owner, that.owner)
                    && arguments.equals(that.arguments);
        }

        @Override
        public int hashCode() {
            return 31 * raw.hashCode() + arguments.hashCode();
        }

        @Override
        public String toString() {
            return getTypeName();
        }
    }
}
