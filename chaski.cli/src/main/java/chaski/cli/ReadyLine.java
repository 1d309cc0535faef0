package chaski.cli;

import chaski.api.Endpoint;
import chaski.api.node.Node;
import java.util.List;
import java.util.stream.Collectors;

/** The line that announces a running node and its endpoints. */
final class ReadyLine {

    private ReadyLine() {}

    static String line(Node node) {
        String endpoints = reachable(node).stream().map(Endpoint::toString).collect(Collectors.joining(","));
        return "READY name=" + EventPrinter.quoted(node.name()) + " id=" + node.id() + " endpoints=" + endpoints;
    }

    static String json(Node node) {
        return Json.object()
                .put("event", "ready")
                .put("name", node.name())
                .put("id", node.id().toString())
                .put("endpoints", Json.array(reachable(node)))
                .toString();
    }

    private static List<Endpoint> reachable(Node node) {
        List<Endpoint> advertised = node.config().advertise();
        return advertised.isEmpty() ? node.endpoints() : advertised;
    }

    /** Prints it for a serving node, which continues to run if its output has no reader. */
    static void announce(Terminal terminal, Node node, boolean json) {
        try {
            new LineWriter(terminal.out()).lineNow(json ? json(node) : line(node));
        } catch (OutputClosed e) {
            if (!e.readerLeft()) {
                terminal.println(SingleLine.of(e));
            }
        }
    }
}
