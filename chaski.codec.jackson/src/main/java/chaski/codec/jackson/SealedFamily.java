package chaski.codec.jackson;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The classes that values of a sealed type may have, by their simple names. The family is closed: no name that is sent
 * leads to a class outside. Immutable.
 */
final class SealedFamily {

    private final Class<?> base;
    private final Map<String, Class<?>> byName = new LinkedHashMap<>();

    private SealedFamily(Class<?> base) {
        this.base = base;
    }

    /**
     * True if values of the type are of one of several known classes. An enum whose constants have bodies is sealed and
     * stays an enum, and sealed types of the JDK ({@code Constable}) only gather numbers and texts.
     */
    static boolean isSealed(Class<?> type) {
        return type.isSealed() && !type.isEnum() && !type.getName().startsWith("java.");
    }

    /**
     * Collects the classes that a sealed type permits.
     *
     * @throws IllegalArgumentException when two have one simple name, or a type is permitted that others may implement
     */
    static SealedFamily of(Class<?> base) {
        SealedFamily family = new SealedFamily(base);
        family.permit(base);
        return family;
    }

    /** True if a class is sealed or permitted by a sealed type above it. A constant of an enum needs no class name. */
    static boolean hasMember(Class<?> type) {
        return !Enum.class.isAssignableFrom(type) && isBelowSealed(type);
    }

    private static boolean isBelowSealed(@Nullable Class<?> type) {
        return type != null
                && (isSealed(type)
                        || isBelowSealed(type.getSuperclass())
                        || Arrays.stream(type.getInterfaces()).anyMatch(SealedFamily::isBelowSealed));
    }

    private void permit(Class<?> type) {
        boolean isAbstract = type.isInterface() || Modifier.isAbstract(type.getModifiers());
        if (!type.isEnum() && isAbstract && !type.isSealed()) {
            throw new IllegalArgumentException(
                    base.getName() + " permits " + type.getName()
                            + ", which is not sealed, so that its classes are not known; seal it, or permit records and final classes");
        }
        if (type.isEnum() || !isAbstract) {
            Class<?> other = byName.put(type.getSimpleName(), type);
            if (other != null && other != type) {
                throw new IllegalArgumentException(base.getName() + " permits " + other.getName() + " and "
                        + type.getName() + ", which have the same simple name; rename one");
            }
        }
        if (isSealed(type)) {
            for (Class<?> one : type.getPermittedSubclasses()) {
                permit(one);
            }
        }
    }

    /** {@return the name of a value's class; {@code null} if the family does not have it} */
    @Nullable
    String name(Object value) {
        Class<?> type = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
        return byName.get(type.getSimpleName()) == type ? type.getSimpleName() : null;
    }

    /** {@return the class of a name; {@code null} if the family does not have it} */
    @Nullable
    Class<?> named(String name) {
        return byName.get(name);
    }

    /** {@return the classes} */
    Collection<Class<?>> classes() {
        return byName.values();
    }

    /** {@return the names} */
    String names() {
        return byName.keySet().toString();
    }
}
