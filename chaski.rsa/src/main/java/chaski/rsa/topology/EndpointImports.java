package chaski.rsa.topology;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.osgi.service.remoteserviceadmin.EndpointDescription;
import org.osgi.service.remoteserviceadmin.ImportRegistration;
import org.osgi.service.remoteserviceadmin.RemoteServiceAdmin;

/** Imports each wanted endpoint through the first admin that can. Confined to the queue of the topology. */
final class EndpointImports {

    private static final System.Logger LOG = System.getLogger(EndpointImports.class.getName());

    private final Predicate<EndpointDescription> wanted;
    private final Set<RemoteServiceAdmin> admins = new LinkedHashSet<>();
    private final Map<String, EndpointDescription> endpoints = new LinkedHashMap<>();
    private final Map<String, ImportedThrough> imported = new LinkedHashMap<>();

    EndpointImports(Predicate<EndpointDescription> wanted) {
        this.wanted = wanted;
    }

    private record ImportedThrough(RemoteServiceAdmin admin, ImportRegistration registration) {}

    void add(RemoteServiceAdmin admin) {
        admins.add(admin);
        adjustAll();
    }

    /** Endpoints that another admin can import change over to it. */
    void remove(RemoteServiceAdmin admin) {
        admins.remove(admin);
        List.copyOf(imported.entrySet()).stream()
                .filter(e -> e.getValue().admin() == admin)
                .forEach(e -> close(e.getKey()));
        adjustAll();
    }

    void changed(EndpointDescription endpoint) {
        endpoints.put(endpoint.getId(), endpoint);
        ImportedThrough known = imported.get(endpoint.getId());
        if (known != null && !update(known, endpoint)) {
            close(endpoint.getId());
        }
        adjust(endpoint);
    }

    private static boolean update(ImportedThrough known, EndpointDescription endpoint) {
        try {
            return known.registration().update(endpoint);
        } catch (IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} was closed meanwhile: {1}", endpoint.getId(), e.getMessage());
            return false;
        }
    }

    void removed(String id) {
        endpoints.remove(id);
        close(id);
    }

    /** Looks again at what is wanted. */
    void adjustAll() {
        List.copyOf(endpoints.values()).forEach(this::adjust);
    }

    private void adjust(EndpointDescription endpoint) {
        boolean isImported = imported.containsKey(endpoint.getId());
        if (!wanted.test(endpoint)) {
            close(endpoint.getId());
        } else if (!isImported) {
            importThroughFirst(endpoint);
        }
    }

    private void importThroughFirst(EndpointDescription endpoint) {
        for (RemoteServiceAdmin admin : admins) {
            if (isImportedBy(admin, endpoint)) {
                return;
            }
        }
    }

    private boolean isImportedBy(RemoteServiceAdmin admin, EndpointDescription endpoint) {
        ImportRegistration registration = admin.importService(endpoint);
        if (registration == null) {
            return false;
        }
        Throwable failure = registration.getException();
        if (failure != null) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the endpoint {0} is not imported: {1}",
                    endpoint.getId(),
                    failure.getMessage());
            registration.close();
            return false;
        }
        imported.put(endpoint.getId(), new ImportedThrough(admin, registration));
        return true;
    }

    private void close(String id) {
        ImportedThrough gone = imported.remove(id);
        if (gone != null) {
            gone.registration().close();
        }
    }

    /** Closes everything. */
    void close() {
        List.copyOf(imported.keySet()).forEach(this::close);
    }
}
