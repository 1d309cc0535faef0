package chaski.api.streamer;

import chaski.api.NodeId;

/**
 * The publisher of a message.
 *
 * @param node the node
 * @param incarnation its run
 * @param publisher the number of the publisher on that node
 */
public record Origin(NodeId node, long incarnation, long publisher) {}
