package chaski.rsa.discovery;

import chaski.api.node.Node;
import chaski.api.remote.Remote;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.remoteserviceadmin.EndpointEventListener;
import org.osgi.service.remoteserviceadmin.RemoteConstants;

/** Discovery through all nodes of this framework. Thread-safe. */
public final class EndpointDiscovery implements AutoCloseable {

    private final Executor queue;
    private final String framework;
    private final EndpointNotifier notifier;
    private final DiscoveredEndpoints discovered;
    private final LocalEndpoints local = new LocalEndpoints();
    private final ServiceRegistration<?> registration;
    private final Map<Remote, NodeDiscovery> nodes = new HashMap<>();

    /**
     * Begins to listen for endpoints of this framework.
     *
     * @param context the context of this bundle
     * @param queue runs one task after another
     */
    public EndpointDiscovery(BundleContext context, Executor queue) {
        this.queue = queue;
        framework = Objects.requireNonNull(context.getProperty(Constants.FRAMEWORK_UUID));
        notifier = new EndpointNotifier(context, queue);
        discovered = new DiscoveredEndpoints(notifier);
        registration = context.registerService(
                EndpointEventListener.class.getName(),
                local,
                FrameworkUtil.asDictionary(Map.of(
                        EndpointEventListener.ENDPOINT_LISTENER_SCOPE,
                        "(" + RemoteConstants.ENDPOINT_FRAMEWORK_UUID + "=" + framework + ")")));
    }

    /**
     * Adds a node.
     *
     * @param node the node
     * @param remote its remote
     */
    public synchronized void add(Node node, Remote remote) {
        NodeDiscovery added = new NodeDiscovery(node, remote, framework, discovered, queue);
        nodes.put(remote, added);
        local.add(added);
    }

    /**
     * Removes a node, with the endpoints that were discovered through it.
     *
     * @param remote its remote
     */
    public void remove(Remote remote) {
        @Nullable NodeDiscovery removed;
        synchronized (this) {
            removed = nodes.remove(remote);
        }
        if (removed != null) {
            local.remove(removed);
            removed.close();
        }
    }

    /** Ends discovery; its nodes have been removed. Called when the queue has ended, by the thread that ended it. */
    @Override
    public void close() {
        registration.unregister();
        notifier.close();
    }
}
