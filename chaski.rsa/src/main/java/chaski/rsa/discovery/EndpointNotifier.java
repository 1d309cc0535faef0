package chaski.rsa.discovery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.remoteserviceadmin.EndpointDescription;
import org.osgi.service.remoteserviceadmin.EndpointEventListener;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Reports endpoints to the {@link EndpointEventListener} services whose scope they match; a listener that comes later receives those that
 * there are. Listeners are called on the queue, one event after another. Thread-safe.
 */
public final class EndpointNotifier implements AutoCloseable {

    private final Executor queue;
    private final Map<String, EndpointDescription> endpoints = new LinkedHashMap<>();
    private final Map<ServiceReference<EndpointEventListener>, NotifiedListener> listeners = new LinkedHashMap<>();
    private final ServiceTracker<EndpointEventListener, EndpointEventListener> tracker;

    /**
     * Begins to find listeners.
     *
     * @param context the context of this bundle
     * @param queue runs one task after another
     */
    public EndpointNotifier(BundleContext context, Executor queue) {
        this.queue = queue;
        tracker = new ServiceTracker<>(context, EndpointEventListener.class, null) {
            @Override
            public EndpointEventListener addingService(ServiceReference<EndpointEventListener> reference) {
                EndpointEventListener listener = super.addingService(reference);
                if (listener != null) {
                    queue.execute(() -> add(reference, listener));
                }
                return listener;
            }

            @Override
            public void modifiedService(
                    ServiceReference<EndpointEventListener> reference, EndpointEventListener listener) {
                queue.execute(() -> modified(reference));
            }

            @Override
            public void removedService(
                    ServiceReference<EndpointEventListener> reference, EndpointEventListener listener) {
                queue.execute(() -> listeners.remove(reference));
                super.removedService(reference, listener);
            }
        };
        tracker.open();
    }

    private void add(ServiceReference<EndpointEventListener> reference, EndpointEventListener listener) {
        NotifiedListener notified = new NotifiedListener(listener, ListenerScope.of(reference));
        listeners.put(reference, notified);
        endpoints.values().forEach(notified::changed);
    }

    private void modified(ServiceReference<EndpointEventListener> reference) {
        NotifiedListener notified = listeners.get(reference);
        if (notified != null) {
            notified.scope(ListenerScope.of(reference), endpoints.values());
        }
    }

    /**
     * Reports an endpoint that is new, or whose properties have changed.
     *
     * @param endpoint the endpoint
     */
    public void changed(EndpointDescription endpoint) {
        queue.execute(() -> {
            endpoints.put(endpoint.getId(), endpoint);
            listeners.values().forEach(listener -> listener.changed(endpoint));
        });
    }

    /**
     * Reports that an endpoint is gone.
     *
     * @param id its id
     */
    public void removed(String id) {
        queue.execute(() -> remove(id));
    }

    private void remove(String id) {
        if (endpoints.remove(id) != null) {
            listeners.values().forEach(listener -> listener.removed(id));
        }
    }

    /** Reports that all endpoints are gone, and finds no more listeners. Called when the queue has ended, by the thread that ended it. */
    @Override
    public void close() {
        List.copyOf(endpoints.keySet()).forEach(this::remove);
        tracker.close();
    }
}
