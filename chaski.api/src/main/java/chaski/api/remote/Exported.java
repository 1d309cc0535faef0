package chaski.api.remote;

import chaski.api.NodeId;

/**
 * A name that a node exports, as seen from here.
 *
 * @param name the name
 * @param node the exporting node
 * @param function true if it is an attached function
 */
public record Exported(String name, NodeId node, boolean function) {}
