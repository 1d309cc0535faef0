package chaski.remote;

import chaski.api.ChaskiException;
import chaski.api.node.Node;
import chaski.api.protocol.Environment;
import chaski.api.protocol.ProtocolNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.ServiceTracker;

/**
 * The whiteboard inside OSGi. A service with the property {@code chaski.export=NAME} is exported under that name by
 * every {@link Node} service, with the first interface that it is registered under. A property {@code chaski.node=NAME}
 * restricts it to the nodes of that name. Services that were imported, from any network, are not exported. When a
 * service is unregistered, its export is withdrawn and calls in flight get two seconds to finish; callers wait for the
 * next version.
 *
 * <p>Thread-safe: trackers call on the thread that registers a service.
 */
@Component(
        immediate = true,
        service = {})
public final class ExportComponent {

    /** The property that holds the name. */
    public static final String EXPORT = "chaski.export";

    /** The property of a node, and of a service that is for nodes of a name only. */
    public static final String NODE = "chaski.node";

    /**
     * Services that are exported, or seem to be intended for it, which is reported. Imported services are excluded:
     * they are from this network or another one, and would be exported in a loop.
     */
    private static final String FILTER =
            "(&(|(" + EXPORT + "=*)(chaski.exports=*)(chaski.exported=*))(!(service.imported=*)))";

    /** The last two belong to the streamer: an exported service may also be a listener. */
    private static final Set<String> KNOWN = Set.of(EXPORT, NODE, "chaski.topics", "chaski.overflow");

    private static final System.Logger LOG = System.getLogger(ExportComponent.class.getName());

    private final Map<ServiceReference<Node>, Node> nodes = new HashMap<>();
    private final Map<ServiceReference<Object>, Object> services = new HashMap<>();
    private final Map<Key, ServiceExport> exports = new HashMap<>();
    private @Nullable ServiceTracker<Node, Node> nodeTracker;
    private @Nullable ServiceTracker<Object, Object> serviceTracker;

    /** Called by the component runtime. */
    public ExportComponent() {}

    private record Key(ServiceReference<Node> node, ServiceReference<Object> service) {

        // Written explicitly: the JDK keeps the class of the record whose first comparison was the latest
        // (JDK-8078641), and so the class loader of a bundle that has been replaced.

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && node.equals(that.node) && service.equals(that.service);
        }

