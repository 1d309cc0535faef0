package chaski.remote.call;

import chaski.api.NodeId;

/** Measures the distance of nodes. */
@FunctionalInterface
public interface NodeDistance {

    /** Returned when there is no link. */
    long NO_LINK = Long.MAX_VALUE;

    /** Returns the distance of a node.
     *
     * @param node the node
     * @return the round trip in nanoseconds, or {@link #NO_LINK}
     */
    long rttNs(NodeId node);
}
