package chaski.remote.value;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks type variables that only the caller's compiler can resolve: those of a method, and those of an interface that was given
 * without arguments. Their values are encoded as the bound. Bounds are rejected for which the decoded value may not have the type that
 * the compiler assumes: for {@code <T extends Number> T most(List<T> all)} a {@code Long} may arrive as an {@code Integer}.
 *
 * <p>Values of a variable without a bound are encoded in the plain form, as {@code Object} is. Methods of the JDK are not checked.
 * Confined to the check of one method.
 */
public final class TypeVariableCheck {

    private final TypeResolver generics;
    private @Nullable String problem;

    private TypeVariableCheck(TypeResolver generics) {
        this.generics = generics;
    }

    /**
     * Finds a variable of a method whose values may arrive as another type.
     *
     * @param method the method
     * @param generics resolves the variables of its interface
     * @return why it cannot be called remotely; empty if it can
     */
    public static Optional<String> problem(Method method, TypeResolver generics) {
        if (method.getDeclaringClass().getName().startsWith("java.")) {
            return Optional.empty();
        }
        TypeVariableCheck variables = new TypeVariableCheck(generics);
        variables.visit(method.getGenericReturnType(), true);
        for (Type parameter : method.getGenericParameterTypes()) {
            variables.visit(parameter, false);
        }
        return Optional.ofNullable(variables.problem);
    }

    /** Checks each variable of a type; it is received if the caller gets values of it, as results or in its callbacks. */
    private void visit(Type type, boolean received) {
        if (type instanceof TypeVariable<?> variable) {
            if (generics.isOpen(variable)) {
                check(variable, received);
            }
        } else if (type instanceof ParameterizedType p) {
            boolean inCallback = TypeClassifier.isReference((Class<?>) p.getRawType());
            Arrays.stream(p.getActualTypeArguments()).forEach(argument -> visit(argument, received || inCallback));
        } else if (type instanceof GenericArrayType a) {
            visit(a.getGenericComponentType(), received);
        } else if (type instanceof WildcardType w) {
            Arrays.stream(w.getUpperBounds()).forEach(bound -> visit(bound, received));
            Arrays.stream(w.getLowerBounds()).forEach(bound -> visit(bound, received));
        }
    }

    private void check(TypeVariable<?> variable, boolean received) {
        Class<?>[] bounds = Arrays.stream(variable.getBounds())
                .map(generics::resolve)
                .map(TypeResolver::raw)
                .toArray(Class<?>[]::new);
        String reason = bounds.length == 1 && bounds[0] == Object.class ? null : reason(bounds, received);
        if (reason != null && problem == null) {
            problem = "its type variable " + variable + " is not resolved, and " + reason
                    + "; name a class in its place, or make it a variable of the interface and give the interface as a TypeRef";
        }
    }

    private static @Nullable String reason(Class<?>[] bounds, boolean received) {
        Class<?> first = bounds[0];
        String name = first.getName();
        if (isUndecodable(first)) {
            return name + " is abstract, so the class of a value is unknown";
        }
        if (isPlain(first)) {
            return received ? "a value that is declared as " + name + " may arrive as another class than it had" : null;
        }
        boolean isOneOfAll = first.isSealed() || Arrays.stream(bounds).allMatch(bound -> bound.isAssignableFrom(first));
        return isOneOfAll ? null : "values are passed as " + name + ", which does not satisfy all of its bounds";
    }

    /** An enum is read by its class. */
    private static boolean isUndecodable(Class<?> type) {
        return Modifier.isAbstract(type.getModifiers())
                && !type.isInterface()
                && !type.isSealed()
                && type != Number.class
                && !TypeClassifier.hasSerializationAnnotation(type);
    }

    /** Values are decoded as the class that suits their plain form. */
    private static boolean isPlain(Class<?> type) {
        return type == Object.class
                || type == Number.class
                || type == CharSequence.class
                || type == Map.Entry.class
                || TypeClassifier.isMarker(type)
                || Collection.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type);
    }
}
