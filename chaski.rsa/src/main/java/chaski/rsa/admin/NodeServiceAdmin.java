package chaski.rsa.admin;

import chaski.api.ChaskiException;
import chaski.api.node.Node;
import chaski.api.remote.CallOptions;
import chaski.api.remote.ExportOptions;
import chaski.api.remote.Registration;
import chaski.api.remote.Remote;
import chaski.rsa.endpoint.EndpointProperties;
import chaski.rsa.endpoint.ExportedInterfaces;
import chaski.rsa.endpoint.Intents;
import chaski.rsa.endpoint.ServiceProperties;
import chaski.rsa.endpoint.StringPlus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.service.remoteserviceadmin.EndpointDescription;
import org.osgi.service.remoteserviceadmin.ExportReference;
import org.osgi.service.remoteserviceadmin.ExportRegistration;
import org.osgi.service.remoteserviceadmin.ImportReference;
import org.osgi.service.remoteserviceadmin.ImportRegistration;
import org.osgi.service.remoteserviceadmin.RemoteConstants;
import org.osgi.service.remoteserviceadmin.RemoteServiceAdmin;
import org.osgi.service.remoteserviceadmin.RemoteServiceAdminEvent;

/**
 * Exports services through one node, and imports endpoints of the configuration type {@code chaski} that the node reaches.
 *
 * <p>Thread-safe. Services are registered, and events reported, without a lock.
 */
public final class NodeServiceAdmin implements RemoteServiceAdmin, AllServiceListener, AutoCloseable {

    /** The prefix of the names of exports, so that grants can name services by their interface. */
    private static final String EXPORT_PREFIX = "osgi.";

    /** The property that restricts a service to nodes of some names, as for {@code chaski.export}. */
    private static final String NODE = "chaski.node";

    private final BundleContext context;
    private final Node node;
    private final Remote remote;
    private final AdminEvents events;
    private final List<String> intents;
    private final Set<EndpointExport> exports = new LinkedHashSet<>();
    private final Map<String, EndpointImport> imports = new HashMap<>();

    /**
     * Creates an admin without endpoints; {@link #close} ends it.
     *
     * @param context the context of this bundle
     * @param node the node
     * @param remote the remote of the node
     * @param events reports what happens
     */
    public NodeServiceAdmin(BundleContext context, Node node, Remote remote, AdminEvents events) {
        this.context = context;
        this.node = node;
        this.remote = remote;
        this.events = events;
        this.intents = Intents.supported(node.config().security().mode());
        context.addServiceListener(this);
    }

    /** {@return the intents of the node's network} */
    public List<String> intents() {
        return intents;
    }

    AdminEvents events() {
        return events;
    }

    // ---- exporting

    @Override
    public Collection<ExportRegistration> exportService(
            ServiceReference<?> service, @Nullable Map<String, ?> properties) {
        Map<String, ?> overriding = properties == null ? Map.of() : new HashMap<>(properties);
        ServiceProperties merged = ServiceProperties.of(service, overriding);
        List<String> names = ExportedInterfaces.names(merged);
        Object object = accepts(merged) ? context.getService(service) : null;
        if (object == null) {
            return List.of();
        }
        List<Class<?>> types = ExportedInterfaces.classes(object, names);
        ExportRegistration registration = existing(service, types, overriding)
                .or(() -> export(service, object, names, types, overriding))
                .orElseGet(() -> new ExportHandle(this, notAnInterface(names)));
        if (registration.getException() != null) {
            context.ungetService(service);
        }
        return List.of(registration);
    }

    private static IllegalArgumentException notAnInterface(List<String> names) {
        return new IllegalArgumentException(
                RemoteConstants.SERVICE_EXPORTED_INTERFACES + ": expected interfaces of the service, got " + names);
    }

    /** True if this node may export a service of such properties, and has what it asks for. */
    boolean accepts(ServiceProperties service) {
        List<String> configs = StringPlus.of(
                RemoteConstants.SERVICE_EXPORTED_CONFIGS, service.get(RemoteConstants.SERVICE_EXPORTED_CONFIGS));
        List<String> nodes = StringPlus.of(NODE, service.get(NODE));
        return (configs.isEmpty() || configs.contains(EndpointProperties.CONFIG))
                && (nodes.isEmpty() || nodes.contains(node.name()))
                && service.get(RemoteConstants.SERVICE_IMPORTED) == null
                && Intents.missing(service, intents).isEmpty();
    }

    private Optional<ExportRegistration> existing(
            ServiceReference<?> service, List<Class<?>> types, Map<String, ?> overriding) {
        synchronized (exports) {
            for (EndpointExport export : exports) {
                if (export.isFor(service, types, overriding) && export.retain()) {
                    context.ungetService(service); // the first one holds it
                    return Optional.of(new ExportHandle(this, export));
                }
            }
            return Optional.empty();
        }
    }

    private Optional<ExportRegistration> export(
            ServiceReference<?> service,
            Object object,
            List<String> names,
            List<Class<?>> types,
            Map<String, ?> overriding) {
        if (types.isEmpty()) {
            return Optional.empty();
        }
        String name = EXPORT_PREFIX + types.get(0).getName() + "." + UUID.randomUUID();
        try {
            Registration registration = export(name, types, object);
            EndpointProperties.Address address =
                    new EndpointProperties.Address(context.getProperty(Constants.FRAMEWORK_UUID), node.id(), name);
            EndpointExport export =
                    new EndpointExport(service, overriding, names, types, intents, address, registration);
            export.retain();
            synchronized (exports) {
                exports.add(export);
            }
            events.report(RemoteServiceAdminEvent.EXPORT_REGISTRATION, export, null);
            if (service.getBundle() == null) { // it was unregistered before this could be noticed
                closeExports(List.of(export));
            }
            return Optional.of(new ExportHandle(this, export));
        } catch (ChaskiException e) {
            return Optional.of(new ExportHandle(this, e));
        }
    }

