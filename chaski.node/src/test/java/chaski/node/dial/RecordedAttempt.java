package chaski.node.dial;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.node.link.DialAttempt;
import chaski.node.wire.RefusalCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An attempt that keeps its outcome. */
final class RecordedAttempt implements DialAttempt {

    final List<String> outcomes = new ArrayList<>();
    private final Endpoint endpoint;
    private final Optional<NodeId> expected;

    RecordedAttempt(Endpoint endpoint, Optional<NodeId> expected) {
        this.endpoint = endpoint;
        this.expected = expected;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public boolean isMove() {
        return false;
    }

    @Override
    public Optional<NodeId> expected() {
        return expected;
    }

    @Override
    public void succeeded(NodeId peer) {
        outcomes.add("succeeded " + peer.shortForm());
    }

    @Override
    public void failed(RefusalCode code, String reason) {
        outcomes.add(code + ": " + reason);
    }
}
