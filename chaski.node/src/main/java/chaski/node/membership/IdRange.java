package chaski.node.membership;

import chaski.api.NodeId;
import java.util.UUID;

/** The range of ids that a digest covers. */
final class IdRange {

    static final NodeId FIRST = new NodeId(new UUID(0, 0));
    static final NodeId LAST = new NodeId(new UUID(-1, -1));

    private IdRange() {}

    /** The next id; there must be one. */
    static NodeId after(NodeId id) {
        long low = id.value().getLeastSignificantBits() + 1;
        long high = id.value().getMostSignificantBits() + (low == 0 ? 1 : 0);
        return new NodeId(new UUID(high, low));
    }
}
