package chaski.node.topic;

import chaski.api.Topic;
import chaski.api.TopicPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A multimap from topic patterns to values, queried by topic.
 *
 * <p>Each token of a topic leads to at most three nodes of the tree (the token itself, {@code *}, {@code >}), and a
 * topic has at most 16 tokens. The cost of a match depends on the topic and on the matches, not on the number of
 * patterns. Names chosen by an attacker to collide cost a logarithm, since {@link java.util.HashMap} keeps colliding
 * strings in a tree.
 *
 * <p>Not thread-safe: confine it, or guard it by a lock, also for reading.
 *
 * @param <T> the values, compared by {@code equals}
 */
public final class TopicIndex<T> {

    private final TopicTreeNode<T> root = new TopicTreeNode<>();
    private int size;

    /** An empty index. */
    public TopicIndex() {}

    /**
     * Registers a value. A value registered twice is found twice, and must be removed twice.
     *
     * @param pattern the topics that find it
     * @param value the value
     */
    public void add(TopicPattern pattern, T value) {
        root.add(tokens(pattern.text()), 0, value);
        size++;
    }

    /**
     * Removes one registration.
     *
     * @param pattern the pattern as registered
     * @param value the value as registered
     * @return false if there was none
     */
    public boolean remove(TopicPattern pattern, T value) {
        boolean removed = root.remove(tokens(pattern.text()), 0, value);
        if (removed) {
            size--;
        }
        return removed;
    }

    /**
     * Finds what a topic matches.
     *
     * @param topic the topic
     * @return the values, one for each matching registration
     */
    public List<T> match(Topic topic) {
        List<T> found = new ArrayList<>();
        match(topic, found::add);
        return found;
    }

    /**
     * Finds what a topic matches.
     *
     * @param topic the topic
     * @param into receives each value, once for each matching registration; must not change the index
     */
    public void match(Topic topic, Consumer<? super T> into) {
        root.match(tokens(topic.name()), 0, into);
    }

    /**
     * Finds the registrations that have at least one topic in common with a pattern. Every wildcard of the pattern may
     * lead to many nodes, so the cost can grow with the number of registrations.
     *
     * @param pattern the pattern; may be a plain topic
     * @return the values, one for each overlapping registration
     */
    public List<T> overlapping(TopicPattern pattern) {
        List<T> found = new ArrayList<>();
        root.overlapping(tokens(pattern.text()), 0, found::add);
        return found;
    }

    /** {@return the number of registrations} */
    public int size() {
        return size;
    }

    /** {@return true if nothing is registered} */
    public boolean isEmpty() {
        return size == 0;
    }

    /**
     * Returns whether a topic exists that matches both patterns. The limit on a topic's length is ignored: two long
     * patterns may overlap though every common topic would be too long.
     *
     * @param one a pattern
     * @param other a pattern
     * @return whether they overlap
     */
    public static boolean overlaps(TopicPattern one, TopicPattern other) {
        String[] a = tokens(one.text());
        String[] b = tokens(other.text());
        for (int i = 0; i < a.length && i < b.length; i++) {
            if (a[i].equals(TopicPattern.REST) || b[i].equals(TopicPattern.REST)) {
                return true;
            }
            if (!(a[i].equals(b[i]) || a[i].equals(TopicPattern.ANY_TOKEN) || b[i].equals(TopicPattern.ANY_TOKEN))) {
                return false;
            }
        }
        return a.length == b.length;
    }

    /** The number of tree nodes that a match visits, for tests of its cost. */
    int visited(Topic topic) {
        return root.match(tokens(topic.name()), 0, value -> {});
    }

    /** The number of tree nodes, for tests of removal. */
    int branches() {
        return root.count();
    }

    private static String[] tokens(String name) {
        int count = 1;
        for (int i = name.indexOf('.'); i >= 0; i = name.indexOf('.', i + 1)) {
            count++;
        }
        String[] tokens = new String[count];
        int from = 0;
        for (int i = 0; i < count; i++) {
            int to = name.indexOf('.', from);
            tokens[i] = name.substring(from, to < 0 ? name.length() : to);
            from = to + 1;
        }
        return tokens;
    }
}
