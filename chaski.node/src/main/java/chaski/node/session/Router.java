package chaski.node.session;

import chaski.api.Topic;
import chaski.api.node.NodeEvent.LostRange;
import chaski.node.topic.TopicIndex;
import chaski.node.wire.DeclarationChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Knows which flows of which sessions match a topic.
 *
 * <p>Routes keep what they were told together with the {@link #epoch}, and ask again when it has changed. Every change raises the
 * epoch <em>before</em> it touches a session, under this router's lock; a publisher compares the epoch while it holds the
 * sessions' locks. So a message is never appended by an older view behind a change that the session's log already tells of. Lock
 * order: router, then outbound. Thread-safe.
 */
final class Router {

    private final Map<Integer, TopicIndex<Flow>> byChannel = new HashMap<>();
    private final Set<DefaultRoute> routes = ConcurrentHashMap.newKeySet();
    private final Set<Outbound> outbounds = ConcurrentHashMap.newKeySet();
    private final AtomicLong routeNumbers = new AtomicLong();
    private volatile Runnable routesChanged = () -> {};
    private volatile long epoch;

    long epoch() {
        return epoch;
    }

    long nextRouteNumber() {
        return routeNumbers.incrementAndGet();
    }

    void register(DefaultRoute route) {
        routes.add(route);
        routesChanged.run();
    }

    void unregister(DefaultRoute route) {
        routes.remove(route);
        routesChanged.run();
    }

    void onRoutesChanged(Runnable callback) {
        routesChanged = callback;
    }

    List<Topic> topics() {
        return routes.stream().map(DefaultRoute::topic).distinct().toList();
    }

    /** Tells publishers what they have lost. */
    void lost(List<LostRange> ranges) {
        Map<Long, DefaultRoute> open = new HashMap<>();
        routes.forEach(r -> open.put(r.number(), r));
        for (LostRange range : ranges) {
            DefaultRoute route = open.get(range.publisher());
            if (route != null) {
                route.lost(range);
            }
        }
    }

    Set<DefaultRoute> routes() {
        return routes;
    }

    void register(Outbound outbound) {
        outbounds.add(outbound);
    }

    Set<Outbound> outbounds() {
        return outbounds;
    }

    /** The flows that match, with the epoch at which they do. */
    synchronized Matches match(int channel, Topic topic) {
        TopicIndex<Flow> index = byChannel.get(channel);
        return new Matches(epoch, index == null ? List.of() : index.match(topic));
    }

    record Matches(long epoch, List<Flow> flows) {}

    void apply(Outbound outbound, List<DeclarationChange> changes, long version) {
        List<Flow> added = new ArrayList<>();
        List<Flow> removed = new ArrayList<>();
        synchronized (this) {
            raiseEpoch();
            outbound.apply(changes, version, added, removed);
            added.forEach(f -> index(f).add(f.pattern, f));
            removed.forEach(f -> index(f).remove(f.pattern, f));
        }
        if (!added.isEmpty() || !removed.isEmpty()) {
            routes.forEach(DefaultRoute::matchChanged);
        }
    }

    List<LostRange> end(Outbound outbound, long confirmed) {
        List<Flow> ended = new ArrayList<>();
        List<LostRange> lost;
        synchronized (this) {
            raiseEpoch();
            lost = outbound.end(confirmed, ended);
            ended.forEach(f -> index(f).remove(f.pattern, f));
            outbounds.remove(outbound);
        }
        if (!ended.isEmpty()) {
            routes.forEach(DefaultRoute::matchChanged);
        }
        return lost;
    }

    private TopicIndex<Flow> index(Flow flow) {
        return byChannel.computeIfAbsent(flow.channel, c -> new TopicIndex<>());
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // guarded by this
    private void raiseEpoch() {
        epoch = epoch + 1;
    }
}
