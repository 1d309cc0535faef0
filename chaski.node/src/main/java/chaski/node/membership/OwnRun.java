package chaski.node.membership;

import chaski.api.NodeId;

/**
 * The present run of this node, as others know it.
 *
 * @param id its id
 * @param incarnation its run
 * @param observer whether it is an observer, which never announces itself and neither answers nor forwards queries
 */
public record OwnRun(NodeId id, long incarnation, boolean observer) {}
