package chaski.rsa;

import chaski.api.ChaskiException;
import chaski.api.node.Node;
import chaski.api.remote.Remote;
import chaski.rsa.admin.AdminEvents;
import chaski.rsa.discovery.EndpointDiscovery;
import chaski.rsa.topology.PromiscuousTopology;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.util.tracker.ServiceTracker;

/**
 * OSGi remote services over all nodes of this framework: a remote service admin for each node, discovery, and a topology manager unless
 * the configuration {@value #PID} names another one. A changed configuration starts them again.
 */
@Component(
        configurationPid = RemoteServicesComponent.PID,
        immediate = true,
        service = {})
@Designate(ocd = RemoteServicesMetatype.class)
public final class RemoteServicesComponent {

    /** The PID of the configuration. */
    static final String PID = "chaski.rsa";

    private static final System.Logger LOG = System.getLogger(RemoteServicesComponent.class.getName());

    private final BundleContext context;
    private final TaskQueue discoveryQueue = new TaskQueue("chaski-rsa-discovery");
    private final TaskQueue topologyQueue = new TaskQueue("chaski-rsa-topology");
    private final AdminEvents events;
    private final EndpointDiscovery discovery;
    private final @Nullable PromiscuousTopology topology;
    private final RemoteTracker remotes;

    /**
     * Begins with the nodes that there are. Called by the component runtime.
     *
     * @param context the context of this bundle
     * @param config the configuration
     */
    @Activate
    public RemoteServicesComponent(BundleContext context, RemoteServicesMetatype config) {
        this.context = context;
        events = new AdminEvents(context);
        discovery = new EndpointDiscovery(context, discoveryQueue);
        topology = config.topology()
                ? new PromiscuousTopology(
                        context, topologyQueue, config.imports().equals("wanted"))
                : null;
        if (topology != null) {
            topology.open();
        }
        remotes = new RemoteTracker();
        remotes.open();
    }

    /** A remote is a service for as long as its node and the bundle {@code chaski.remote} are there. */
    private final class RemoteTracker extends ServiceTracker<Remote, NodeRemoteServices> {

        RemoteTracker() {
            super(RemoteServicesComponent.this.context, Remote.class, null);
        }

        @Override
        public @Nullable NodeRemoteServices addingService(ServiceReference<Remote> reference) {
            Remote remote = context.getService(reference);
            if (remote == null) {
                return null;
            }
            Optional<Node> node = node(reference);
            NodeRemoteServices services = node.map(n -> begin(n, remote)).orElse(null);
            if (services == null) {
                context.ungetService(reference);
            }
            return services;
        }

        private @Nullable NodeRemoteServices begin(Node node, Remote remote) {
            try {
                return new NodeRemoteServices(context, node, remote, events, discovery);
            } catch (ChaskiException | IllegalStateException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "node {0} has no remote services: {1}",
                        node.name(),
                        e.getMessage());
                return null;
            }
        }

        @Override
        public void removedService(ServiceReference<Remote> reference, NodeRemoteServices services) {
            services.close();
            context.ungetService(reference);
        }
    }

    private Optional<Node> node(ServiceReference<Remote> remote) {
        Object id = remote.getProperty("chaski.node.id");
        ServiceTracker<Node, Node> nodes = new ServiceTracker<>(context, Node.class, null);
        nodes.open();
        try {
            for (Node node : nodes.getServices(new Node[0])) {
                if (node.id().toString().equals(String.valueOf(id))) {
                    return Optional.of(node);
                }
            }
            return Optional.empty();
        } finally {
            nodes.close();
        }
    }

    /** First withdraws what the topology manager has made, so that peers and components notice it in order. */
    @Deactivate
    void deactivate() {
        topologyQueue.close();
        if (topology != null) {
            topology.close();
        }
        remotes.close();
        discoveryQueue.close();
        discovery.close();
        events.close();
    }
}
