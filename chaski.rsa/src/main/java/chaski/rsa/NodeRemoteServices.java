package chaski.rsa;

import chaski.api.node.Node;
import chaski.api.remote.Remote;
import chaski.rsa.admin.AdminEvents;
import chaski.rsa.admin.AdminFactory;
import chaski.rsa.admin.NodeServiceAdmin;
import chaski.rsa.discovery.EndpointDiscovery;
import chaski.rsa.endpoint.EndpointProperties;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.remoteserviceadmin.RemoteConstants;
import org.osgi.service.remoteserviceadmin.RemoteServiceAdmin;

/** Remote services over one node: its admin, as a service, and its part in discovery. Thread-safe. */
final class NodeRemoteServices implements AutoCloseable {

    private final Remote remote;
    private final EndpointDiscovery discovery;
    private final NodeServiceAdmin admin;
    private final ServiceRegistration<?> registration;

    NodeRemoteServices(
            BundleContext context, Node node, Remote remote, AdminEvents events, EndpointDiscovery discovery) {
        this.remote = remote;
        this.discovery = discovery;
        discovery.add(node, remote);
        admin = new NodeServiceAdmin(context, node, remote, events);
        registration = context.registerService(
                RemoteServiceAdmin.class.getName(),
                new AdminFactory(admin),
                FrameworkUtil.asDictionary(Map.of(
                        RemoteConstants.REMOTE_CONFIGS_SUPPORTED,
                        new String[] {EndpointProperties.CONFIG},
                        RemoteConstants.REMOTE_INTENTS_SUPPORTED,
                        admin.intents().toArray(String[]::new),
                        "chaski.node",
                        node.name(),
                        "chaski.node.id",
                        node.id().toString())));
    }

    /** Closes the admin's endpoints while it is still a service, so that topology managers learn of each of them. */
    @Override
    public void close() {
        admin.close();
        registration.unregister();
        discovery.remove(remote);
    }
}