        @Override
        public int hashCode() {
            return 31 * node.hashCode() + service.hashCode();
        }
    }

    @Activate
    void activate(BundleContext context) throws InvalidSyntaxException {
        ServiceTracker<Node, Node> ofNodes = new ServiceTracker<>(context, Node.class, null) {
            @Override
            public Node addingService(ServiceReference<Node> reference) {
                Node node = super.addingService(reference);
                nodeAdded(reference, node);
                return node;
            }

            @Override
            public void removedService(ServiceReference<Node> reference, Node node) {
                nodeRemoved(reference);
                super.removedService(reference, node);
            }
        };
        ServiceTracker<Object, Object> ofServices =
                new ServiceTracker<>(context, FrameworkUtil.createFilter(FILTER), null) {
                    @Override
                    public @Nullable Object addingService(ServiceReference<Object> reference) {
                        warnUnknownProperties(reference);
                        if (reference.getProperty(EXPORT) == null) {
                            return null;
                        }
                        Object service = super.addingService(reference);
                        serviceAdded(reference, service);
                        return service;
                    }

                    @Override
                    public void modifiedService(ServiceReference<Object> reference, Object service) {
                        serviceRemoved(reference);
                        warnUnknownProperties(reference);
                        if (reference.getProperty(EXPORT) != null) {
                            serviceAdded(reference, service);
                        }
                    }

                    @Override
                    public void removedService(ServiceReference<Object> reference, Object service) {
                        serviceRemoved(reference);
                        super.removedService(reference, service);
                    }
                };
        nodeTracker = ofNodes;
        serviceTracker = ofServices;
        ofNodes.open();
        ofServices.open();
    }

    /** Withdraws all exports first and then waits for all of them together, so that many services take no longer than one. */
    @Deactivate
    void deactivate() {
        List<ServiceExport> gone;
        synchronized (this) {
            nodes.clear();
            services.clear();
            gone = List.copyOf(exports.values());
            exports.clear();
            gone.forEach(ServiceExport::withdraw);
        }
        ServiceExport.awaitDrained(gone);
        if (serviceTracker != null) {
            serviceTracker.close();
        }
        if (nodeTracker != null) {
            nodeTracker.close();
        }
    }

    private synchronized void nodeAdded(ServiceReference<Node> reference, @Nullable Node node) {
        if (node != null) {
            nodes.put(reference, node);
            services.forEach((service, object) -> export(new Key(reference, service), node, object));
        }
    }

    private synchronized void nodeRemoved(ServiceReference<Node> reference) {
        nodes.remove(reference);
        exports.entrySet()
                .removeIf(
                        e -> e.getKey().node().equals(reference) && e.getValue().withdraw());
    }

    private synchronized void serviceAdded(ServiceReference<Object> reference, @Nullable Object service) {
        if (service != null) {
            services.put(reference, service);
            nodes.forEach((node, object) -> export(new Key(node, reference), object, service));
        }
    }

    /** Warns about unknown properties with our prefix, which are probably misspelled. */
    private static void warnUnknownProperties(ServiceReference<Object> reference) {
        List<String> unknown = Stream.of(reference.getPropertyKeys())
                .filter(key -> key.startsWith("chaski.") && !KNOWN.contains(key))
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "service {0} is {1}, and has unknown properties: {2}",
                    reference,
                    reference.getProperty(EXPORT) == null ? "not exported" : "exported",
                    unknown);
        }
    }

    private void serviceRemoved(ServiceReference<Object> reference) {
        List<ServiceExport> gone = new ArrayList<>();
        synchronized (this) {
            services.remove(reference);
            for (Key key : List.copyOf(exports.keySet())) {
                if (key.service().equals(reference)) {
                    gone.add(Objects.requireNonNull(exports.remove(key)));
                }
            }
            gone.forEach(ServiceExport::withdraw);
        }
        ServiceExport.awaitDrained(gone);
    }

    private void export(Key key, Node node, Object service) {
        Object only = key.service().getProperty(NODE);
        if (only != null && !only.equals(node.name())) {
            return;
        }
        if (!(key.service().getProperty(EXPORT) instanceof String name) || name.isBlank()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "node {0}: the service {1} is not exported: {2}: expected one name, got {3}",
                    node.name(),
                    key.service(),
                    EXPORT,
                    given(key.service().getProperty(EXPORT)));
            return;
        }
        try {
            Class<?> type = type(service, (String[]) key.service().getProperty(Constants.OBJECTCLASS));
            Environment environment = ProtocolNode.of(node).environment();
            exports.put(key, ServiceExport.begin(node, environment, name, type, service));
        } catch (ChaskiException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "node {0}: the service {1} is not exported as {2}: {3}",
                    node.name(),
                    key.service(),
                    name,
                    e.getMessage());
        }
    }

    private static String given(Object value) {
        return value instanceof Object[] several ? "the array " + Arrays.toString(several) : "'" + value + "'";
    }

    /** Finds the interface among the supertypes of the service, so that it is the class that the service's own bundle sees. */
    private static Class<?> type(Object service, String[] names) {
        for (String name : names) {
            Class<?> found = find(service.getClass(), name);
            if (found != null && found.isInterface()) {
                return found;
            }
        }
        return service.getClass();
    }

    private static @Nullable Class<?> find(@Nullable Class<?> type, String name) {
        if (type == null || type.getName().equals(name)) {
            return type;
        }
        for (Class<?> above : type.getInterfaces()) {
            Class<?> found = find(above, name);
            if (found != null) {
                return found;
            }
        }
        return find(type.getSuperclass(), name);
    }
}
