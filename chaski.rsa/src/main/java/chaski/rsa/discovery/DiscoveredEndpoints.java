package chaski.rsa.discovery;

import chaski.rsa.endpoint.ServiceProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.remoteserviceadmin.EndpointDescription;

/**
 * The endpoints that the nodes of this framework have discovered, each of which is reported once although several nodes may see it.
 * Thread-safe.
 */
final class DiscoveredEndpoints {

    private final EndpointNotifier notifier;
    private final Map<NodeDiscovery, Map<String, EndpointDescription>> byNode = new LinkedHashMap<>();
    private final Map<String, EndpointDescription> reported = new LinkedHashMap<>();

    DiscoveredEndpoints(EndpointNotifier notifier) {
        this.notifier = notifier;
    }

    /** Replaces what a node sees, by the id of the endpoints. */
    synchronized void update(NodeDiscovery node, Map<String, EndpointDescription> seen) {
        byNode.put(node, seen);
        adjust();
    }

    synchronized void remove(NodeDiscovery node) {
        byNode.remove(node);
        adjust();
    }

    private void adjust() {
        Map<String, EndpointDescription> all = new LinkedHashMap<>();
        byNode.values().forEach(seen -> seen.forEach(all::putIfAbsent));
        List<String> gone = new ArrayList<>(reported.keySet());
        gone.removeAll(all.keySet());
        gone.forEach(id -> {
            reported.remove(id);
            notifier.removed(id);
        });
        all.forEach((id, endpoint) -> {
            Optional<EndpointDescription> before = Optional.ofNullable(reported.put(id, endpoint));
            if (before.filter(known -> ServiceProperties.areEqual(known.getProperties(), endpoint.getProperties()))
                    .isEmpty()) {
                notifier.changed(endpoint);
            }
        });
    }
}
