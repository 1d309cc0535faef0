package chaski.remote.member;

import chaski.api.ConfigurationException;
import chaski.api.remote.ServiceDescription;
import chaski.remote.value.Contract;
import chaski.remote.value.TypeResolver;
import chaski.remote.value.TypeVariableCheck;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The methods and attributes of an interface or class that can be used remotely: those of an interface and its
 * superinterfaces; the public ones of a class and its superclasses, except {@code Object}. Static methods and those of
 * {@code Object} are never among them.
 *
 * <p>It refers to the class and to prepared codecs, and to nothing of a node. Thread-safe.
 */
public final class Members {

    private final Class<?> type;
    private final TypeResolver generics;
    private final Map<String, List<RemoteMethod>> operations = new TreeMap<>();
    private final Map<Method, RemoteMethod> byMethod = new HashMap<>();
    private final Map<String, ObjectAttribute> attributes;

    /**
     * Scans a type.
     *
     * @param declared an interface or a class, possibly with arguments for its type variables
     */
    Members(Type declared) {
        this.type = TypeResolver.raw(declared);
        this.generics = new TypeResolver(declared);
        Collection<Method> methods = methods(type);
        for (Method method : methods) {
            RemoteMethod operation = new RemoteMethod(method, generics);
            operations.computeIfAbsent(method.getName(), n -> new ArrayList<>()).add(operation);
            byMethod.put(method, operation);
        }
        this.attributes = AttributeScanner.among(type, methods);
    }

    /** Combines two types; of methods with the same name and parameters the first one is used. */
    private Members(Members first, Members second) {
        this.type = first.type;
        this.generics = first.generics;
        first.operations.forEach((name, methods) -> operations.put(name, new ArrayList<>(methods)));
        byMethod.putAll(first.byMethod);
        second.byMethod.forEach((method, operation) -> {
            List<RemoteMethod> overloads = operations.computeIfAbsent(method.getName(), n -> new ArrayList<>());
            Optional<RemoteMethod> same = overloads.stream()
                    .filter(o -> o.signature().equals(operation.signature()))
                    .findFirst();
            if (same.isEmpty()) {
                overloads.add(operation);
            }
            byMethod.putIfAbsent(method, same.orElse(operation));
        });
        Map<String, ObjectAttribute> all = new TreeMap<>(second.attributes);
        all.putAll(first.attributes);
        this.attributes = all;
    }

    /**
     * Combines these members with those of another type.
     *
     * @param other the members of another type; of methods with the same name and parameters those of this one are used
     * @return the members of both; their checks are those of each
     */
    public Members and(Members other) {
        return new Members(this, other);
    }

    /**
     * Scans the interface of references, once.
     *
     * @param contract the interface
     * @return its members
     */
    public static Members of(Contract contract) {
        return contract.computeIfAbsent(Members.class, Members::new);
    }

    /** One method for each name and parameters; of several that differ in their result the most specific one. */
    private static Collection<Method> methods(Class<?> type) {
        Map<String, Method> bySignature = new LinkedHashMap<>();
        Stream.of(type.getMethods())
                .filter(m -> !Modifier.isStatic(m.getModifiers()) && !m.isBridge() && !m.isSynthetic())
                .filter(m -> m.getDeclaringClass() != Object.class && !isOfObject(m))
                .sorted(Comparator.comparing(Method::toString))
                .forEach(m -> bySignature.merge(
                        m.getName() + RemoteMethod.signature(m),
                        m,
                        (one, other) -> one.getReturnType().isAssignableFrom(other.getReturnType()) ? other : one));
        return bySignature.values();
    }

