package chaski.api;

import java.lang.reflect.Executable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the type argument of a {@link TypeRef}. The result consists of classes and of the types below, which equal
 * types of the JDK with the same content, whatever their implementation. Confined to one look-up.
 */
final class TypeArgument {

    private final Map<TypeVariable<?>, Type> known = new HashMap<>();
    private final Type whole;

    private TypeArgument(Type whole) {
        this.whole = whole;
    }

    /** Finds the argument of a subclass, through the classes between. */
    static Type of(Class<?> subclass) {
        TypeArgument argument = new TypeArgument(subclass.getGenericSuperclass());
        Class<?> at = subclass;
        while (at != TypeRef.class) {
            Class<?> above = at.getSuperclass();
            if (at.getGenericSuperclass() instanceof ParameterizedType type) {
                argument.learn(above, type);
            }
            at = above;
        }
        Type found = argument.known.get(TypeRef.class.getTypeParameters()[0]);
        if (found == null) {
            throw new IllegalArgumentException(
                    "expected a type argument, as in new TypeRef<List<String>>() {}, got none in "
                            + subclass.getName());
        }
        return new TypeArgument(found).resolve(found);
    }

    /** Checks a type that was given explicitly. */
    static Type resolved(Type type) {
        Objects.requireNonNull(type, "type");
        return new TypeArgument(type).resolve(type);
    }

    /** Variables remain if they are not known yet; a subclass may define them. */
    private void learn(Class<?> above, ParameterizedType type) {
        TypeVariable<?>[] variables = above.getTypeParameters();
        Type[] arguments = type.getActualTypeArguments();
        for (int i = 0; i < variables.length; i++) {
            known.put(variables[i], replaced(arguments[i]));
        }
    }

    private Type replaced(Type type) {
        if (type instanceof TypeVariable<?> variable) {
            return known.getOrDefault(variable, variable);
        }
        if (type instanceof ParameterizedType p) {
            Type owner = p.getOwnerType();
            return new Parameterized(
                    (Class<?>) p.getRawType(),
                    owner == null ? null : replaced(owner),
                    replaced(p.getActualTypeArguments()));
        }
        if (type instanceof GenericArrayType a) {
            Type component = replaced(a.getGenericComponentType());
            return component instanceof Class<?> c ? c.arrayType() : new ArrayOf(component);
        }
        return type instanceof WildcardType w
                ? new Wildcard(replaced(w.getLowerBounds()), replaced(w.getUpperBounds()))
                : type;
    }

    private Type[] replaced(Type[] types) {
        return Arrays.stream(types).map(this::replaced).toArray(Type[]::new);
    }

    private Type resolve(Type type) {
        Type result = replaced(type);
        check(result);
        return result;
    }

    private void check(Type type) {
        if (type instanceof TypeVariable<?> variable) {
            throw unknown(variable);
        } else if (type instanceof Parameterized p) {
            Arrays.stream(p.arguments).forEach(this::check);
            if (p.owner != null) {
                check(p.owner);
            }
        } else if (type instanceof ArrayOf a) {
            check(a.component);
        } else if (type instanceof Wildcard w) {
            Arrays.stream(w.lower).forEach(this::check);
            Arrays.stream(w.upper).forEach(this::check);
        } else if (!(type instanceof Class<?>)) {
            throw new IllegalArgumentException("expected a class or a generic type of classes, got " + type);
        }
    }

    private IllegalArgumentException unknown(TypeVariable<?> variable) {
        return new IllegalArgumentException("expected a type that is known where it is written, got "
                + whole.getTypeName() + ": " + variable + " is a type variable of " + declaration(variable)
                + "; name a class in its place, or let the caller pass a TypeRef or Class");
    }

    private static String declaration(TypeVariable<?> variable) {
        GenericDeclaration declaration = variable.getGenericDeclaration();
        return declaration instanceof Executable method
                ? "the method " + method.getDeclaringClass().getName() + "." + method.getName()
                : "the class " + ((Class<?>) declaration).getName();
    }

    private static final class Parameterized implements ParameterizedType {

        private final Class<?> raw;
        private final @Nullable Type owner;
        private final Type[] arguments;

        private Parameterized(Class<?> raw, @Nullable Type owner, Type... arguments) {
            this.raw = raw;
            this.owner = owner;
            this.arguments = arguments;
        }

        @Override
        public Type[] getActualTypeArguments() {
            return arguments.clone();
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
        public boolean equals(@Nullable Object other) {
            return other instanceof ParameterizedType that
                    && raw.equals(that.getRawType())
                    && Objects.equals(owner, that.getOwnerType())
                    && Arrays.equals(arguments, that.getActualTypeArguments());
        }

        /** As in the JDK. */
        @Override
        public int hashCode() {
            return Arrays.hashCode(arguments) ^ Objects.hashCode(owner) ^ raw.hashCode();
        }

        @Override
        public String toString() {
            String name = owner instanceof ParameterizedType
                    ? owner.getTypeName() + "$" + raw.getSimpleName()
                    : raw.getName();
            return arguments.length == 0
                    ? name
                    : Arrays.stream(arguments)
                            .map(Type::getTypeName)
                            .collect(Collectors.joining(", ", name + "<", ">"));
        }
    }

    private static final class ArrayOf implements GenericArrayType {

        private final Type component;

        private ArrayOf(Type component) {
            this.component = component;
        }

        @Override
        public Type getGenericComponentType() {
            return component;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof GenericArrayType that && component.equals(that.getGenericComponentType());
        }

        /** As in the JDK. */
        @Override
        public int hashCode() {
            return component.hashCode();
        }

        @Override
        public String toString() {
            return component.getTypeName() + "[]";
        }
    }

    private static final class Wildcard implements WildcardType {

        private final Type[] lower;
        private final Type[] upper;

        private Wildcard(Type[] lower, Type[] upper) {
            this.lower = lower;
            this.upper = upper;
        }

        @Override
        public Type[] getUpperBounds() {
            return upper.clone();
        }

        @Override
        public Type[] getLowerBounds() {
            return lower.clone();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof WildcardType that
                    && Arrays.equals(lower, that.getLowerBounds())
                    && Arrays.equals(upper, that.getUpperBounds());
        }

        /** As in the JDK. */
        @Override
        public int hashCode() {
            return Arrays.hashCode(lower) ^ Arrays.hashCode(upper);
        }

        @Override
        public String toString() {
            if (lower.length > 0) {
                return "? super " + lower[0].getTypeName();
            }
            return upper.length == 0 || upper[0] == Object.class ? "?" : "? extends " + upper[0].getTypeName();
        }
    }
}
