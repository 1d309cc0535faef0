package chaski.node.configuration;

import chaski.api.ConfigurationException;
import chaski.api.Endpoint;
import java.lang.reflect.Array;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The values of a configuration, read by their keys. Configuration Admin delivers what it was given: numbers of any width, lists as
 * arrays or collections, and, from property files, nothing but texts. What does not fit is named with the nearest that would.
 */
final class PropertyValues {

    private static final List<String> FLAGS = List.of("true", "false");

    private final Map<String, ?> properties;

    PropertyValues(Map<String, ?> properties) {
        this.properties = properties;
    }

    String text(String name, String standard) {
        Object value = properties.get(name);
        if (value == null) {
            return standard;
        }
        if (!(value instanceof String text)) {
            throw wrong(name, "a text", value, "");
        }
        return text;
    }

    boolean flag(String name, boolean standard) {
        Object value = properties.get(name);
        if (value == null) {
            return standard;
        }
        String text = value.toString().strip().toLowerCase(Locale.ROOT);
        if (!FLAGS.contains(text)) {
            throw wrong(name, "true or false", value, SimilarKeys.to(text, FLAGS));
        }
        return text.equals("true");
    }

    <E extends Enum<E>> E choice(String name, E standard) {
        Object value = properties.get(name);
        if (value == null) {
            return standard;
        }
        List<String> names = Stream.of(standard.getDeclaringClass().getEnumConstants())
                .map(Enum::name)
                .toList();
        String text = value.toString().strip().toUpperCase(Locale.ROOT);
        if (!names.contains(text)) {
            throw wrong(name, "one of " + names, value, SimilarKeys.to(text, names));
        }
        return Enum.valueOf(standard.getDeclaringClass(), text);
    }

    Duration millis(String name, Duration standard) {
        return Duration.ofMillis(number(name, standard.toMillis()));
    }

    int count(String name, int standard) {
        return Math.toIntExact(number(name, standard));
    }

    long number(String name, long standard) {
        Object value = properties.get(name);
        if (value == null) {
            return standard;
        }
        ConfigKey key = ConfigKeys.of(name);
        String range = "a whole number from " + key.least() + " to " + key.most();
        long number = whole(name, range, value);
        if (number < key.least() || number > key.most()) {
            throw wrong(name, range, value, String.valueOf(number < key.least() ? key.least() : key.most()));
        }
        return number;
    }

    private static long whole(String name, String range, Object value) {
        boolean integral =
                value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte;
        if (!integral && !(value instanceof String)) {
            throw wrong(name, range, value, "");
        }
        try {
            return Long.parseLong(value.toString().strip());
        } catch (NumberFormatException e) {
            throw wrong(name, range, value, "");
        }
    }

    List<Endpoint> endpoints(String name) {
        return words(name, List.of()).stream().map(text -> endpoint(name, text)).toList();
    }

    List<String> words(String name, List<String> standard) {
        Object value = properties.get(name);
        if (value == null) {
            return standard;
        }
        List<String> words = new ArrayList<>();
        for (Object element : elements(value)) {
            // no word has a comma; property files have no lists
            for (String text : element.toString().split(",", -1)) {
                if (!text.isBlank()) {
                    words.add(text.strip());
                }
            }
        }
        return words;
    }

    private static Endpoint endpoint(String name, String text) {
        try {
            return Endpoint.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(name + ": " + e.getMessage(), e);
        }
    }

    private static Collection<?> elements(Object value) {
        if (value instanceof Collection<?> collection) {
            return collection;
        }
        if (value.getClass().isArray()) {
            return IntStream.range(0, Array.getLength(value))
                    .mapToObj(i -> String.valueOf(Array.get(value, i)))
                    .toList();
        }
        return List.of(value);
    }

    private static ConfigurationException wrong(String name, String expected, Object value, String nearest) {
        return new ConfigurationException(name + ": expected " + expected + ", got '" + value + "'"
                + (nearest.isEmpty() ? "" : "; the nearest is " + nearest));
    }
}