    /** True if an interface only redeclares a method that every object has. */
    private static boolean isOfObject(Method method) {
        try {
            return Modifier.isPublic(Object.class
                    .getMethod(method.getName(), method.getParameterTypes())
                    .getModifiers());
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /** {@return the interface or class} */
    public Class<?> type() {
        return type;
    }

    /**
     * Checks that parameters and results of all methods arrive as their types.
     *
     * @throws ConfigurationException when a type variable leaves a type open; the message names it
     */
    public void checkVariables() {
        for (Method method : byMethod.keySet()) {
            TypeVariableCheck.problem(method, generics).ifPresent(problem -> {
                throw new ConfigurationException("cannot call "
                        + method.getDeclaringClass().getName() + "." + method.getName() + " remotely: " + problem);
            });
        }
    }

    /**
     * Checks that this module may call the methods.
     *
     * @throws ConfigurationException if their module does not open them; the message names what to add to its
     *     declaration
     */
    public void checkAccess() {
        for (Method method : byMethod.keySet()) {
            if (!method.trySetAccessible()) {
                Class<?> closed = method.getDeclaringClass();
                throw new ConfigurationException("cannot call " + closed.getName() + "." + method.getName()
                        + ": its package is closed; add 'exports " + closed.getPackageName() + ";' or 'opens "
                        + closed.getPackageName() + " to chaski.remote;' to the module-info.java of "
                        + closed.getModule().getName());
            }
        }
    }

    /**
     * Returns the methods of a name.
     *
     * @param name the name
     * @return its overloads; none if there is no such method
     */
    public List<RemoteMethod> named(String name) {
        return operations.getOrDefault(name, List.of());
    }

    /**
     * Returns the remote method of a method.
     *
     * @param method a method of the interface, as a proxy receives it
     * @return how to call it
     */
    public Optional<RemoteMethod> operation(Method method) {
        RemoteMethod exact = byMethod.get(method);
        if (exact != null) {
            return Optional.of(exact);
        }
        List<RemoteMethod> overloads = named(method.getName());
        String signature = RemoteMethod.signature(method);
        return overloads.stream()
                .filter(o -> o.signature().equals(signature))
                .findFirst()
                .or(() -> overloads.stream()
                        .filter(o -> narrows(o.method(), method))
                        .findFirst());
    }

    /** True if a bridge method leads to a method. */
    private static boolean narrows(Method method, Method bridge) {
        Class<?>[] narrow = method.getParameterTypes();
        Class<?>[] wide = bridge.getParameterTypes();
        boolean all = narrow.length == wide.length;
        for (int i = 0; all && i < narrow.length; i++) {
            all = wide[i].isAssignableFrom(narrow[i]);
        }
        return all;
    }

    /** {@return the attributes that the methods define, by name} */
    public Map<String, ObjectAttribute> attributes() {
        return attributes;
    }

    /**
     * Adds attributes that an exporter offers in addition.
     *
     * @param object the object
     * @param names the names of the attributes
     * @return all attributes, by name
     * @throws ConfigurationException when the object has no such attribute
     */
    public Map<String, ObjectAttribute> attributes(Object object, Collection<String> names) {
        if (names.isEmpty()) {
            return attributes;
        }
        Class<?> actual = object.getClass();
        Collection<Method> reached = methods(actual);
        reached.forEach(Method::trySetAccessible);
        Map<String, ObjectAttribute> more = AttributeScanner.among(actual, reached);
        Map<String, ObjectAttribute> all = new TreeMap<>(attributes);
        for (String name : names) {
            ObjectAttribute found = more.get(name);
            all.put(name, found != null ? found : field(actual, name));
        }
        return all;
    }

    private static ObjectAttribute field(Class<?> type, String name) {
        try {
            var field = type.getField(name);
            if (!Modifier.isStatic(field.getModifiers()) && field.trySetAccessible()) {
                return AttributeScanner.of(field, new TypeResolver(type));
            }
        } catch (NoSuchFieldException e) {
            throw new ConfigurationException(
                    "expected a property, record component or public field of " + type.getName() + ", got '" + name
                            + "'",
                    e);
        }
        throw new ConfigurationException(
                "expected a field of objects that can be reached, got " + type.getName() + "." + name);
    }

    /** Describes the methods and attributes.
     *
     * @param offered the attributes offered
     * @param open names of those that paths may go through
     * @return the description
     */
    public ServiceDescription describe(Map<String, ObjectAttribute> offered, Collection<String> open) {
        return new ServiceDescription(
                operations.values().stream()
                        .flatMap(List::stream)
                        .map(RemoteMethod::describe)
                        .toList(),
                offered.values().stream()
                        .map(a -> a.describe(open.contains(a.name())))
                        .toList());
    }
}
