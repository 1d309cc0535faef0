package chaski.rsa.topology;

import chaski.rsa.discovery.EndpointNotifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.ServiceReference;
import org.osgi.service.remoteserviceadmin.EndpointDescription;
import org.osgi.service.remoteserviceadmin.ExportReference;
import org.osgi.service.remoteserviceadmin.ExportRegistration;
import org.osgi.service.remoteserviceadmin.RemoteServiceAdmin;

/** Exports each service through each admin, and reports the endpoints. Confined to the queue of the topology. */
final class ServiceExports {

    private static final System.Logger LOG = System.getLogger(ServiceExports.class.getName());

    private final EndpointNotifier notifier;
    private final Map<RemoteServiceAdmin, Map<ServiceReference<?>, List<ReportedEndpoint>>> byAdmin =
            new LinkedHashMap<>();
    private final Set<ServiceReference<?>> services = new LinkedHashSet<>();

    ServiceExports(EndpointNotifier notifier) {
        this.notifier = notifier;
    }

    /** An endpoint, and the id that was reported of it: a closed registration does not return it any more. */
    private record ReportedEndpoint(ExportRegistration registration, String id) {}

    void add(RemoteServiceAdmin admin) {
        byAdmin.put(admin, new HashMap<>());
        services.forEach(service -> export(admin, service));
    }

    void remove(RemoteServiceAdmin admin) {
        Map<ServiceReference<?>, List<ReportedEndpoint>> gone = byAdmin.remove(admin);
        if (gone != null) {
            gone.values().forEach(this::withdraw);
        }
    }

    void add(ServiceReference<?> service) {
        services.add(service);
        byAdmin.keySet().forEach(admin -> export(admin, service));
    }

    void remove(ServiceReference<?> service) {
        services.remove(service);
        byAdmin.values().forEach(exports -> withdraw(exports.getOrDefault(service, List.of())));
        byAdmin.values().forEach(exports -> exports.remove(service));
    }

    /** Updates the endpoints of a service whose properties have changed, or replaces them if they cannot be updated. */
    void modified(ServiceReference<?> service) {
        byAdmin.forEach((admin, exports) -> {
            List<ReportedEndpoint> before = exports.getOrDefault(service, List.of());
            if (before.isEmpty() || !before.stream().allMatch(this::update)) {
                exports.remove(service);
                withdraw(before);
                export(admin, service);
            }
        });
    }

    private boolean update(ReportedEndpoint reported) {
        try {
            EndpointDescription updated = reported.registration().update(null);
            if (updated == null || !updated.getId().equals(reported.id())) {
                return false;
            }
            notifier.changed(updated);
            return true;
        } catch (IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} was closed meanwhile: {1}", reported.id(), e.getMessage());
            return false;
        }
    }

    private void withdraw(List<ReportedEndpoint> gone) {
        gone.forEach(reported -> notifier.removed(reported.id()));
        gone.forEach(reported -> reported.registration().close());
    }

    private void export(RemoteServiceAdmin admin, ServiceReference<?> service) {
        List<ReportedEndpoint> exported = new ArrayList<>();
        try {
            for (ExportRegistration registration : admin.exportService(service, Map.of())) {
                report(service, registration, exported);
            }
        } catch (IllegalArgumentException e) {
            LOG.log(System.Logger.Level.ERROR, "the service {0} is not exported: {1}", service, e.getMessage());
        }
        Map<ServiceReference<?>, List<ReportedEndpoint>> exports = byAdmin.get(admin);
        if (exports != null) {
            exports.put(service, exported);
        }
    }

    private void report(ServiceReference<?> service, ExportRegistration registration, List<ReportedEndpoint> exported) {
        Throwable failure = registration.getException();
        if (failure != null) {
            LOG.log(System.Logger.Level.ERROR, "the service {0} is not exported: {1}", service, failure.getMessage());
            registration.close();
            return;
        }
        ExportReference reference = registration.getExportReference();
        EndpointDescription endpoint = reference == null ? null : reference.getExportedEndpoint();
        if (endpoint != null) { // null if the service was unregistered meanwhile
            exported.add(new ReportedEndpoint(registration, endpoint.getId()));
            notifier.changed(endpoint);
        }
    }

    /** Withdraws everything. */
    void close() {
        List.copyOf(byAdmin.keySet()).forEach(this::remove);
    }
}
