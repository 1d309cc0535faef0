package chaski.rsa.admin;

import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.remoteserviceadmin.RemoteServiceAdmin;

/** Gives each bundle an admin of its own, so that what the bundle leaves open is closed when it releases the service. Thread-safe. */
public final class AdminFactory implements ServiceFactory<RemoteServiceAdmin> {

    private final NodeServiceAdmin admin;

    /**
     * Creates a factory.
     *
     * @param admin does the work for all bundles
     */
    public AdminFactory(NodeServiceAdmin admin) {
        this.admin = admin;
    }

    @Override
    public RemoteServiceAdmin getService(Bundle bundle, ServiceRegistration<RemoteServiceAdmin> registration) {
        return new BundleServiceAdmin(admin);
    }

    @Override
    public void ungetService(
            Bundle bundle, ServiceRegistration<RemoteServiceAdmin> registration, RemoteServiceAdmin service) {
        ((BundleServiceAdmin) service).close();
    }
}
