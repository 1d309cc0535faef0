package chaski.transport.quic;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Logs connections that one port refused: each kind at most once a minute. Confined to the port's I/O thread. */
final class QuicRefusalLog {

    private static final Logger LOG = System.getLogger(QuicRefusalLog.class.getName());
    private static final long INTERVAL_NS = TimeUnit.MINUTES.toNanos(1);

    private final Map<QuicCounter, Recent> recent = new EnumMap<>(QuicCounter.class);
    private final QuicCounters counters;
    private final LongSupplier nowNs;

    private static final class Recent {
        private final long atNs;
        private long leftOut;

        Recent(long atNs) {
            this.atNs = atNs;
        }
    }

    QuicRefusalLog(QuicCounters counters, LongSupplier nowNs) {
        this.counters = counters;
        this.nowNs = nowNs;
    }

    /**
     * Counts a connection that was refused, and logs it unless another of the kind was logged lately.
     *
     * @param counter the kind
     * @param at where it was made
     * @param from its source address
     * @param why what was expected, and what to do
     */
    void refused(QuicCounter counter, Object at, Object from, String why) {
        counters.count(counter);
        long now = nowNs.getAsLong();
        Recent last = recent.get(counter);
        if (last != null && now - last.atNs < INTERVAL_NS) {
            last.leftOut++;
            return;
        }
        recent.put(counter, new Recent(now));
        LOG.log(
                Level.WARNING,
                "{0} refused a connection of {1}, {2}: {3} ({4} more before)",
                at,
                from,
                counter.text(),
                why,
                last == null ? 0 : last.leftOut);
    }
}
