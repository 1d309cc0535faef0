package chaski.remote;

import chaski.api.node.Node;
import chaski.api.node.NodeServiceProvider;
import chaski.api.remote.Remote;
import org.osgi.service.component.annotations.Component;

/** Makes the {@link Remote} of a node. */
@Component(service = NodeServiceProvider.class)
public final class RemoteProvider implements NodeServiceProvider {

    /** Made by {@link java.util.ServiceLoader} and by OSGi. */
    public RemoteProvider() {}

    @Override
    public Class<?> type() {
        return Remote.class;
    }

    @Override
    public Object create(Node node) {
        return new DefaultRemote(node);
    }
}
