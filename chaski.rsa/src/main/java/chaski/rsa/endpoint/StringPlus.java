package chaski.rsa.endpoint;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads properties of the type {@code String+}: a string, an array of strings or a collection of strings. Stateless. */
public final class StringPlus {

    private StringPlus() {}

    /**
     * Reads a property.
     *
     * @param key its key, for the message
     * @param value its value
     * @return its strings without surrounding spaces; empty if the value is {@code null}
     * @throws IllegalArgumentException when the value is of another type
     */
    public static List<String> of(String key, @Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof String text) {
            return List.of(text.strip());
        }
        Collection<?> all =
                value instanceof Object[] array ? List.of(array) : value instanceof Collection<?> c ? c : null;
        if (all == null || !all.stream().allMatch(String.class::isInstance)) {
            throw new IllegalArgumentException(
                    key + ": expected a string, an array or a collection of strings, got " + value);
        }
        return all.stream().map(text -> ((String) text).strip()).toList();
    }

    /**
     * Reads a property as a set.
     *
     * @param key its key, for the message
     * @param value its value
     * @return its strings in their order
     * @throws IllegalArgumentException when the value is of another type
     */
    static Set<String> set(String key, @Nullable Object value) {
        return new LinkedHashSet<>(of(key, value));
    }
}
