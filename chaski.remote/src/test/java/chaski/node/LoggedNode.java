package chaski.node;

import chaski.api.node.Node;
import chaski.api.protocol.ProtocolNode;
import chaski.node.context.EventLog;

/** Makes nodes in virtual time log like those on real threads. */
public final class LoggedNode {

    /** The name of the logger. */
    public static final String LOGGER = EventLog.class.getName();

    private LoggedNode() {}

    /** Logs the events of a node from now on. */
    @SuppressWarnings("resource") // as long as the node lives
    public static void log(Node node) {
        node.watch(new EventLog(node.name(), ProtocolNode.of(node).environment()::nanoTime));
    }
}
