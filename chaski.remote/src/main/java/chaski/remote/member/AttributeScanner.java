package chaski.remote.member;

import chaski.remote.value.TypeResolver;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds attributes among methods and fields: {@code getX} or {@code isX} and {@code setX}; the components of a record; and a method
 * without parameters that has a partner of the same name, or {@code setX}, with one.
 */
final class AttributeScanner {

    private final TypeResolver generics;
    private final Map<String, List<Method>> byName;
    private final Map<String, ObjectAttribute> found = new TreeMap<>();
    private final Map<String, Method> getters = new HashMap<>();

    private AttributeScanner(Class<?> type, Collection<Method> methods) {
        this.generics = new TypeResolver(type);
        this.byName = methods.stream().collect(Collectors.groupingBy(Method::getName));
        methods.stream().filter(AttributeScanner::reads).forEach(method -> note(type, method));
        getters.forEach(
                (name, getter) -> found.put(name, attribute(name, getter, setter(name, getter.getReturnType()))));
        methods.stream()
                .filter(m -> isSetter(m) && !found.containsKey(property(m, "set")))
                .forEach(m -> found.putIfAbsent(property(m, "set"), attribute(property(m, "set"), null, m)));
    }

    /** {@return the attributes that the methods define} */
    static Map<String, ObjectAttribute> among(Class<?> type, Collection<Method> methods) {
        return new AttributeScanner(type, methods).found;
    }

    /** {@return the attribute of a public field} */
    static ObjectAttribute of(Field field, TypeResolver generics) {
        boolean writable = !Modifier.isFinal(field.getModifiers());
        return new ObjectAttribute(
                field.getName(), generics.resolve(field.getGenericType()), field::get, writable ? field::set : null);
    }

    private void note(Class<?> type, Method method) {
        String name = method.getName();
        if (prefixed(name, "get")) {
            getters.put(property(method, "get"), method);
        } else if (prefixed(name, "is") && method.getReturnType() == boolean.class) {
            getters.put(property(method, "is"), method);
        } else if (isComponent(type, name) || setter(name, method.getReturnType()) != null) {
            getters.putIfAbsent(name, method);
        }
    }

    private static boolean isComponent(Class<?> type, String name) {
        if (type.isRecord()) {
            for (var component : type.getRecordComponents()) {
                if (component.getName().equals(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    private @Nullable Method setter(String name, Class<?> type) {
        Method bean = with(
                name.isEmpty() ? "" : "set" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1), type);
        return bean != null ? bean : with(name, type);
    }

    private @Nullable Method with(String method, Class<?> parameter) {
        for (Method candidate : byName.getOrDefault(method, List.of())) {
            if (candidate.getParameterCount() == 1 && candidate.getParameterTypes()[0] == parameter) {
                return candidate;
            }
        }
        return null;
    }

    private ObjectAttribute attribute(String name, @Nullable Method getter, @Nullable Method setter) {
        Type type;
        if (getter != null) {
            type = getter.getGenericReturnType();
        } else if (setter != null) {
            type = setter.getGenericParameterTypes()[0];
        } else {
            throw new IllegalArgumentException("expected a getter or a setter of " + name);
        }
        return new ObjectAttribute(
                name,
                generics.resolve(type),
                getter == null ? null : getter::invoke,
                setter == null ? null : setter::invoke);
    }

    private static boolean reads(Method method) {
        return method.getParameterCount() == 0 && method.getReturnType() != void.class;
    }

    private static boolean isSetter(Method method) {
        return prefixed(method.getName(), "set") && method.getParameterCount() == 1;
    }

    private static boolean prefixed(String name, String prefix) {
        return name.length() > prefix.length()
                && name.startsWith(prefix)
                && !Character.isLowerCase(name.charAt(prefix.length()));
    }

    /** {@code getURL} is URL, {@code getPrecision} is precision. */
    private static String property(Method method, String prefix) {
        String rest = method.getName().substring(prefix.length());
        boolean shouted =
                rest.length() > 1 && Character.isUpperCase(rest.charAt(0)) && Character.isUpperCase(rest.charAt(1));
        return shouted ? rest : rest.substring(0, 1).toLowerCase(Locale.ROOT) + rest.substring(1);
    }
}
