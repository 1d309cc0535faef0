package chaski.remote;

import chaski.api.ConfigurationException;
import chaski.api.InvalidTopicException;
import chaski.api.Topic;
import chaski.api.remote.CallOptions;
import chaski.api.remote.ExporterSelection;
import chaski.remote.export.ExportRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;

/**
 * The configuration of one import.
 *
 * @param name the exported name
 * @param type the full name of the interface
 * @param options how calls are made
 * @param perExporter true if each peer becomes a separate service
 * @param properties additional properties of the service
 */
record ImportOptions(
        String name, String type, CallOptions options, boolean perExporter, Map<String, Object> properties) {

    /** The prefix of the keys of additional properties. */
    private static final String PROPERTY = "property.";

    private static final List<String> KEYS =
            List.of("name", "interface", "deadlineMs", "choice", "idempotent", "perExporter", "node.target");

    /** Prefixes of keys that frameworks and their tools add; no key of ours begins with one. */
    private static final List<String> FRAMEWORK_PREFIXES =
            List.of("service.", "component.", "osgi.", "felix.", "org.", "configurator", ".", ":", "node.");

    /** Properties that describe the origin of a service; a configuration cannot set them. */
    private static final Set<String> RESERVED_PROPERTIES = Set.of(
            "objectclass",
            "service.id",
            "service.bundleid",
            "service.scope",
            "service.imported",
            "service.imported.configs");

    private static final Pattern CLASS_NAME = Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
            + "(\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*");

    ImportOptions {
        properties = Map.copyOf(properties);
    }

    /**
     * Reads a configuration.
     *
     * @throws ConfigurationException when a key is unknown or a value is invalid
     */
    static ImportOptions read(Map<String, ?> given) {
        given.keySet().forEach(ImportOptions::check);
        checkFilter(given.get("node.target"));
        CallOptions options = CallOptions.DEFAULT
                .deadline(deadline(given.get("deadlineMs")))
                .selection(choice(given.get("choice")))
                .idempotent(flag("idempotent", given.get("idempotent")));
        return new ImportOptions(
                name(text("name", given.get("name"))),
                type(text("interface", given.get("interface"))),
                options,
                flag("perExporter", given.get("perExporter")),
                added(given));
    }

    private static void check(String key) {
        boolean known = KEYS.contains(key)
                || key.startsWith(PROPERTY)
                || FRAMEWORK_PREFIXES.stream().anyMatch(key::startsWith);
        if (!known) {
            throw new ConfigurationException(
                    "unknown key '" + key + "'; known keys are " + KEYS + " and " + PROPERTY + "*");
        }
    }

    /** The component runtime only logs a wrong filter, and ignores it. */
    private static void checkFilter(@Nullable Object filter) {
        try {
            if (filter != null) {
                FrameworkUtil.createFilter(filter.toString());
            }
        } catch (InvalidSyntaxException e) {
            throw new ConfigurationException(
                    "node.target: expected a filter such as (chaski.node=hub), got '" + filter + "'", e);
        }
    }

    private static String text(String key, @Nullable Object value) {
        if (!(value instanceof String text) || text.isBlank()) {
            throw new ConfigurationException(key + ": expected a text, got " + value);
        }
        return text.strip();
    }

    private static String name(String text) {
        try {
            return Topic.of(ExportRegistry.TOPIC_PREFIX + text)
                    .toString()
                    .substring(ExportRegistry.TOPIC_PREFIX.length());
        } catch (InvalidTopicException e) {
            throw new ConfigurationException("name: expected the name of an export, got '" + text + "'", e);
        }
    }

    private static String type(String text) {
        if (!CLASS_NAME.matcher(text).matches()) {
            throw new ConfigurationException("interface: expected the full name of an interface, got '" + text + "'");
        }
        return text;
    }

    private static Duration deadline(@Nullable Object value) {
        if (value == null) {
            return CallOptions.DEFAULT.deadline();
        }
        long most = CallOptions.MAX_DEADLINE.toMillis();
        String text = value.toString().strip();
        long millis = text.matches("\\d{1,9}") ? Long.parseLong(text) : 0;
        if (millis < 1 || millis > most) {
            throw new ConfigurationException(
                    "deadlineMs: expected a whole number from 1 to " + most + ", got '" + value + "'");
        }
        return Duration.ofMillis(millis);
    }

    private static ExporterSelection choice(@Nullable Object value) {
        String text = value == null
                ? ExporterSelection.NEAREST.name()
                : value.toString().strip();
        return Arrays.stream(ExporterSelection.values())
                .filter(choice -> choice.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException("choice: expected one of "
                        + Arrays.toString(ExporterSelection.values()) + ", got '" + value + "'"));
    }

    private static boolean flag(String key, @Nullable Object value) {
        String text = value == null ? "false" : value.toString().strip().toLowerCase(Locale.ROOT);
        if (!text.equals("true") && !text.equals("false")) {
            throw new ConfigurationException(key + ": expected true or false, got '" + value + "'");
        }
        return text.equals("true");
    }

    private static Map<String, Object> added(Map<String, ?> given) {
        Map<String, Object> added = new HashMap<>();
        given.forEach((key, value) -> {
            if (key.startsWith(PROPERTY)) {
                String property = key.substring(PROPERTY.length());
                if (isReserved(property)) {
                    throw new ConfigurationException(
                            key + ": expected a property that a configuration may set, got '" + property
                                    + "'; those of chaski and of imports are set by Chaski, and an import is not exported again");
                }
                added.put(property, property.equals("service.ranking") ? ranking(key, value) : value);
            }
        });
        return added;
    }

    /** Keys of service properties are case-insensitive. */
    private static boolean isReserved(String property) {
        String folded = property.toLowerCase(Locale.ROOT);
        return folded.isEmpty() || folded.startsWith("chaski.") || RESERVED_PROPERTIES.contains(folded);
    }

    /** Property files have only strings, and the framework ignores a ranking that is not an Integer. */
    private static Object ranking(String key, Object value) {
        try {
            return Integer.valueOf(value.toString().strip());
        } catch (NumberFormatException e) {
            throw new ConfigurationException(key + ": expected a whole number, got '" + value + "'", e);
        }
    }

    /** True if the two differ at most in the additional properties. */
    boolean equalsExceptProperties(ImportOptions other) {
        return name.equals(other.name)
                && type.equals(other.type)
                && options.equals(other.options)
                && perExporter == other.perExporter;
    }

    @Override
    public String toString() {
        return "'" + name + "' as " + type;
    }
}
