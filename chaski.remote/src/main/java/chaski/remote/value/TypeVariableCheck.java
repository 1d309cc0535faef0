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
 * Type variables of which only the caller's compiler knows what they stand for: those of a method, and those of an interface that was given
 * without arguments. Their values travel as the bound. Refused are bounds of which the value would not be what the compiler takes it to be: of
 * {@code <T extends Number> T most(List<T> all)} a {@code Long} may arrive as an {@code Integer}.
 *
 * <p>A variable without a bound travels in the plain form, as {@code Object} does. Methods of the JDK are left as they are. Confined to
 * one look at a method.
 */
public final class TypeVariableCheck {

    private final TypeResolver generics;
    private @Nullable String problem;

    private TypeVariableCheck(TypeResolver generics) {
        this.generics = generics;
    }

    /**
     * Finds a variable of a method whose values would not arrive as what they are.
     *
     * @param method the method
     * @param generics what is known of its variables
     * @return why it cannot be called from elsewhere; empty if it can
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

    /** Looks at each variable of a type; it is received if the caller gets values of it, as results or in its callbacks. */
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
            problem = "it leaves open what its " + variable + " is, and " + reason
                    + "; name a class in its place, or make it a variable of the interface and give the interface as a TypeRef";
        }
    }

    private static @Nullable String reason(Class<?>[] bounds, boolean received) {
        Class<?> first = bounds[0];
        String name = first.getName();
        if (isUndecodable(first)) {
            return name + " is abstract: nothing says which class a value has";
        }
        if (isPlain(first)) {
            return received ? "a value that is declared as " + name + " may arrive as another class than it had" : null;
        }
        boolean isOneOfAll = first.isSealed() || Arrays.stream(bounds).allMatch(bound -> bound.isAssignableFrom(first));
        return isOneOfAll ? null : "values travel as " + name + ", which is not all that its bounds ask for";
    }

    /** An enum is read by its class. */
    private static boolean isUndecodable(Class<?> type) {
        return Modifier.isAbstract(type.getModifiers())
                && !type.isInterface()
                && !type.isSealed()
                && type != Number.class
                && !TypeClassifier.hasSerializationAnnotation(type);
    }

    /** Values are read as the class that suits their form. */
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
