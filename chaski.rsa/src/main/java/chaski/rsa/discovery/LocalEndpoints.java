package chaski.rsa.discovery;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.remoteserviceadmin.EndpointDescription;
import org.osgi.service.remoteserviceadmin.EndpointEvent;
import org.osgi.service.remoteserviceadmin.EndpointEventListener;

/**
 * The endpoints of this framework that topology managers report. Each bundle that reports has a listener of its own: an endpoint is
 * announced as long as one of them has reported it, and what a bundle has reported ends with its use of the listener. Thread-safe.
 */
final class LocalEndpoints implements ServiceFactory<EndpointEventListener> {

    private final Set<NodeDiscovery> nodes = new LinkedHashSet<>();
    private final Map<String, Map<Reporter, EndpointDescription>> reported = new LinkedHashMap<>();

    LocalEndpoints() {}

    private final class Reporter implements EndpointEventListener {

        @Override
        public void endpointChanged(EndpointEvent event, String filter) {
            EndpointDescription endpoint = event.getEndpoint();
            switch (event.getType()) {
                case EndpointEvent.ADDED, EndpointEvent.MODIFIED -> put(this, endpoint);
                default -> remove(this, endpoint.getId());
            }
        }
    }

    @Override
    public EndpointEventListener getService(Bundle bundle, ServiceRegistration<EndpointEventListener> registration) {
        return new Reporter();
    }

    @Override
    public synchronized void ungetService(
            Bundle bundle, ServiceRegistration<EndpointEventListener> registration, EndpointEventListener listener) {
        Reporter reporter = (Reporter) listener;
        List.copyOf(reported.keySet()).forEach(id -> remove(reporter, id));
    }

    private synchronized void put(Reporter reporter, EndpointDescription endpoint) {
        reported.computeIfAbsent(endpoint.getId(), id -> new LinkedHashMap<>()).put(reporter, endpoint);
        nodes.forEach(node -> node.announce(endpoint));
    }

    private synchronized void remove(Reporter reporter, String id) {
        Map<Reporter, EndpointDescription> reporters = reported.get(id);
        if (reporters != null && reporters.remove(reporter) != null && reporters.isEmpty()) {
            reported.remove(id);
            nodes.forEach(node -> node.withdraw(id));
        }
    }

    synchronized void add(NodeDiscovery node) {
        nodes.add(node);
        reported.values()
                .forEach(reporters -> node.announce(
                        Objects.requireNonNull(reporters.values().iterator().next())));
    }

    synchronized void remove(NodeDiscovery node) {
        nodes.remove(node);
    }
}
