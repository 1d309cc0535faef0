package chaski.streamer;

import chaski.api.node.Node;
import chaski.api.node.NodeServiceProvider;
import chaski.api.protocol.ProtocolNode;
import chaski.api.streamer.Streamer;
import org.osgi.service.component.annotations.Component;

/** Creates the {@link Streamer} of a node. */
@Component(service = NodeServiceProvider.class)
public final class StreamerProvider implements NodeServiceProvider {

    /** Called by {@link java.util.ServiceLoader} and by OSGi. */
    public StreamerProvider() {}

    @Override
    public Class<?> type() {
        return Streamer.class;
    }

    @Override
    public Object create(Node node) {
        return new DefaultStreamer(ProtocolNode.of(node));
    }
}
