package chaski.node.link;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Decides which refusals are reported: each kind once a minute for each address, and at most {@value #MAX_A_MINUTE} a minute in
 * total. Refusals that are left out are counted until the next one is reported. Only the latest addresses and kinds are remembered.
 * Confined to the control loop.
 */
final class ReportLimit {

    /** More than a person reads in a minute. */
    static final int MAX_A_MINUTE = 100;

    /** An address that is forgotten early is reported again, within {@link #MAX_A_MINUTE}. */
    private static final int MAX_REMEMBERED = 1_000;

    private static final long MINUTE_NS = TimeUnit.MINUTES.toNanos(1);

    private final Map<String, Long> reportedNs = new LinkedHashMap<>();
    private boolean begun;
    private long minuteFromNs;
    private int reported;
    private long leftOut;

    /**
     * Admits a refusal.
     *
     * @return the number of refusals that were left out since the last report; negative if this one is left out too
     */
    long admit(String host, String counter, long nowNs) {
        if (!begun || nowNs - minuteFromNs >= MINUTE_NS) {
            begun = true;
            minuteFromNs = nowNs;
            reported = 0;
        }
        String key = host + ' ' + counter;
        Long last = reportedNs.get(key);
        boolean again = last != null && nowNs - last < MINUTE_NS;
        if (again || reported == MAX_A_MINUTE) {
            leftOut++;
            return -1;
        }
        reported++;
        reportedNs.remove(key); // makes it the latest
        reportedNs.put(key, nowNs);
        if (reportedNs.size() > MAX_REMEMBERED) {
            reportedNs.remove(reportedNs.keySet().iterator().next());
        }
        long before = leftOut;
        leftOut = 0;
        return before;
    }

    /** Adds refusals that were left out before they reached this limit. */
    void leftOut(long count) {
        leftOut += count;
    }

    /** {@return the number of addresses and kinds that are remembered} */
    int remembered() {
        return reportedNs.size();
    }
}
