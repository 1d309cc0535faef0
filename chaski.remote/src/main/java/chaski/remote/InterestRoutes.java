package chaski.remote;

import chaski.api.ClosedException;
import chaski.api.Topic;
import chaski.api.protocol.Channel;
import chaski.api.protocol.Route;
import chaski.api.protocol.RouteListener;
import chaski.remote.channel.RemoteCounters;
import chaski.remote.export.ExportRegistry;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Routes to the exports that this node calls, by name. Nothing is sent on them: they only make this node pair with the
 * nodes that declare these exports. Thread-safe.
 */
final class InterestRoutes {

    private final Channel nodeChannel;
    private final RemoteCounters counters;
    private final Map<String, Route> routes = new ConcurrentHashMap<>();

    InterestRoutes(Channel nodeChannel, RemoteCounters counters) {
        this.nodeChannel = nodeChannel;
        this.counters = counters;
    }

    void add(String name) {
        try {
            routes.computeIfAbsent(
                    name,
                    n -> nodeChannel.route(
                            Topic.of(ExportRegistry.TOPIC_PREFIX + n), ByteBuffer.allocate(0), new RouteListener() {}));
        } catch (ClosedException e) {
            // A proxy may still be created: its calls fail with the reason.
            counters.add("interests.late");
        }
    }
}
