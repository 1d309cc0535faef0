package chaski.streamer;

import chaski.api.node.Node;
import chaski.api.node.NodeServiceProvider;
import chaski.api.streamer.Streamer;
import org.osgi.service.component.annotations.Component;

/** Gives each node its streamer. Found by {@link java.util.ServiceLoader}; a service inside OSGi. */
@Component(service = NodeServiceProvider.class)
public final class StreamerProvider implements NodeServiceProvider {

    /** A provider; it holds nothing. */
    public StreamerProvider() {}

    @Override
    public Class<?> type() {
        return Streamer.class;
    }

    @Override
    public Object create(Node node) {
        return new DefaultStreamer(node);
    }
}
