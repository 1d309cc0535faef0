package chaski.node.membership;

import chaski.api.NodeId;

/**
 * The identity of this node in the network.
 *
 * @param id its id
 * @param incarnation its run
 * @param observer whether it is an observer, which never announces itself and neither answers nor forwards queries
 */
public record Identity(NodeId id, long incarnation, boolean observer) {}
