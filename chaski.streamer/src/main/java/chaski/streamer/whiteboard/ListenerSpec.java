package chaski.streamer.whiteboard;

import chaski.api.ConfigurationException;
import chaski.api.InvalidTopicException;
import chaski.api.TopicPattern;
import chaski.api.streamer.Overflow;
import chaski.api.streamer.TopicListener;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The specification of a listener by its service properties.
 *
 * @param patterns the patterns it subscribes to
 * @param overflow what happens when a queue is full
 * @param nodes names or ids of the local nodes to subscribe on; empty means all
 */
record ListenerSpec(Set<String> patterns, Overflow overflow, Set<String> nodes) {

    private static final String PREFIX = "chaski.";

    /** The last one is for the remote: a listener may also be exported. */
    private static final List<String> KNOWN =
            List.of(TopicListener.TOPICS, TopicListener.OVERFLOW, TopicListener.NODE, "chaski.export");

    ListenerSpec {
        patterns = Set.copyOf(patterns);
        nodes = Set.copyOf(nodes);
    }

    /** Reads the properties; throws {@link ConfigurationException} if they are invalid. */
    static ListenerSpec read(Map<String, ?> properties) {
        Set<String> patterns = strings(properties, TopicListener.TOPICS);
        if (patterns.isEmpty()) {
            throw new ConfigurationException(
                    TopicListener.TOPICS + ": expected patterns such as lab.>, got none; the properties are "
                            + properties.keySet().stream()
                                    .filter(key -> key.startsWith(PREFIX))
                                    .sorted()
                                    .toList());
        }
        patterns.forEach(ListenerSpec::check);
        return new ListenerSpec(patterns, overflow(properties), strings(properties, TopicListener.NODE));
    }

    /** Lists the unknown properties with our prefix, which are probably misspelled. */
    static List<String> unknown(Map<String, ?> properties) {
        return properties.keySet().stream()
                .filter(key -> key.startsWith(PREFIX) && !KNOWN.contains(key))
                .sorted()
                .toList();
    }

    private static void check(String pattern) {
        try {
            TopicPattern.of(pattern);
        } catch (InvalidTopicException e) {
            throw new ConfigurationException(TopicListener.TOPICS + ": " + e.getMessage(), e);
        }
    }

    private static Overflow overflow(Map<String, ?> properties) {
        Object value = properties.get(TopicListener.OVERFLOW);
        String name = value == null ? Overflow.BLOCK.name() : value.toString();
        return Arrays.stream(Overflow.values())
                .filter(policy -> policy.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(TopicListener.OVERFLOW + ": expected one of "
                        + Arrays.toString(Overflow.values()) + ", got '" + name + "'"));
    }

    private static Set<String> strings(Map<String, ?> properties, String key) {
        Object value = properties.get(key);
        Collection<?> elements = value == null
                ? List.of()
                : value instanceof Collection<?> several
                        ? several
                        : value instanceof Object[] several ? Arrays.asList(several) : List.of(value);
        return elements.stream()
                .map(element -> String.valueOf(element).strip())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** {@return whether the specification includes a node of that name and id} */
    boolean includes(String name, String id) {
        return nodes.isEmpty() || nodes.contains(name) || nodes.contains(id);
    }
}