    @SuppressWarnings("unchecked") // the object is of that type
    private Registration export(String name, List<Class<?>> types, Object object) {
        return remote.export(
                name,
                (Class<Object>) types.get(0),
                object,
                ExportOptions.DEFAULT.interfaces(types.subList(1, types.size())));
    }

    /** Closes an endpoint whose last registration was closed. */
    void close(EndpointExport export) {
        closeExports(List.of(export));
    }

    private void closeExports(Collection<EndpointExport> gone) {
        List<EndpointExport> removed = new ArrayList<>();
        synchronized (exports) {
            gone.stream().filter(exports::remove).forEach(removed::add);
        }
        removed.forEach(export -> events.report(RemoteServiceAdminEvent.EXPORT_UNREGISTRATION, export, null));
        Draining.close(removed);
        removed.forEach(export -> context.ungetService(export.service()));
    }

    /** Ends the endpoints of a service that is unregistered. */
    @Override
    public void serviceChanged(ServiceEvent event) {
        if (event.getType() == ServiceEvent.UNREGISTERING) {
            closeExports(exports().stream()
                    .filter(export -> export.service().equals(event.getServiceReference()))
                    .toList());
        }
    }

    private List<EndpointExport> exports() {
        synchronized (exports) {
            return List.copyOf(exports);
        }
    }

    @Override
    public Collection<ExportReference> getExportedServices() {
        return List.copyOf(exports());
    }

    // ---- importing

    @Override
    public @Nullable ImportRegistration importService(EndpointDescription endpoint) {
        EndpointProperties.Address address = EndpointProperties.address(endpoint)
                .filter(at -> reaches(at) && intents.containsAll(ofNetwork(endpoint)))
                .orElse(null);
        if (address == null) {
            return null;
        }
        String id = endpoint.getId();
        EndpointImport imported;
        synchronized (imports) {
            EndpointImport known = imports.get(id);
            if (known != null && known.retain()) {
                return new ImportHandle(this, id, known);
            }
            imported = new EndpointImport(endpoint);
            imported.retain();
            imports.put(id, imported);
        }
        try {
            imported.register(
                    contextOfNode(),
                    new ProxyService(remote, address.export(), endpoint.getInterfaces(), options(endpoint, address)),
                    endpoint);
        } catch (IllegalStateException e) { // the node is closing
            synchronized (imports) {
                imports.remove(id, imported);
            }
            return new ImportHandle(this, id, e);
        }
        events.report(RemoteServiceAdminEvent.IMPORT_REGISTRATION, imported, null);
        return new ImportHandle(this, id, imported);
    }

    /** Intents that a service implements itself do not concern the importer. */
    private static List<String> ofNetwork(EndpointDescription endpoint) {
        return endpoint.getIntents().stream().filter(Intents::isOfNetwork).toList();
    }

    /** True if the node is connected with the one that serves the endpoint, and may use it. */
    boolean reaches(EndpointDescription endpoint) {
        return EndpointProperties.address(endpoint).filter(this::reaches).isPresent();
    }

    private boolean reaches(EndpointProperties.Address address) {
        return remote.exports().stream()
                .anyMatch(e -> e.node().equals(address.node()) && e.name().equals(address.export()));
    }

    private static CallOptions options(EndpointDescription endpoint, EndpointProperties.Address address) {
        CallOptions options =
                CallOptions.DEFAULT.node(address.node()).failFast(true).failures(RemoteFailures::convert);
        return EndpointProperties.timeout(endpoint, CallOptions.MAX_DEADLINE)
                .map(options::deadline)
                .orElse(options);
    }

    /** Services are registered for the bundle of the node: a framework asks a factory of the bundle that it checks for no object. */
    private BundleContext contextOfNode() {
        Bundle bundle = FrameworkUtil.getBundle(node.getClass());
        BundleContext found = bundle == null ? null : bundle.getBundleContext();
        if (found == null) {
            throw new IllegalStateException("the bundle of the node " + node.name() + " is stopping");
        }
        return found;
    }

    /** Closes an import whose last registration was closed. */
    void close(String id, EndpointImport imported) {
        boolean removed;
        synchronized (imports) {
            removed = imports.remove(id, imported);
        }
        if (removed) {
            events.report(RemoteServiceAdminEvent.IMPORT_UNREGISTRATION, imported, null);
            imported.close();
        }
    }

    @Override
    public Collection<ImportReference> getImportedEndpoints() {
        synchronized (imports) {
            return List.copyOf(imports.values());
        }
    }

    /** Closes all endpoints and imports. */
    @Override
    public void close() {
        context.removeServiceListener(this);
        Map<String, EndpointImport> left;
        synchronized (imports) {
            left = Map.copyOf(imports);
        }
        left.forEach(this::close);
        closeExports(exports());
    }

    @Override
    public String toString() {
        return "remote service admin of " + node.name();
    }
}
