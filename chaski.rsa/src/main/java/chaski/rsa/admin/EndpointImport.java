package chaski.rsa.admin;

import java.util.Dictionary;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.remoteserviceadmin.EndpointDescription;
import org.osgi.service.remoteserviceadmin.ImportReference;

/** A service for an endpoint of another framework, shared by one or more registrations. Thread-safe. */
final class EndpointImport implements ImportReference {

    private static final System.Logger LOG = System.getLogger(EndpointImport.class.getName());

    private @Nullable EndpointDescription endpoint;
    private @Nullable ServiceRegistration<?> registration;
    private int handles;

    EndpointImport(EndpointDescription endpoint) {
        this.endpoint = endpoint;
    }

    /** Registers the service; called once, without a lock, since listeners of the framework are called. */
    void register(BundleContext context, ProxyService service, EndpointDescription of) {
        ServiceRegistration<?> made =
                context.registerService(of.getInterfaces().toArray(String[]::new), service, properties(of));
        boolean closed;
        synchronized (this) {
            registration = made;
            closed = endpoint == null;
        }
        if (closed) {
            unregister(made);
        }
    }

    private static Dictionary<String, Object> properties(EndpointDescription endpoint) {
        Map<String, Object> properties = new TreeMap<>(endpoint.getProperties());
        properties.keySet().removeIf(Constants.OBJECTCLASS::equalsIgnoreCase);
        return FrameworkUtil.asDictionary(properties);
    }

    /** Replaces the properties of the service; false if it is closed. */
    boolean update(EndpointDescription newer) {
        ServiceRegistration<?> made;
        synchronized (this) {
            if (endpoint == null || registration == null) {
                return false;
            }
            endpoint = newer;
            made = registration;
        }
        try {
            made.setProperties(properties(newer));
            return true;
        } catch (IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} was unregistered meanwhile: {1}", newer.getId(), e.getMessage());
            return false;
        }
    }

    /** One more registration uses it; false if it is closed. */
    synchronized boolean retain() {
        if (endpoint == null) {
            return false;
        }
        handles++;
        return true;
    }

    /** A registration was closed; true if it was the last one. */
    synchronized boolean release() {
        handles--;
        return handles == 0;
    }

    void close() {
        ServiceRegistration<?> made;
        synchronized (this) {
            endpoint = null;
            made = registration;
        }
        if (made != null) {
            unregister(made);
        }
    }

    private static void unregister(ServiceRegistration<?> made) {
        try {
            made.unregister();
        } catch (IllegalStateException e) {
            // the bundle of the node has stopped, which has unregistered it already
            LOG.log(System.Logger.Level.DEBUG, "unregistered before: {0}", e.getMessage());
        }
    }

    @Override
    public synchronized @Nullable ServiceReference<?> getImportedService() {
        return endpoint == null || registration == null ? null : registration.getReference();
    }

    @Override
    public synchronized @Nullable EndpointDescription getImportedEndpoint() {
        return endpoint;
    }
}
