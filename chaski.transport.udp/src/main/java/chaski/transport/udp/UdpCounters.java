package chaski.transport.udp;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The counters of one transport. Thread-safe. */
final class UdpCounters {

    private final Map<UdpCounter, LongAdder> values = new ConcurrentHashMap<>();

    void count(UdpCounter counter) {
        add(counter, 1);
    }

    void add(UdpCounter counter, long amount) {
        if (amount > 0) {
            values.computeIfAbsent(counter, c -> new LongAdder()).add(amount);
        }
    }

    long get(UdpCounter counter) {
        LongAdder value = values.get(counter);
        return value == null ? 0 : value.sum();
    }

    /** {@return all of them by name, except those that are zero} */
    Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>();
        values.forEach((counter, value) -> all.put(counter.text(), value.sum()));
        return all;
    }
}
