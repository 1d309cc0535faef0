package chaski.node.dial;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.node.link.DialAttempt;
import chaski.node.wire.RefusalCode;
import java.util.Optional;

/**
 * A single attempt to reach the node that has sent a query, to send it the answer. Nothing is retried: whatever waits for the
 * session is notified by the session, or has a deadline of its own.
 */
record ContactAttempt(NodeId node, Endpoint endpoint, NodeId from) implements DialAttempt {

    @Override
    public Optional<NodeId> announcer() {
        return Optional.of(from);
    }

    @Override
    public boolean isMove() {
        return false;
    }

    @Override
    public Optional<NodeId> expected() {
        return Optional.of(node);
    }

    @Override
    public void succeeded(NodeId peer) {
        // The session itself notifies whatever waits for it.
    }

    @Override
    public void failed(RefusalCode code, String reason) {
        // Whatever waits for the session has a deadline of its own.
    }
}
