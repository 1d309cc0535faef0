package chaski.node;

import java.util.HashMap;
import java.util.Map;

/**
 * Limits reports to one of each kind in {@link #INTERVAL_NS}, however many peers give cause for them. The kinds are few and chosen
 * by this node. Confined to the control loop.
 */
final class ReportInterval {

    /** The minimum time between two reports of a kind. */
    static final long INTERVAL_NS = 60_000_000_000L;

    private final Map<String, Long> reportedNs = new HashMap<>();

    /**
     * Records a report if it is due.
     *
     * @return true if the caller may report
     */
    boolean begin(String kind, long nowNs) {
        Long lastNs = reportedNs.get(kind);
        if (lastNs != null && nowNs - lastNs < INTERVAL_NS) {
            return false;
        }
        reportedNs.put(kind, nowNs);
        return true;
    }
}
