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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.ServiceTracker;

/**
 * The whiteboard inside OSGi. A service with the property {@code chaski.export=NAME} is exported under that name by
 * every {@link Node} service, with all interfaces that it is registered under and the properties that it has. A property
 * {@code chaski.node=NAME} restricts it to the nodes of that name. Services that were imported, from any network, are not
 * exported. When a service is unregistered, its export is withdrawn and calls in flight get two seconds to finish; callers
 * wait for the next version. Of two services of one name the first one is exported, and the other when the first is gone.
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
                        warnUnknownProperties(reference);
                        if (!describe(reference)) {
                            serviceRemoved(reference);
                            if (reference.getProperty(EXPORT) != null) {
                                serviceAdded(reference, service);
                            }
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
            exportWaiting();
        }
        ServiceExport.awaitDrained(gone);
    }

    /** Announces the properties of a service again; false if it is to be exported in another way, or is not exported. */
    private synchronized boolean describe(ServiceReference<Object> reference) {
        List<Map.Entry<Key, ServiceExport>> same = exports.entrySet().stream()
                .filter(e -> e.getKey().service().equals(reference))
                .toList();
        ExportedService now = ExportedService.of(reference);
        boolean isSame = !same.isEmpty()
                && same.stream().allMatch(e -> e.getValue().service().isExportedAs(now));
        if (isSame) {
            same.forEach(e -> e.getValue().describe(now));
        }
        return isSame;
    }

    /** Exports services that have waited for a name, if it is free now. */
    private void exportWaiting() {
        services.forEach((service, object) -> nodes.forEach((node, nodeObject) -> {
            Key key = new Key(node, service);
            if (!exports.containsKey(key)) {
                export(key, nodeObject, object);
            }
        }));
    }

    private void export(Key key, Node node, Object service) {
        ExportedService exported = ExportedService.of(key.service());
        if (!exported.isFor(node.name())) {
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
        Optional<ServiceReference<Object>> first = holder(key.node(), exported.name());
        if (first.isPresent()) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "node {0}: the services {1} and {2} have the same name {3}: the first one is exported, and the other one"
                            + " when that is gone",
                    node.name(),
                    first.get(),
                    key.service(),
                    exported.name());
            return;
        }
        try {
            Environment environment = ProtocolNode.of(node).environment();
            exports.put(key, ServiceExport.begin(node, environment, exported, service));
        } catch (ChaskiException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "node {0}: the service {1} is not exported as {2}: {3}",
                    node.name(),
                    key.service(),
                    exported.name(),
                    e.getMessage());
        }
    }

    /** {@return the service that a node exports under a name} */
    private Optional<ServiceReference<Object>> holder(ServiceReference<Node> node, String name) {
        return exports.entrySet().stream()
                .filter(e -> e.getKey().node().equals(node)
                        && e.getValue().service().name().equals(name))
                .map(e -> e.getKey().service())
                .findFirst();
    }

    private static String given(Object value) {
        return value instanceof Object[] several ? "the array " + Arrays.toString(several) : "'" + value + "'";
    }
}
