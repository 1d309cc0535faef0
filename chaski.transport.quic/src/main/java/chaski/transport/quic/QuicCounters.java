package chaski.transport.quic;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The counters of one transport. Thread-safe. */
final class QuicCounters {

    private final Map<QuicCounter, LongAdder> values = new ConcurrentHashMap<>();

    void count(QuicCounter counter) {
        add(counter, 1);
    }

    void add(QuicCounter counter, long amount) {
        if (amount > 0) {
            values.computeIfAbsent(counter, c -> new LongAdder()).add(amount);
        }
    }

    /** {@return all of them by name, except those that are zero} */
    Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>();
        values.forEach((counter, value) -> all.put(counter.text(), value.sum()));
        return all;
    }
}
