package chaski.remote;

import chaski.api.node.Node;
import chaski.api.node.NodeServiceProvider;
import chaski.api.protocol.ProtocolNode;
import chaski.api.remote.AsyncResultAdapter;
import chaski.api.remote.Remote;
import chaski.remote.member.AsyncResultAdapters;
import java.util.ServiceLoader;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Creates the {@link Remote} of a node. Adapters for asynchronous results are the services of the framework or, outside
 * of one, those installed in the same layer or on the same class path.
 */
@Component(service = NodeServiceProvider.class)
public final class RemoteProvider implements NodeServiceProvider {

    private final AsyncResultAdapters asyncAdapters = new AsyncResultAdapters();
    private boolean complete;

    /** Called by {@link ServiceLoader} and by OSGi. */
    public RemoteProvider() {}

    /** Called only inside OSGi, where adapters are services that are added and removed. */
    @Activate
    synchronized void activate() {
        complete = true;
    }

    @Override
    public Class<?> type() {
        return Remote.class;
    }

    @Override
    public synchronized Object create(Node node) {
        if (!complete) {
            installed().forEach(asyncAdapters::add);
            complete = true;
        }
        return new DefaultRemote(ProtocolNode.of(node), asyncAdapters);
    }

    @SuppressWarnings("rawtypes") // a class token has no type arguments
    private static ServiceLoader<AsyncResultAdapter> installed() {
        ModuleLayer layer = RemoteProvider.class.getModule().getLayer();
        return layer == null || layer == ModuleLayer.boot()
                ? ServiceLoader.load(AsyncResultAdapter.class, RemoteProvider.class.getClassLoader())
                : ServiceLoader.load(layer, AsyncResultAdapter.class);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAdapter(AsyncResultAdapter<?> adapter) {
        asyncAdapters.add(adapter);
    }

    void unbindAdapter(AsyncResultAdapter<?> adapter) {
        asyncAdapters.remove(adapter);
    }
}
