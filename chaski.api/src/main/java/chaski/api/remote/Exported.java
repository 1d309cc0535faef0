package chaski.api.remote;

import chaski.api.NodeId;
import java.util.Map;

/**
 * A name that a node exports, as seen from here.
 *
 * @param name the name
 * @param node the exporting node
 * @param function true if it is an attached function
 * @param properties what its node announces of it, see {@link ExportOptions#properties}; empty until it has arrived
 */
public record Exported(String name, NodeId node, boolean function, Map<String, Object> properties) {}
