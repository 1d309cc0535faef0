package chaski.rsa.discovery;

import chaski.api.ChaskiException;
import chaski.api.node.Node;
import chaski.api.remote.ExportOptions;
import chaski.api.remote.ExportProperties;
import chaski.api.remote.Exported;
import chaski.api.remote.Registration;
import chaski.api.remote.Remote;
import chaski.rsa.endpoint.EndpointProperties;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.remoteserviceadmin.EndpointDescription;
import org.osgi.service.remoteserviceadmin.RemoteConstants;

/**
 * Discovery through one node. It announces endpoints as exports named {@code osgi.endpoint.N}, and reads those of the peers. Each node
 * exports {@code osgi.discovery} and is interested in that name, so that all nodes with discovery are linked with each other.
 *
 * <p>After each change of the exports everything is compared again, on the queue. Thread-safe.
 */
final class NodeDiscovery implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(NodeDiscovery.class.getName());

    private static final String MEETING_PLACE = "osgi.discovery";
    private static final String ENDPOINT_PREFIX = "osgi.endpoint.";

    private final Node node;
    private final Remote remote;
    private final String framework;
    private final DiscoveredEndpoints discovered;
    private final Executor queue;
    private final AtomicBoolean refreshRequested = new AtomicBoolean();
    private final Map<String, Registration> announced = new HashMap<>();
    private final Registration presence;
    private final Node.Watch watch;
    private long lastNumber;
    private volatile boolean closed;

    /**
     * Begins to read; {@link #close} ends it.
     *
     * @param node the node
     * @param remote its remote
     * @param framework the UUID of this framework
     * @param discovered receives the endpoints of other frameworks
     * @param queue runs one task after another
     */
    NodeDiscovery(Node node, Remote remote, String framework, DiscoveredEndpoints discovered, Executor queue) {
        this.node = node;
        this.remote = remote;
        this.framework = framework;
        this.discovered = discovered;
        this.queue = queue;
        presence = export(MEETING_PLACE, Map.of());
        remote.object(MEETING_PLACE);
        watch = remote.watchExports(this::requestRefresh);
        requestRefresh();
    }

    private Registration export(String name, Map<String, ?> properties) {
        return remote.export(
                name,
                EndpointAnnouncement.class,
                new EndpointAnnouncement() {},
                ExportOptions.DEFAULT.properties(properties));
    }

    // ---- endpoints of this framework

    /** Announces an endpoint, or its new properties, unless another node serves it. */
    synchronized void announce(EndpointDescription endpoint) {
        Object server = endpoint.getProperties().get(EndpointProperties.NODE);
        if (closed || (server != null && !server.equals(node.id().toString()))) {
            return;
        }
        Map<String, Object> properties = ExportProperties.supported(endpoint.getProperties());
        try {
            Registration known = announced.get(endpoint.getId());
            if (known != null) {
                known.describe(properties);
            } else {
                lastNumber++;
                announced.put(endpoint.getId(), export(ENDPOINT_PREFIX + lastNumber, properties));
            }
        } catch (ChaskiException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "node {0}: the endpoint {1} is not announced: {2}",
                    node.name(),
                    endpoint.getId(),
                    e.getMessage());
        }
    }

    synchronized void withdraw(String id) {
        Registration known = announced.remove(id);
        if (known != null) {
            known.close();
        }
    }

    // ---- endpoints of other frameworks

    private void requestRefresh() {
        if (!closed && refreshRequested.compareAndSet(false, true)) {
            queue.execute(this::refresh);
        }
    }

    private void refresh() {
        refreshRequested.set(false);
        Map<String, EndpointDescription> seen = new LinkedHashMap<>();
        remote.exports().stream()
                .filter(export -> export.name().startsWith(ENDPOINT_PREFIX)
                        && !export.node().equals(node.id()))
                .forEach(export -> read(export).ifPresent(endpoint -> seen.putIfAbsent(endpoint.getId(), endpoint)));
        if (!closed) {
            discovered.update(this, seen);
        }
    }

    /** Reads what a peer announces; empty while its properties have not arrived, or if they are no endpoint of that peer. */
    private Optional<EndpointDescription> read(Exported export) {
        if (!export.properties().containsKey(RemoteConstants.ENDPOINT_ID)) {
            return Optional.empty();
        }
        try {
            EndpointDescription endpoint = new EndpointDescription(export.properties());
            Object server = endpoint.getProperties().get(EndpointProperties.NODE);
            boolean isTheirs = server == null || server.equals(export.node().toString());
            return Optional.of(endpoint).filter(e -> isTheirs && !framework.equals(e.getFrameworkUUID()));
        } catch (IllegalArgumentException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "{0} of node {1} is no endpoint: {2}",
                    export.name(),
                    export.node(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    /** Withdraws what it announced, and forgets what it saw. */
    @Override
    public void close() {
        closed = true;
        watch.close();
        discovered.remove(this);
        synchronized (this) {
            announced.values().forEach(Registration::close);
            announced.clear();
        }
        presence.close();
    }
}
