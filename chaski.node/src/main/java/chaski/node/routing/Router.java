package chaski.node.routing;

import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.node.NodeEvent.LostRange;
import chaski.node.send.CreditFlow;
import chaski.node.send.SendChannel;
import chaski.node.send.SentRoute;
import chaski.node.topic.TopicIndex;
import chaski.node.wire.DeclarationChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Knows which flows of which sessions match a topic.
 *
 * <p>Routes keep the result together with the {@link #epoch}, and query again when the epoch has changed. Every change
 * raises the epoch <em>before</em> it modifies a session, under this router's lock; a publisher compares the epoch
 * while it holds the locks of the sessions. A message is therefore never appended by an outdated view after a change
 * that the send log of the session already reports. Lock order: router, then outbound. Thread-safe.
 */
public final class Router {

    private final NodeId id;
    private final LongSupplier clock;
    private final Supplier<String> name;
    private final Map<Integer, TopicIndex<PeerFlow>> byChannel = new HashMap<>();
    private final Map<Long, PublisherRoute> routes = new ConcurrentHashMap<>();
    private final Map<NodeId, SendChannel> outbounds = new ConcurrentHashMap<>();
    private final AtomicLong routeNumbers = new AtomicLong();
    private volatile Runnable routesChanged = () -> {};
    private volatile Runnable datagramNeeds = () -> {};
    private final FlowAccess access = new FlowAccess();
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

    /** The id of this node. */
    NodeId id() {
        return id;
    }

    long epoch() {
        return epoch;
    }

    long nextRouteNumber() {
        return routeNumbers.incrementAndGet();
    }

    /** Adds a route. */
    public void register(PublisherRoute route) {
        routes.put(route.number(), route);
        routesChanged.run();
    }

    /** Removes a route. */
    public void unregister(PublisherRoute route) {
        routes.remove(route.number());
        routesChanged.run();
        if (route.isForDatagrams()) {
            datagramNeeds.run();
        }
    }

    /** Sets the callback that runs when the set of peers that need datagrams may have changed. */
    public void onDatagramNeeds(Runnable callback) {
        datagramNeeds = callback;
    }

    /** Reports that a route has sent its first datagram. */
    void datagramsBegun() {
        datagramNeeds.run();
    }

    /** True if a publisher sends datagrams to that peer. */
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

    /** Sets the callback that runs when a route was added or removed. */
    public void onRoutesChanged(Runnable callback) {
        routesChanged = callback;
    }

    /** {@return the topics of all routes, each once} */
    public List<Topic> topics() {
        return routes.values().stream().map(PublisherRoute::topic).distinct().toList();
    }

    /** Reports lost messages to their publishers. */
    public void lost(List<LostRange> ranges) {
        for (LostRange range : ranges) {
            PublisherRoute route = routes.get(range.publisher());
            if (route != null) {
                route.lost(range);
            }
        }
    }

    /** {@return the routes; a live view} */
    public Collection<PublisherRoute> routes() {
        return routes.values();
    }

    /** Adds the sending side of a session. */
    public void register(SendChannel outbound) {
        outbounds.put(outbound.peer(), outbound);
    }

    Collection<SendChannel> outbounds() {
        return outbounds.values();
    }

    /** Returns the matching flows, and the epoch at which they match. */
    public synchronized Matches match(int channel, Topic topic) {
        TopicIndex<PeerFlow> index = byChannel.get(channel);
        return new Matches(epoch, index == null ? List.of() : index.match(topic));
    }

    /** The flows that match a topic at an epoch. */
    public record Matches(long epoch, List<PeerFlow> flows) {}

    /** A declaration of a peer, and the sending side of the session with that peer. */
    public record PeerFlow(SendChannel outbound, CreditFlow flow) {}

    /** Returns the state of a session, and the epoch at which it applies. */
    synchronized Living living(SendChannel outbound) {
        return new Living(epoch, outbounds.get(outbound.peer()) == outbound);
    }

    record Living(long epoch, boolean lives) {}

    /** Sets what decides on the subscriptions of peers; without it, all are served. */
    public void access(SubscriptionAccess decisions) {
        access.use(decisions);
    }

    /** Applies changes of a peer's declarations, up to a version. */
    public void apply(SendChannel outbound, List<DeclarationChange> changes, long version) {
        FlowAccess.Refusals refusals = access.refusals(outbound, changes);
        List<CreditFlow> added = new ArrayList<>();
        List<CreditFlow> removed = new ArrayList<>();
        List<Runnable> wakeups = new ArrayList<>(4);
        synchronized (this) {
            raiseEpoch();
            outbound.credits().apply(changes, version, added, removed, wakeups);
            for (CreditFlow flow : added) {
                PeerFlow of = new PeerFlow(outbound, flow);
                if (access.refuse(of, refusals)) {
                    outbound.credits().serve(flow, false);
                } else {
                    index(flow).add(flow.pattern, of);
                }
            }
            removed.forEach(f -> leave(new PeerFlow(outbound, f)));
        }
        wakeups.forEach(Runnable::run);
        outbound.owner().wake();
        access.report(outbound, added, refusals);
        if (!added.isEmpty() || !removed.isEmpty()) {
            matchesChanged();
        }
    }

    /** A flow that is refused is in no index. */
    private void leave(PeerFlow of) {
        if (!access.forget(of)) {
            index(of.flow()).remove(of.flow().pattern, of);
        }
    }

    /**
     * Decides again which subscriptions of a peer are served. Runs code of users.
     *
     * @return how many messages that were accepted for them are not sent
     */
    public int review(SendChannel outbound) {
        FlowAccess.Review review = access.review(outbound);
        List<Runnable> wakeups = new ArrayList<>(4);
        List<CreditFlow> refused = new ArrayList<>();
        int withheld;
        synchronized (this) {
            raiseEpoch();
            for (PeerFlow of : access.changed(review)) {
                CreditFlow flow = of.flow();
                if (outbound.credits().wakeAll(flow, wakeups)) {
                    if (access.apply(of, review)) {
                        index(flow).add(flow.pattern, of);
                        outbound.credits().serve(flow, true);
                    } else {
                        index(flow).remove(flow.pattern, of);
                        refused.add(flow);
                    }
                }
            }
            withheld = outbound.credits().withhold(outbound.routes(), refused, wakeups);
        }
        wakeups.forEach(Runnable::run);
        if (access.report(review)) {
            outbound.owner().wake();
            matchesChanged();
        }
        return withheld;
    }

    /**
     * A peer refuses a route of this node, or accepts it again.
     *
     * @param outbound the session with the peer
     * @param number the route
     * @param refused true if it is refused from now on
     * @return its topic, or empty if it does not exist any more or nothing changes
     */
    public Optional<Topic> refused(SendChannel outbound, long number, boolean refused) {
        List<Runnable> wakeups = new ArrayList<>(4);
        SentRoute route;
        synchronized (this) {
            raiseEpoch();
            route = outbound.routes().refused(number, refused);
            if (route != null) {
                outbound.credits().flows().forEach(flow -> outbound.credits().wakeAll(flow, wakeups));
            }
        }
        wakeups.forEach(Runnable::run);
        if (route == null) {
            return Optional.empty();
        }
        matchesChanged();
        return Optional.of(route.topic());
    }

    /**
     * Ends a declaration of a peer from this side: no more messages are sent for it.
     *
     * @return false if the peer does not support it
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
                leave(new PeerFlow(outbound, flow));
            }
        }
        wakeups.forEach(Runnable::run);
        if (flow != null) {
            outbound.owner().wake();
            matchesChanged();
        }
        return true;
    }

    /** Ends the sending side of a session, and returns what was not acknowledged. */
    public List<LostRange> end(SendChannel outbound, long confirmed) {
        List<CreditFlow> ended = new ArrayList<>();
        List<LostRange> lost;
        List<Runnable> wakeups = new ArrayList<>(4);
        synchronized (this) {
            raiseEpoch();
            lost = outbound.end(confirmed, ended, wakeups);
            ended.forEach(f -> leave(new PeerFlow(outbound, f)));
            outbounds.remove(outbound.peer(), outbound);
        }
        wakeups.forEach(Runnable::run);
        if (!ended.isEmpty()) {
            matchesChanged();
        }
        return lost;
    }

    private TopicIndex<PeerFlow> index(CreditFlow flow) {
        return byChannel.computeIfAbsent(flow.channel, c -> new TopicIndex<>());
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // guarded by this
    private void raiseEpoch() {
        epoch = epoch + 1;
    }
}
