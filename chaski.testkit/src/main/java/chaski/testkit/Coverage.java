package chaski.testkit;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what happened in one seeded world or in many, so that a test can require that its seeds really covered
 * something.
 *
 * <p>Not thread-safe.
 *
 * @param <E> the kinds of events that are counted
 */
public final class Coverage<E extends Enum<E>> {

    private final Map<E, Long> counts;
    private final Map<String, Long> counters = new TreeMap<>();

    /**
     * Creates a coverage without counts.
     *
     * @param things all kinds
     */
    public Coverage(Class<E> things) {
        counts = new EnumMap<>(things);
        for (E thing : things.getEnumConstants()) {
            counts.put(thing, 0L);
        }
    }

    /**
     * Counts.
     *
     * @param what the kind
     * @param times how often
     */
    public void add(E what, long times) {
        counts.merge(what, times, Long::sum);
    }

    /**
     * Counts once.
     *
     * @param what the kind
     */
    public void add(E what) {
        add(what, 1);
    }

    /**
     * Adds the counters of a node, see {@link chaski.api.node.Node#counters}.
     *
     * @param ofNode the counters
     */
    public void addCounters(Map<String, Long> ofNode) {
        ofNode.forEach((name, count) -> counters.merge(name, count, Long::sum));
    }

    /**
     * Adds another coverage.
     *
     * @param other the other
     */
    public void addAll(Coverage<E> other) {
        other.counts.forEach(this::add);
        addCounters(other.counters);
    }

    /**
     * Returns a count.
     *
     * @param what the kind
     * @return how often
     */
    public long count(E what) {
        return counts.getOrDefault(what, 0L);
    }

    /**
     * Returns the sum of the nodes' counters of a name.
     *
     * @param name the name
     * @return the sum, 0 if there was none
     */
    public long counter(String name) {
        return counters.getOrDefault(name, 0L);
    }

    @Override
    public String toString() {
        return "coverage " + counts + "\ncounters " + counters;
    }
}
