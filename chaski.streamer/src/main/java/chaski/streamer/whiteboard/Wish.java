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
 * What the service properties of a listener say.
 *
 * @param patterns what it listens to
 * @param overflow what happens when a queue is full
 * @param nodes names or ids of the nodes that deliver; empty means all
 */
record Wish(Set<String> patterns, Overflow overflow, Set<String> nodes) {

    private static final String OURS = "chaski.";

    /** The last one is for the remote: a listener may be exported as well. */
    private static final List<String> KNOWN =
            List.of(TopicListener.TOPICS, TopicListener.OVERFLOW, TopicListener.NODE, "chaski.export");

    Wish {
        patterns = Set.copyOf(patterns);
        nodes = Set.copyOf(nodes);
    }

    /** Reads the properties; throws {@link ConfigurationException} when they cannot be met. */
    static Wish read(Map<String, ?> properties) {
        Set<String> patterns = texts(properties, TopicListener.TOPICS);
        if (patterns.isEmpty()) {
            throw new ConfigurationException(
                    TopicListener.TOPICS + ": expected patterns such as lab.>, got none; the properties are "
                            + properties.keySet().stream()
                                    .filter(key -> key.startsWith(OURS))
                                    .sorted()
                                    .toList());
        }
        patterns.forEach(Wish::check);
        return new Wish(patterns, overflow(properties), texts(properties, TopicListener.NODE));
    }

    /** Names those properties that look like ours and are not: misspelt, most likely. */
    static List<String> unknown(Map<String, ?> properties) {
        return properties.keySet().stream()
                .filter(key -> key.startsWith(OURS) && !KNOWN.contains(key))
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

    private static Set<String> texts(Map<String, ?> properties, String key) {
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

    /** {@return whether a node of that name and id is one that delivers} */
    boolean includes(String name, String id) {
        return nodes.isEmpty() || nodes.contains(name) || nodes.contains(id);
    }
}
