package chaski.node.link;

import chaski.api.Endpoint;
import chaski.api.node.NodeEvent;
import chaski.node.session.CoalescedTask;
import chaski.node.session.Engine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes refusals from any thread to the control loop, where they are reported once per address, kind and minute. What was refused is
 * counted by the caller. However many refusals there are, one task is pending, and at most {@value #MAX_PENDING} reports.
 * Thread-safe.
 */
final class RefusalReports {

    static final int MAX_PENDING = 64;

    private final Engine engine;
    private final Gate gate;
    private final CoalescedTask task;
    private final Map<String, Report> pending = new LinkedHashMap<>();

    RefusalReports(Engine engine, Gate gate) {
        this.engine = engine;
        this.gate = gate;
        this.task = new CoalescedTask(engine.environment(), this::report);
    }

    void refused(Endpoint from, String counter, String reason) {
        synchronized (this) {
            if (pending.size() >= MAX_PENDING) {
                return;
            }
            pending.putIfAbsent(
                    from.host() + ' ' + counter,
                    new Report(from.host(), new NodeEvent.Refused(from.toString(), counter, reason)));
        }
        task.request();
    }

    private void report() {
        List<Report> all;
        synchronized (this) {
            all = List.copyOf(pending.values());
            pending.clear();
        }
        for (Report report : all) {
            String counter = report.event().counter();
            if (gate.mayReport(report.host(), counter, engine.environment().nanoTime())) {
                engine.events().raise(report.event());
            }
        }
    }

    private record Report(String host, NodeEvent.Refused event) {}
}
