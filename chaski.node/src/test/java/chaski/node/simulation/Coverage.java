package chaski.node.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts what happened in one world or in many. */
final class Coverage {

    private final Map<Seen, Long> counts = new EnumMap<>(Seen.class);
    private final Map<String, Long> counters = new TreeMap<>();

    Coverage() {
        for (Seen seen : Seen.values()) {
            counts.put(seen, 0L);
        }
    }

    void add(Seen what, long times) {
        counts.merge(what, times, Long::sum);
    }

    void add(Seen what) {
        add(what, 1);
    }

    /** Takes over what a node counted until its end. */
    void addCounters(Map<String, Long> ofNode) {
        ofNode.forEach((name, count) -> counters.merge(name, count, Long::sum));
        add(Seen.RESUME_INSIDE_RECORD, ofNode.getOrDefault("sessions.resumedInsideRecord", 0L));
        add(Seen.CROSSING_ATTACH, ofNode.getOrDefault("attach.crossed", 0L));
        add(Seen.AUXILIARY_LINK_LOST, ofNode.getOrDefault("auxiliary.ended", 0L));
        add(Seen.FAILED_ATTACH, ofNode.getOrDefault("attach.failed", 0L));
    }

    void addAll(Coverage other) {
        other.counts.forEach(this::add);
        other.counters.forEach((name, count) -> counters.merge(name, count, Long::sum));
    }

    long count(Seen what) {
        return counts.getOrDefault(what, 0L);
    }

    long counter(String name) {
        return counters.getOrDefault(name, 0L);
    }

    @Override
    public String toString() {
        return "coverage " + counts + "\ncounters " + counters;
    }
}
