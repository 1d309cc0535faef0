package chaski.node.link;

import chaski.api.Endpoint;
import chaski.api.node.NodeEvent;
import chaski.node.context.CoalescedTask;
import chaski.node.context.NodeContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Passes refusals from any thread to the control loop, where they are reported within a {@link ReportLimit}; a report states how
 * many refusals were left out before it. The caller counts the refusals. However many refusals there are, at most one task and
 * {@value #MAX_PENDING} reports are pending. Thread-safe.
 */
final class RefusalReports {

    static final int MAX_PENDING = 64;

    private final NodeContext context;
    private final CoalescedTask task;

    /** Used on the control loop. */
    private final ReportLimit limit = new ReportLimit();

    // guarded by this
    private final Map<String, Report> pending = new LinkedHashMap<>();
    private long leftOut;

    RefusalReports(NodeContext context) {
        this.context = context;
        this.task = new CoalescedTask(context.environment(), this::report);
    }

    void refused(Endpoint from, String counter, String reason) {
        synchronized (this) {
            String key = from.host() + ' ' + counter;
            if (pending.size() >= MAX_PENDING || pending.containsKey(key)) {
                leftOut++;
                return;
            }
            pending.put(key, new Report(from, counter, reason));
        }
        task.request();
    }

    private void report() {
        List<Report> all;
        long others;
        synchronized (this) {
            all = List.copyOf(pending.values());
            pending.clear();
            others = leftOut;
            leftOut = 0;
        }
        for (Report report : all) {
            long before = limit.admit(
                    report.from().host(),
                    report.counter(),
                    context.environment().nanoTime());
            if (before >= 0) {
                context.events().raise(report.event(before));
            }
        }
        limit.leftOut(others);
    }

    private record Report(Endpoint from, String counter, String reason) {

        NodeEvent.Draft event(long leftOut) {
            String before = leftOut == 0 ? "" : " (and " + leftOut + " refusals that were not reported before)";
            return at -> new NodeEvent.Refused(at, from.toString(), counter, reason + before);
        }
    }
}
