package chaski.node.osgi;

import chaski.api.ChaskiException;
import chaski.api.node.Node;
import chaski.api.node.NodeServiceProvider;
import chaski.node.DefaultNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/**
 * The OSGi services of one node: the {@link Node} itself and one for each service that it provides, such as its
 * streamer, all with the node's properties. A service is registered for the bundle of its provider, which is the one
 * that sees its interface.
 *
 * <p>Thread-safe, and without a lock: code that waits for a service may be called during its registration.
 */
final class NodeServices {

    private static final System.Logger LOG = System.getLogger(NodeServices.class.getName());

    private final DefaultNode node;
    private final Map<String, Object> properties;
    private final ServiceRegistration<Node> own;
    private final Map<NodeServiceProvider, ServiceRegistration<?>> others = new ConcurrentHashMap<>();
    private volatile boolean withdrawn;

    NodeServices(BundleContext context, DefaultNode node, Map<String, Object> properties) {
        this.node = node;
        this.properties = Map.copyOf(properties);
        this.own = context.registerService(Node.class, node, FrameworkUtil.asDictionary(this.properties));
    }

    /** Registers the services of these providers, and unregisters all others. */
    void offer(List<NodeServiceProvider> wanted) {
        others.keySet().stream().filter(provider -> !wanted.contains(provider)).forEach(this::withdraw);
        wanted.stream().filter(provider -> !others.containsKey(provider)).forEach(this::register);
    }

    private void register(NodeServiceProvider provider) {
        Bundle bundle = FrameworkUtil.getBundle(provider.getClass());
        BundleContext context = bundle == null ? null : bundle.getBundleContext();
        if (context == null) {
            return; // it is about to be removed
        }
        try {
            Object service = node.service(provider.type());
            ServiceRegistration<?> registration =
                    context.registerService(provider.type().getName(), service, FrameworkUtil.asDictionary(properties));
            if (others.putIfAbsent(provider, registration) != null) {
                unregister(registration);
            }
            if (withdrawn) {
                withdraw(provider);
            }
        } catch (ChaskiException | IllegalStateException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    node + " offers no " + provider.type().getName(),
                    e);
        }
    }

    void withdraw(NodeServiceProvider provider) {
        ServiceRegistration<?> registration = others.remove(provider);
        if (registration != null) {
            unregister(registration);
        }
    }

    /** Unregisters everything, the node last. */
    void withdrawAll() {
        withdrawn = true;
        others.keySet().forEach(this::withdraw);
        unregister(own);
    }

    private static void unregister(ServiceRegistration<?> registration) {
        try {
            registration.unregister();
        } catch (IllegalStateException e) {
            // The bundle that it was registered for has stopped, which unregisters it as well.
            LOG.log(System.Logger.Level.DEBUG, "unregistered before: {0}", e.getMessage());
        }
    }
}
