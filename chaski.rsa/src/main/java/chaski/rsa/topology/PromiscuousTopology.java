package chaski.rsa.topology;

import chaski.rsa.discovery.EndpointNotifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.ListenerHook;
import org.osgi.service.remoteserviceadmin.EndpointEvent;
import org.osgi.service.remoteserviceadmin.EndpointEventListener;
import org.osgi.service.remoteserviceadmin.RemoteConstants;
import org.osgi.service.remoteserviceadmin.RemoteServiceAdmin;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Exports every service with {@code service.exported.interfaces} and imports the endpoints of other frameworks. Whatever comes and goes,
 * services, endpoints and admins, is handled on one queue, one after another. Thread-safe.
 */
public final class PromiscuousTopology implements AutoCloseable {

    private final BundleContext context;
    private final Executor queue;
    private final EndpointNotifier notifier;
    private final ServiceExports exports;
    private final EndpointImports imports;
    private final List<ServiceTracker<?, ?>> trackers = new ArrayList<>();
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    /**
     * Creates it; {@link #open} begins to export and import.
     *
     * @param context the context of this bundle
     * @param queue runs one task after another
     * @param isWantedOnly true to import only what a bundle is looking for
     */
    public PromiscuousTopology(BundleContext context, Executor queue, boolean isWantedOnly) {
        this.context = context;
        this.queue = queue;
        notifier = new EndpointNotifier(context, queue);
        exports = new ServiceExports(notifier);
        if (isWantedOnly) {
            WantedServices wanted = new WantedServices(() -> queue.execute(this::adjustImports));
            imports = new EndpointImports(wanted::includes);
            registrations.add(context.registerService(ListenerHook.class, wanted, null));
        } else {
            imports = new EndpointImports(endpoint -> true);
        }
    }

    private void adjustImports() {
        imports.adjustAll();
    }

    /** Begins with everything that there is. */
    public void open() {
        String framework = context.getProperty(Constants.FRAMEWORK_UUID);
        registrations.add(context.registerService(
                EndpointEventListener.class,
                this::endpointChanged,
                FrameworkUtil.asDictionary(Map.of(
                        EndpointEventListener.ENDPOINT_LISTENER_SCOPE,
                        "(!(" + RemoteConstants.ENDPOINT_FRAMEWORK_UUID + "=" + framework + "))"))));
        track(new AdminTracker(), false);
        track(new ExportTracker(), true);
    }

    private void track(ServiceTracker<?, ?> tracker, boolean all) {
        trackers.add(tracker);
        tracker.open(all);
    }

    private void endpointChanged(EndpointEvent event, String filter) {
        queue.execute(() -> {
            switch (event.getType()) {
                case EndpointEvent.ADDED, EndpointEvent.MODIFIED -> imports.changed(event.getEndpoint());
                default -> imports.removed(event.getEndpoint().getId());
            }
        });
    }

    private void eachAdmin(
            RemoteServiceAdmin admin, Consumer<RemoteServiceAdmin> one, Consumer<RemoteServiceAdmin> other) {
        queue.execute(() -> {
            one.accept(admin);
            other.accept(admin);
        });
    }

    private final class AdminTracker extends ServiceTracker<RemoteServiceAdmin, RemoteServiceAdmin> {

        AdminTracker() {
            super(PromiscuousTopology.this.context, RemoteServiceAdmin.class, null);
        }

        @Override
        public RemoteServiceAdmin addingService(ServiceReference<RemoteServiceAdmin> reference) {
            RemoteServiceAdmin admin = super.addingService(reference);
            if (admin != null) {
                eachAdmin(admin, exports::add, imports::add);
            }
            return admin;
        }

        @Override
        public void removedService(ServiceReference<RemoteServiceAdmin> reference, RemoteServiceAdmin admin) {
            eachAdmin(admin, exports::remove, imports::remove);
            super.removedService(reference, admin);
        }
    }

    private final class ExportTracker extends ServiceTracker<Object, ServiceReference<Object>> {

        ExportTracker() {
            super(PromiscuousTopology.this.context, filter(), null);
        }

        private static Filter filter() {
            try {
                return FrameworkUtil.createFilter("(" + RemoteConstants.SERVICE_EXPORTED_INTERFACES + "=*)");
            } catch (InvalidSyntaxException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public ServiceReference<Object> addingService(ServiceReference<Object> reference) {
            queue.execute(() -> exports.add(reference));
            return reference;
        }

        @Override
        public void modifiedService(ServiceReference<Object> reference, ServiceReference<Object> same) {
            queue.execute(() -> exports.modified(reference));
        }

        @Override
        public void removedService(ServiceReference<Object> reference, ServiceReference<Object> same) {
            queue.execute(() -> exports.remove(reference));
        }
    }

    /** Withdraws everything. Called when the queue has ended, by the thread that ended it. */
    @Override
    public void close() {
        notifier.close();
        imports.close();
        exports.close();
        registrations.forEach(ServiceRegistration::unregister);
        trackers.forEach(ServiceTracker::close);
    }
}
