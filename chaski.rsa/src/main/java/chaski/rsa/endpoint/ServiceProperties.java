package chaski.rsa.endpoint;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * The properties of a service, overridden by those of the caller that exports it. Keys are case-insensitive; {@code objectClass} and
 * {@code service.id} cannot be overridden. A snapshot; immutable.
 */
public final class ServiceProperties {

    private final Map<String, Object> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private ServiceProperties() {}

    /**
     * Merges properties.
     *
     * @param service the service
     * @param overriding the properties of the caller
     * @return the properties of both
     */
    public static ServiceProperties of(ServiceReference<?> service, Map<String, ?> overriding) {
        ServiceProperties merged = new ServiceProperties();
        for (String key : service.getPropertyKeys()) {
            merged.put(key, service.getProperty(key));
        }
        overriding.forEach((key, value) -> {
            if (!key.equalsIgnoreCase(Constants.OBJECTCLASS) && !key.equalsIgnoreCase(Constants.SERVICE_ID)) {
                merged.put(key, value);
            }
        });
        return merged;
    }

    /** The later key wins, in its own spelling. */
    private void put(String key, @Nullable Object value) {
        values.remove(key);
        if (value != null) {
            values.put(key, value);
        }
    }

    /**
     * Returns a property.
     *
     * @param key its key
     * @return its value, or {@code null}
     */
    public @Nullable Object get(String key) {
        return values.get(key);
    }

    /** {@return all properties; a map with case-insensitive keys} */
    Map<String, Object> all() {
        return values;
    }

    /**
     * Compares two maps of properties, arrays by their elements.
     *
     * @param one some properties
     * @param other other ones
     * @return true if they have the same keys and values
     */
    public static boolean areEqual(Map<String, ?> one, Map<String, ?> other) {
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream().allMatch(e -> Objects.deepEquals(e.getValue(), other.get(e.getKey())));
    }
}
