package chaski.node.routing;

import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.node.NodeEvent.LostRange;
import chaski.node.send.CreditFlow;
import chaski.node.send.SendChannel;
import chaski.node.topic.TopicIndex;
import chaski.node.wire.DeclarationChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Knows which flows of which sessions match a topic.
 *
 * <p>Routes keep what they were told together with the {@link #epoch}, and ask again when it has changed. Every change raises the
 * epoch <em>before</em> it touches a session, under this router's lock; a publisher compares the epoch while it holds the
 * sessions' locks. So a message is never appended by an older view behind a change that the session's log already tells of. Lock
 * order: router, then outbound. Thread-safe.
 */
public final class Router {

    private final NodeId id;
    private final LongSupplier clock;
    private final Supplier<String> name;
    private final Map<Integer, TopicIndex<CreditFlow>> byChannel = new HashMap<>();
    private final Map<Long, PublisherRoute> routes = new ConcurrentHashMap<>();
    private final Map<NodeId, SendChannel> outbounds = new ConcurrentHashMap<>();
    private final AtomicLong routeNumbers = new AtomicLong();
    private volatile Runnable routesChanged = () -> {};
    private volatile Runnable datagramNeeds = () -> {};
    private volatile long epoch;

    public Router(NodeId id, Supplier<String> name, LongSupplier clock) {
        this.id = id;
        this.name = name;
        this.clock = clock;
    }

    long nowNs() {
        return clock.getAsLong();
    }

    String name() {
        return name.get();
    }

    /** This node. */
    NodeId id() {
        return id;
    }

    long epoch() {
        return epoch;
    }

    long nextRouteNumber() {
        return routeNumbers.incrementAndGet();
    }

    public void register(PublisherRoute route) {
        routes.put(route.number(), route);
        routesChanged.run();
    }

    public void unregister(PublisherRoute route) {
        routes.remove(route.number());
        routesChanged.run();
        if (route.isForDatagrams()) {
            datagramNeeds.run();
        }
    }

    public void onDatagramNeeds(Runnable callback) {
        datagramNeeds = callback;
    }

    /** A route has sent its first datagram. */
    void datagramsBegun() {
        datagramNeeds.run();
    }

    /** Whether some publisher sends datagrams to that peer. */
    public boolean needsDatagrams(SendChannel outbound) {
        return routes.values().stream().anyMatch(r -> r.isForDatagrams() && r.reaches(outbound));
    }

    private void matchesChanged() {
        boolean datagrams = false;
        for (PublisherRoute route : routes.values()) {
            route.matchChanged();
            datagrams |= route.isForDatagrams();
        }
        if (datagrams) {
            datagramNeeds.run();
        }
    }

    public void onRoutesChanged(Runnable callback) {
        routesChanged = callback;
    }

    public List<Topic> topics() {
        return routes.values().stream().map(PublisherRoute::topic).distinct().toList();
    }

    /** Tells publishers what they have lost. */
    public void lost(List<LostRange> ranges) {
        for (LostRange range : ranges) {
            PublisherRoute route = routes.get(range.publisher());
            if (route != null) {
                route.lost(range);
            }
        }
    }

    public Collection<PublisherRoute> routes() {
        return routes.values();
    }

    public void register(SendChannel outbound) {
        outbounds.put(outbound.peer(), outbound);
    }

    Collection<SendChannel> outbounds() {
        return outbounds.values();
    }

    /** The flows that match, with the epoch at which they do. */
    public synchronized Matches match(int channel, Topic topic) {
        TopicIndex<CreditFlow> index = byChannel.get(channel);
        return new Matches(epoch, index == null ? List.of() : index.match(topic));
    }

    public record Matches(long epoch, List<CreditFlow> flows) {}

    /** Whether a session lives, with the epoch at which it does. */
    synchronized Living living(SendChannel outbound) {
        return new Living(epoch, outbounds.get(outbound.peer()) == outbound);
    }

    record Living(long epoch, boolean lives) {}

    public void apply(SendChannel outbound, List<DeclarationChange> changes, long version) {
        List<CreditFlow> added = new ArrayList<>();
        List<CreditFlow> removed = new ArrayList<>();
        List<Runnable> wakeups = new ArrayList<>(4);
        synchronized (this) {
            raiseEpoch();
            outbound.credits().apply(changes, version, added, removed, wakeups);
            added.forEach(f -> index(f).add(f.pattern, f));
            removed.forEach(f -> index(f).remove(f.pattern, f));
        }
        wakeups.forEach(Runnable::run);
        outbound.wake();
        if (!added.isEmpty() || !removed.isEmpty()) {
            matchesChanged();
        }
    }

    /**
     * Sends nothing more for a declaration of a peer.
     *
     * @return false if the peer would not understand it
     */
    public boolean cut(NodeId peer, long declaration) {
        SendChannel outbound = outbounds.get(peer);
        if (outbound == null || !outbound.credits().takesCuts()) {
            return outbound == null;
        }
        List<Runnable> wakeups = new ArrayList<>(4);
        CreditFlow flow;
        synchronized (this) {
            raiseEpoch();
            flow = outbound.credits().cut(declaration, wakeups);
            if (flow != null) {
                index(flow).remove(flow.pattern, flow);
            }
        }
        wakeups.forEach(Runnable::run);
        if (flow != null) {
            outbound.wake();
            matchesChanged();
        }
        return true;
    }

    public List<LostRange> end(SendChannel outbound, long confirmed) {
        List<CreditFlow> ended = new ArrayList<>();
        List<LostRange> lost;
        List<Runnable> wakeups = new ArrayList<>(4);
        synchronized (this) {
            raiseEpoch();
            lost = outbound.end(confirmed, ended, wakeups);
            ended.forEach(f -> index(f).remove(f.pattern, f));
            outbounds.remove(outbound.peer(), outbound);
        }
        wakeups.forEach(Runnable::run);
        if (!ended.isEmpty()) {
            matchesChanged();
        }
        return lost;
    }

    private TopicIndex<CreditFlow> index(CreditFlow flow) {
        return byChannel.computeIfAbsent(flow.channel, c -> new TopicIndex<>());
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // guarded by this
    private void raiseEpoch() {
        epoch = epoch + 1;
    }
}
