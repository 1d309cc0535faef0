package chaski.api.remote;

import chaski.api.ConfigurationException;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values that a property of an export can have: a {@code String}, {@code Boolean}, {@code Byte}, {@code Character}, {@code Short},
 * {@code Integer}, {@code Long}, {@code Float} or {@code Double}, an array of one of them or of a primitive type, or a {@code List} or
 * {@code Set} of them. They arrive as the same types. Stateless.
 */
public final class ExportProperties {

    /** The most properties of one export. */
    public static final int MAX_PROPERTIES = 1_024;

    private static final Set<Class<?>> SCALARS = Set.of(
            String.class,
            Boolean.class,
            Byte.class,
            Character.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class);

    private ExportProperties() {}

    /**
     * Checks a value.
     *
     * @param value any value
     * @return true if a property can have it
     */
    public static boolean isSupported(@Nullable Object value) {
        if (value == null) {
            return false;
        }
        Class<?> element = value.getClass().getComponentType();
        if (element != null) {
            return element.isPrimitive()
                    || (SCALARS.contains(element)
                            && Arrays.stream((Object[]) value).allMatch(Objects::nonNull));
        }
        return isScalar(value)
                || ((value instanceof List || value instanceof Set)
                        && ((Collection<?>) value).stream().allMatch(ExportProperties::isScalar));
    }

    private static boolean isScalar(@Nullable Object value) {
        return value != null && SCALARS.contains(value.getClass());
    }

    /**
     * Leaves out the properties that cannot be carried.
     *
     * @param properties any properties
     * @return those with a supported value
     */
    public static Map<String, Object> supported(Map<String, ?> properties) {
        Map<String, Object> supported = new LinkedHashMap<>();
        properties.forEach((key, value) -> {
            if (isSupported(value)) {
                supported.put(key, value);
            }
        });
        return supported;
    }

    /**
     * Copies properties, with their arrays and collections.
     *
     * @param properties the properties
     * @return an unmodifiable copy
     * @throws ConfigurationException when there are too many, or a value is not supported; the message names the property
     */
    public static Map<String, Object> copyOf(Map<String, ?> properties) {
        if (properties.size() > MAX_PROPERTIES) {
            throw new ConfigurationException(
                    "expected at most " + MAX_PROPERTIES + " properties of an export, got " + properties.size());
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        properties.forEach((key, value) -> {
            if (!isSupported(value)) {
                throw new ConfigurationException("property " + key
                        + ": expected a text, number, boolean or character, or an array, list or set of them, got "
                        + (value == null ? null : value.getClass().getName()));
            }
            copy.put(key, copyOf(value));
        });
        return Collections.unmodifiableMap(copy);
    }

    private static Object copyOf(Object value) {
        if (value.getClass().isArray()) {
            int length = Array.getLength(value);
            Object copy = Array.newInstance(value.getClass().getComponentType(), length);
            System.arraycopy(value, 0, copy, 0, length);
            return copy;
        }
        if (value instanceof Set<?> set) {
            return Collections.unmodifiableSet(new LinkedHashSet<>(set));
        }
        return value instanceof List<?> list ? List.copyOf(list) : value;
    }
}
