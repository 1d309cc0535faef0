package chaski.node.membership;

import chaski.api.NodeId;
import java.util.UUID;

/** The order of ids as a line that a digest can be cut along. */
final class IdRange {

    static final NodeId FIRST = new NodeId(new UUID(0, 0));
    static final NodeId LAST = new NodeId(new UUID(-1, -1));

    private IdRange() {}

    /** The id that follows; there must be one. */
    static NodeId after(NodeId id) {
        long low = id.value().getLeastSignificantBits() + 1;
        long high = id.value().getMostSignificantBits() + (low == 0 ? 1 : 0);
        return new NodeId(new UUID(high, low));
    }
}
