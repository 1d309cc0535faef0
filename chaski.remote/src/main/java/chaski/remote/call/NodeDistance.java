package chaski.remote.call;

import chaski.api.NodeId;

/** How far a node is. */
@FunctionalInterface
public interface NodeDistance {

    /** There is no link now. */
    long NO_LINK = Long.MAX_VALUE;

    /**
     * Measures.
     *
     * @param node the node
     * @return the round trip in nanoseconds, or {@link #NO_LINK}
     */
    long rttNs(NodeId node);
}
