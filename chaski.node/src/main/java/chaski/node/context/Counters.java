package chaski.node.context;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Named counters. Names are constants of the program, never taken from the wire, so their number is bounded. Thread-safe.
 */
public final class Counters {

    private final ConcurrentHashMap<String, LongAdder> byName = new ConcurrentHashMap<>();

    /** Starts without counts. */
    public Counters() {}

    /**
     * Counts one.
     *
     * @param name what
     */
    public void add(String name) {
        add(name, 1);
    }

    /**
     * Counts several.
     *
     * @param name what
     * @param count how many
     */
    public void add(String name, long count) {
        byName.computeIfAbsent(name, n -> new LongAdder()).add(count);
    }

    /** {@return the counts by name, in order} */
    public Map<String, Long> snapshot() {
        Map<String, Long> all = new TreeMap<>();
        byName.forEach((name, adder) -> all.put(name, adder.sum()));
        return all;
    }
}
