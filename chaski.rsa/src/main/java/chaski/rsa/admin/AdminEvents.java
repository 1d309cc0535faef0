package chaski.rsa.admin;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.remoteserviceadmin.ExportReference;
import org.osgi.service.remoteserviceadmin.ImportReference;
import org.osgi.service.remoteserviceadmin.RemoteServiceAdminEvent;
import org.osgi.service.remoteserviceadmin.RemoteServiceAdminListener;
import org.osgi.util.tracker.ServiceTracker;

/** Reports exports and imports to the {@link RemoteServiceAdminListener} services of the framework, without a lock. Thread-safe. */
public final class AdminEvents implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(AdminEvents.class.getName());

    private final Bundle source;
    private final ServiceTracker<RemoteServiceAdminListener, RemoteServiceAdminListener> listeners;

    /**
     * Begins to find listeners.
     *
     * @param context the context of this bundle
     */
    public AdminEvents(BundleContext context) {
        source = context.getBundle();
        listeners = new ServiceTracker<>(context, RemoteServiceAdminListener.class, null);
        listeners.open();
    }

    void report(int type, ExportReference export, @Nullable Throwable failure) {
        report(new RemoteServiceAdminEvent(type, source, export, failure));
    }

    void report(int type, ImportReference imported, @Nullable Throwable failure) {
        report(new RemoteServiceAdminEvent(type, source, imported, failure));
    }

    @SuppressWarnings("CatchingUnchecked") // a listener that fails does not keep others from the event
    private void report(RemoteServiceAdminEvent event) {
        for (RemoteServiceAdminListener listener : listeners.getServices(new RemoteServiceAdminListener[0])) {
            try {
                listener.remoteAdminEvent(event);
            } catch (RuntimeException | LinkageError e) {
                LOG.log(System.Logger.Level.WARNING, "the listener " + listener + " failed", e);
            }
        }
    }

    /** Finds no more listeners. */
    @Override
    public void close() {
        listeners.close();
    }
}
