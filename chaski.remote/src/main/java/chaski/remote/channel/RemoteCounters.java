package chaski.remote.channel;

import chaski.remote.wire.RefusalReason;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Counts events by name, and limits reports of refusals to one a minute for each channel and reason. Thread-safe. */
public final class RemoteCounters {

    private static final long MINUTE_NS = 60_000_000_000L;
    private static final int MOST_REMEMBERED = 1000;

    private final LongSupplier nanoTime;
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<String, Long> reported = new ConcurrentHashMap<>();

    /**
     * Creates counters without counts.
     *
     * @param nanoTime the monotonic clock
     */
    public RemoteCounters(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Counts one.
     *
     * @param name the name of the counter
     */
    public void add(String name) {
        LongAdder known = counts.get(name); // without the lock that the next line may take
        (known == null ? counts.computeIfAbsent(name, n -> new LongAdder()) : known).increment();
    }

    /**
     * Counts a refusal.
     *
     * @param channel the channel whose request is refused
     * @param what the kind of request: {@code calls} or {@code streams}
     * @param refusal the reason
     * @param report called with the name of the counter when a report is due
     */
    public void refused(RpcChannel channel, String what, RefusalReason refusal, Consumer<String> report) {
        String counter = what + ".refused." + refusal.name().toLowerCase(Locale.ROOT);
        add(counter);
        long now = nanoTime.getAsLong();
        String key = channel.node() + counter;
        if (reported.size() > MOST_REMEMBERED) {
            reported.clear();
        }
        Long before = reported.get(key);
        if (refusal != RefusalReason.WITHDRAWN && (before == null || now - before > MINUTE_NS)) {
            reported.put(key, now);
            report.accept(counter);
        }
    }

    /** {@return the counts by name; a snapshot} */
    public Map<String, Long> snapshot() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((name, count) -> all.put(name, count.sum()));
        return all;
    }
}
