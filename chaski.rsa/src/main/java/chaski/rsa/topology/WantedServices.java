package chaski.rsa.topology;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.hooks.service.ListenerHook;
import org.osgi.service.remoteserviceadmin.EndpointDescription;

/**
 * What the bundles of this framework are looking for: the filters of their service listeners, which trackers and the component runtime
 * have, too. A listener without a filter wants nothing in particular. Thread-safe.
 */
final class WantedServices implements ListenerHook {

    private static final System.Logger LOG = System.getLogger(WantedServices.class.getName());

    private final Set<ListenerInfo> listeners = ConcurrentHashMap.newKeySet();
    private final Runnable changed;

    /** Creates it empty; the callback runs after each change and must not block. */
    WantedServices(Runnable changed) {
        this.changed = changed;
    }

    @Override
    public void added(Collection<ListenerInfo> added) {
        for (ListenerInfo listener : added) {
            if (listener.getFilter() != null && !listener.isRemoved()) {
                listeners.add(listener);
            }
        }
        changed.run();
    }

    @Override
    public void removed(Collection<ListenerInfo> removed) {
        removed.forEach(listeners::remove);
        changed.run();
    }

    /** {@return whether some listener would be notified of a service with the properties of an endpoint} */
    boolean includes(EndpointDescription endpoint) {
        return listeners.stream().anyMatch(listener -> matches(listener.getFilter(), endpoint));
    }

    private static boolean matches(String text, EndpointDescription endpoint) {
        try {
            Filter filter = FrameworkUtil.createFilter(text);
            return filter.match(FrameworkUtil.asDictionary(endpoint.getProperties()));
        } catch (InvalidSyntaxException e) {
            LOG.log(System.Logger.Level.DEBUG, "a filter of the framework is invalid: {0}", e.getMessage());
            return false;
        }
    }
}
