package chaski.rsa.admin;

import chaski.rsa.endpoint.ExportedInterfaces;
import chaski.rsa.endpoint.Intents;
import chaski.rsa.endpoint.ServiceProperties;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.osgi.service.remoteserviceadmin.EndpointDescription;
import org.osgi.service.remoteserviceadmin.ExportReference;
import org.osgi.service.remoteserviceadmin.ExportRegistration;
import org.osgi.service.remoteserviceadmin.RemoteServiceAdminEvent;

/** What a caller holds of an endpoint that it has asked for, or the reason why there is none. Thread-safe. */
final class ExportHandle implements ExportRegistration, Handle {

    private final NodeServiceAdmin admin;
    private final @Nullable EndpointExport export;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable Throwable failure;

    /** Creates the handle of an endpoint that was {@linkplain EndpointExport#retain retained} for it. */
    ExportHandle(NodeServiceAdmin admin, EndpointExport export) {
        this.admin = admin;
        this.export = export;
    }

    /** Creates the handle of an endpoint that could not be made. */
    ExportHandle(NodeServiceAdmin admin, Throwable failure) {
        this.admin = admin;
        this.export = null;
        this.failure = failure;
    }

    private EndpointExport export() {
        EndpointExport made = export;
        if (made == null) {
            throw new IllegalStateException("expected a registration that succeeded", failure);
        }
        return made;
    }

    @Override
    public @Nullable ExportReference getExportReference() {
        EndpointExport made = export();
        return closed.get() || made.getExportedEndpoint() == null ? null : made;
    }

    @Override
    public @Nullable EndpointDescription update(@Nullable Map<String, ?> properties) {
        EndpointExport made = export();
        if (closed.get()) {
            throw new IllegalStateException("expected an open registration, but it is closed: " + made);
        }
        try {
            checkUnchanged(made, properties == null ? made.overriding() : properties);
            EndpointDescription updated = made.update(properties);
            failure = null;
            if (updated != null) {
                admin.events().report(RemoteServiceAdminEvent.EXPORT_UPDATE, made, null);
            }
            return updated;
        } catch (IllegalArgumentException e) {
            failure = e;
            admin.events().report(RemoteServiceAdminEvent.EXPORT_ERROR, made, e);
            return null;
        }
    }

    /** What makes an endpoint cannot change: another one has to be made. */
    private void checkUnchanged(EndpointExport made, Map<String, ?> properties) {
        ServiceProperties now = ServiceProperties.of(made.service(), properties);
        if (!ExportedInterfaces.names(now).equals(made.names()) || !admin.accepts(now)) {
            throw new IllegalArgumentException("expected properties that this endpoint can have, got other interfaces, "
                    + "configuration types or intents (" + Intents.missing(now, admin.intents()) + "): " + made);
        }
    }

    @Override
    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public void close() {
        EndpointExport made = export;
        if (closed.compareAndSet(false, true) && made != null && made.release()) {
            admin.close(made);
        }
    }

    @Override
    public @Nullable Throwable getException() {
        return closed.get() ? null : failure;
    }

    @Override
    public String toString() {
        return "registration of " + export;
    }
}
