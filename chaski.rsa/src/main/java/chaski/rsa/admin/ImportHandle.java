package chaski.rsa.admin;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.osgi.service.remoteserviceadmin.EndpointDescription;
import org.osgi.service.remoteserviceadmin.ImportReference;
import org.osgi.service.remoteserviceadmin.ImportRegistration;
import org.osgi.service.remoteserviceadmin.RemoteServiceAdminEvent;

/** What a caller holds of an endpoint that it has imported, or the reason why it could not be. Thread-safe. */
final class ImportHandle implements ImportRegistration, Handle {

    private final NodeServiceAdmin admin;
    private final String id;
    private final @Nullable EndpointImport imported;
    private final @Nullable Throwable failure;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Creates the handle of an import that was {@linkplain EndpointImport#retain retained} for it. */
    ImportHandle(NodeServiceAdmin admin, String id, EndpointImport imported) {
        this.admin = admin;
        this.id = id;
        this.imported = imported;
        this.failure = null;
    }

    /** Creates the handle of an import that failed. */
    ImportHandle(NodeServiceAdmin admin, String id, Throwable failure) {
        this.admin = admin;
        this.id = id;
        this.imported = null;
        this.failure = failure;
    }

    private EndpointImport imported() {
        EndpointImport made = imported;
        if (made == null) {
            throw new IllegalStateException("expected a registration that succeeded", failure);
        }
        return made;
    }

    @Override
    public @Nullable ImportReference getImportReference() {
        EndpointImport made = imported();
        return closed.get() || made.getImportedEndpoint() == null ? null : made;
    }

    @Override
    public boolean update(EndpointDescription endpoint) {
        EndpointImport made = imported();
        if (closed.get()) {
            throw new IllegalStateException("expected an open registration, but it is closed: " + this);
        }
        if (!endpoint.getId().equals(id)) {
            throw new IllegalArgumentException("expected the endpoint " + id + ", got " + endpoint.getId());
        }
        boolean updated = admin.reaches(endpoint) && made.update(endpoint);
        if (updated) {
            admin.events().report(RemoteServiceAdminEvent.IMPORT_UPDATE, made, null);
        }
        return updated;
    }

    @Override
    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public void close() {
        EndpointImport made = imported;
        if (closed.compareAndSet(false, true) && made != null && made.release()) {
            admin.close(id, made);
        }
    }

    @Override
    public @Nullable Throwable getException() {
        return closed.get() ? null : failure;
    }

    @Override
    public String toString() {
        return "import of " + id;
    }
}
