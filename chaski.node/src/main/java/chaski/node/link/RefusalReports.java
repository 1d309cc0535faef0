package chaski.node.link;

import chaski.api.Endpoint;
import chaski.api.node.Environment;
import chaski.api.node.NodeEvent;
import chaski.node.session.CoalescedTask;
import chaski.node.session.Engine;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Takes refusals from I/O threads to the control loop, where they are reported once per address and minute. What was refused is
 * counted by the caller. However many refusals there are, one task is pending, and one refusal per address for at most
 * {@value #MAX_ADDRESSES} addresses. Thread-safe.
 */
final class RefusalReports {

    static final int MAX_ADDRESSES = 64;

    private final Engine engine;
    private final Gate gate;
    private final CoalescedTask task;
    private final Map<String, NodeEvent.Refused> pending = new LinkedHashMap<>();

    RefusalReports(Engine engine, Gate gate) {
        this.engine = engine;
        this.gate = gate;
        this.task = new CoalescedTask(engine.environment(), this::report);
    }

    void refused(Endpoint from, String counter, String reason) {
        synchronized (this) {
            if (pending.size() >= MAX_ADDRESSES && !pending.containsKey(from.host())) {
                return;
            }
            pending.putIfAbsent(from.host(), new NodeEvent.Refused(from.toString(), counter, reason));
        }
        task.request();
    }

    private void report() {
        Map<String, NodeEvent.Refused> all;
        synchronized (this) {
            all = new LinkedHashMap<>(pending);
            pending.clear();
        }
        Environment environment = engine.environment();
        all.forEach((host, refused) -> {
            if (gate.mayReport(host, environment.nanoTime())) {
                engine.events().raise(refused);
            }
        });
    }
}
