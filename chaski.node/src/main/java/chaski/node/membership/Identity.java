package chaski.node.membership;

import chaski.api.NodeId;

/**
 * Who this node is in the network.
 *
 * @param id its id
 * @param incarnation its run
 * @param observer whether it only looks: then it never announces itself, answers no query and passes none on
 */
public record Identity(NodeId id, long incarnation, boolean observer) {}
