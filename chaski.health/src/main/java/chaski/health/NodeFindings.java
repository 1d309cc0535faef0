package chaski.health;

import chaski.api.node.Node;
import java.util.function.BiConsumer;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;

/**
 * What a check finds about all nodes; its status is the worst. Confined to the thread of the check. It writes entries itself, because the
 * formatting log of the library needs SLF4J.
 */
final class NodeFindings {

    private final ResultLog log = new ResultLog();

    private NodeFindings() {}

    /** Checks each node. A framework without a node is reported, because a configuration may be missing or refused. */
    static Result each(CheckedNodes nodes, BiConsumer<Node, NodeFindings> check) {
        NodeFindings findings = new NodeFindings();
        if (nodes.nodes().isEmpty()) {
            findings.add(Result.Status.WARN, "no node runs in this framework; its log names refused configurations");
        }
        nodes.nodes().forEach(node -> check.accept(node, findings));
        return new Result(findings.log);
    }

    void ok(Node node, String message) {
        add(Result.Status.OK, "node " + node.name() + " " + message);
    }

    void warn(Node node, String message) {
        add(Result.Status.WARN, "node " + node.name() + " " + message);
    }

    void critical(Node node, String message) {
        add(Result.Status.CRITICAL, "node " + node.name() + " " + message);
    }

    private void add(Result.Status status, String message) {
        log.add(new ResultLog.Entry(status, message));
    }
}
