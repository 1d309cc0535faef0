package chaski.rsa.discovery;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.remoteserviceadmin.EndpointDescription;
import org.osgi.service.remoteserviceadmin.EndpointEvent;
import org.osgi.service.remoteserviceadmin.EndpointEventListener;

/**
 * One listener, and what it knows: each endpoint with the filter that was reported with it, since listeners expect the end of an endpoint
 * with the filter of its beginning. Confined to the queue of its notifier.
 */
final class NotifiedListener {

    private static final System.Logger LOG = System.getLogger(NotifiedListener.class.getName());

    private final EndpointEventListener listener;
    private final Map<String, Known> known = new HashMap<>();
    private ListenerScope scope;

    NotifiedListener(EndpointEventListener listener, ListenerScope scope) {
        this.listener = listener;
        this.scope = scope;
    }

    private record Known(EndpointDescription endpoint, String filter) {}

    /** Applies another scope to endpoints. */
    void scope(ListenerScope newer, Iterable<EndpointDescription> endpoints) {
        scope = newer;
        endpoints.forEach(endpoint -> changed(endpoint, false));
    }

    /** An endpoint was added, or its properties have changed. */
    void changed(EndpointDescription endpoint) {
        changed(endpoint, true);
    }

    private void changed(EndpointDescription endpoint, boolean isModified) {
        Known before = known.get(endpoint.getId());
        String filter = match(endpoint, before);
        if (before != null && !before.filter().equals(filter)) {
            known.remove(endpoint.getId());
            notify(EndpointEvent.MODIFIED_ENDMATCH, endpoint, before.filter());
            before = null;
        }
        if (filter != null) {
            known.put(endpoint.getId(), new Known(endpoint, filter));
            if (before == null) {
                notify(EndpointEvent.ADDED, endpoint, filter);
            } else if (isModified) {
                notify(EndpointEvent.MODIFIED, endpoint, filter);
            }
        }
    }

    /** The filter that was reported before, as long as it matches. */
    private @Nullable String match(EndpointDescription endpoint, @Nullable Known before) {
        return before != null && scope.filters().contains(before.filter()) && endpoint.matches(before.filter())
                ? before.filter()
                : scope.match(endpoint).orElse(null);
    }

    void removed(String id) {
        Known before = known.remove(id);
        if (before != null) {
            notify(EndpointEvent.REMOVED, before.endpoint(), before.filter());
        }
    }

    @SuppressWarnings("CatchingUnchecked") // a listener that fails does not keep others from the event
    private void notify(int type, EndpointDescription endpoint, String filter) {
        try {
            listener.endpointChanged(new EndpointEvent(type, endpoint), filter);
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "the listener " + listener + " failed", e);
        }
    }
}
