package chaski.node.dial;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The endpoints at which another node has answered than the one that was dialled there, with that other node. Of too many, the
 * oldest is forgotten. Confined to the control loop.
 */
final class TakenOverEndpoints {

    static final int MAX_ENDPOINTS = 10_000;

    private final Map<Endpoint, NodeId> holders = new LinkedHashMap<>();

    /** Called when a node answers at an endpoint at which another one may be expected. */
    void answered(Endpoint endpoint, Optional<NodeId> expected, NodeId answering) {
        holders.remove(endpoint);
        if (expected.filter(node -> !node.equals(answering)).isPresent()) {
            holders.put(endpoint, answering);
            if (holders.size() > MAX_ENDPOINTS) {
                holders.remove(holders.keySet().iterator().next());
            }
        }
    }

    /** {@return the node that has taken an endpoint over} */
    Optional<NodeId> holder(Endpoint endpoint) {
        return Optional.ofNullable(holders.get(endpoint));
    }

    /** True if a node has taken over an endpoint. */
    boolean isHolder(NodeId node) {
        return holders.containsValue(node);
    }
}
