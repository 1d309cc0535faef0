package chaski.node.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Gets the memory that several logs lack, for all of them or for none: two publishers that each hold half of what they need would
 * deadlock. For a caller that holds the locks of all logs.
 */
final class SegmentProvision {

    private SegmentProvision() {}

    static boolean provide(List<SendLog> logs, SegmentPool pool, boolean take, Runnable whenFreed) {
        List<SegmentPool.Demand> demands = new ArrayList<>(logs.size());
        for (SendLog log : logs) {
            demands.add(log.demand());
        }
        int smallCount = take ? (int) logs.stream().filter(SendLog::needsSmall).count() : 0;
        List<Segment> small = pool.acquireSmall(smallCount, whenFreed);
        List<Segment> large = small == null ? null : pool.acquire(demands, take, whenFreed);
        if (small == null || large == null) {
            if (small != null) {
                small.forEach(pool::releaseSmall);
            }
            return false;
        }
        if (take) {
            distribute(logs, demands, small, large);
        }
        return true;
    }

    private static void distribute(
            List<SendLog> logs, List<SegmentPool.Demand> demands, List<Segment> small, List<Segment> large) {
        int next = 0;
        int nextSmall = 0;
        for (int i = 0; i < demands.size(); i++) {
            if (logs.get(i).needsSmall()) {
                logs.get(i).add(small.get(nextSmall++));
            }
            for (int j = 0; j < demands.get(i).count(); j++) {
                logs.get(i).add(large.get(next++));
            }
        }
    }
}
