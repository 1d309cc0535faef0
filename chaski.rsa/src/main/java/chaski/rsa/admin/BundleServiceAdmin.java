package chaski.rsa.admin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.remoteserviceadmin.EndpointDescription;
import org.osgi.service.remoteserviceadmin.ExportReference;
import org.osgi.service.remoteserviceadmin.ExportRegistration;
import org.osgi.service.remoteserviceadmin.ImportReference;
import org.osgi.service.remoteserviceadmin.ImportRegistration;
import org.osgi.service.remoteserviceadmin.RemoteServiceAdmin;

/** The admin as one bundle sees it, with the registrations that the bundle has. Thread-safe. */
final class BundleServiceAdmin implements RemoteServiceAdmin {

    private final NodeServiceAdmin admin;
    private final List<Handle> handles = new ArrayList<>();

    BundleServiceAdmin(NodeServiceAdmin admin) {
        this.admin = admin;
    }

    @Override
    public Collection<ExportRegistration> exportService(
            ServiceReference<?> reference, @Nullable Map<String, ?> properties) {
        Collection<ExportRegistration> registrations = admin.exportService(reference, properties);
        registrations.forEach(this::closeLater);
        return registrations;
    }

    @Override
    public @Nullable ImportRegistration importService(EndpointDescription endpoint) {
        ImportRegistration registration = admin.importService(endpoint);
        closeLater(registration);
        return registration;
    }

    private void closeLater(@Nullable Object registration) {
        if (registration instanceof Handle handle) {
            synchronized (handles) {
                handles.removeIf(Handle::isClosed);
                handles.add(handle);
            }
        }
    }

    @Override
    public Collection<ExportReference> getExportedServices() {
        return admin.getExportedServices();
    }

    @Override
    public Collection<ImportReference> getImportedEndpoints() {
        return admin.getImportedEndpoints();
    }

    /** Closes the registrations that are still open; closing others again has no effect. */
    void close() {
        List<Handle> left;
        synchronized (handles) {
            left = List.copyOf(handles);
            handles.clear();
        }
        left.forEach(Handle::close);
    }
}
