package chaski.node.configuration;

import chaski.api.ConfigurationException;
import chaski.api.Endpoint;
import chaski.api.NodeId;
import java.lang.reflect.Array;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Reads the values of properties. Configuration Admin delivers numbers of any width, lists as arrays or collections, and, from property
 * files, only texts. An error names the key, what was expected, and the nearest valid value.
 */
final class PropertyValues {

    private static final List<String> FLAGS = List.of("true", "false");

    private PropertyValues() {}

    static String text(String key, Object property) {
        if (!(property instanceof String text)) {
            throw invalid(key, "a text", property, "");
        }
        return text;
    }

    static boolean flag(String key, Object property) {
        String text = property.toString().strip().toLowerCase(Locale.ROOT);
        if (!FLAGS.contains(text)) {
            throw invalid(key, "true or false", property, SimilarKeys.to(text, FLAGS));
        }
        return text.equals("true");
    }

    /** Reads one of some texts, in any case. */
    static String option(String key, Object property, List<String> options, UnaryOperator<String> normalize) {
        String text = normalize.apply(property.toString().strip());
        if (!options.contains(text)) {
            throw invalid(key, "one of " + options, property, SimilarKeys.to(text, options));
        }
        return text;
    }

    static long number(String key, Object property, long min, long max) {
        String range = "a whole number from " + min + " to " + max;
        long number = whole(key, range, property);
        if (number < min || number > max) {
            throw invalid(key, range, property, String.valueOf(number < min ? min : max));
        }
        return number;
    }

    private static long whole(String key, String range, Object property) {
        boolean integral = property instanceof Long
                || property instanceof Integer
                || property instanceof Short
                || property instanceof Byte;
        if (!integral && !(property instanceof String)) {
            throw invalid(key, range, property, "");
        }
        try {
            return Long.parseLong(property.toString().strip());
        } catch (NumberFormatException e) {
            throw invalid(key, range, property, "");
        }
    }

    /** Reads a list. Elements may also be separated by commas, which no valid element contains: property files have no lists. */
    @SuppressWarnings("unused") // the key, because every reader takes one
    static List<String> elements(String key, Object property) {
        List<String> texts = new ArrayList<>();
        for (Object element : collection(property)) {
            for (String text : element.toString().split(",", -1)) {
                if (!text.isBlank()) {
                    texts.add(text.strip());
                }
            }
        }
        return texts;
    }

    private static Collection<?> collection(Object property) {
        if (property instanceof Collection<?> collection) {
            return collection;
        }
        if (property.getClass().isArray()) {
            return IntStream.range(0, Array.getLength(property))
                    .mapToObj(i -> String.valueOf(Array.get(property, i)))
                    .toList();
        }
        return List.of(property);
    }

    static Endpoint endpoint(String key, String text) {
        try {
            return Endpoint.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(key + ": " + e.getMessage(), e);
        }
    }

    static Path path(String key, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new ConfigurationException(key + ": expected a path of this system, got '" + text + "'", e);
        }
    }

    static NodeId nodeId(String key, String text) {
        try {
            return NodeId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    key + ": expected a UUID such as 3f2b8c1e-7a54-4d0b-9c1f-5e6a7b8c9d0e, got '" + text + "'", e);
        }
    }

    private static ConfigurationException invalid(String key, String expected, Object property, String nearest) {
        return new ConfigurationException(key + ": expected " + expected + ", got '" + property + "'"
                + (nearest.isEmpty() ? "" : "; the nearest is " + nearest));
    }
}
