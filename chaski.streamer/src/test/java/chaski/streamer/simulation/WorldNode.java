package chaski.streamer.simulation;

import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.node.NodeFactory;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.Environment;
import chaski.api.protocol.PeerSession;
import chaski.api.protocol.ProtocolNode;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.transport.Transport;
import chaski.node.DefaultNodeFactory;
import chaski.node.session.EngineProbe;
import chaski.streamer.publish.AsyncPublish;
import chaski.testkit.history.HistoryEvent;
import chaski.testkit.history.HistoryEvent.EndReason;
import chaski.testkit.simulation.SimulatedEnvironment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One run of a node in the world, with the users of its streamer. */
final class WorldNode {

    /** The longest that {@link Node#removeTransport} takes. */
    private static final long REMOVAL_NS = 2_000_000_000;

    /** The longest that a publisher waits for a peer in doubt. */
    private static final Duration DOUBT_STALL = Duration.ofSeconds(2);

    private final StreamerWorld world;
    private final NodeSite site;
    private final int runNumber;
    private final String run;
    private final RandomGenerator random;
    private final SimulatedEnvironment environment;
    private final Map<String, Transport> transports = new LinkedHashMap<>();
    private final Node node;
    private final EngineProbe probe;
    private final Streamer streamer;
    private final List<WorldPublisher> publishers = new ArrayList<>();
    private final List<WorldPublisher> closedPublishers = new ArrayList<>();
    private final List<WorldSubscription> subscriptions = new ArrayList<>();
    private final Map<DeclarationHandle, WorldSubscription> byDeclaration = new HashMap<>();
    private final Map<String, PeerSession> sessions = new LinkedHashMap<>();
    /** The sessions with each peer that have ended and may still be reported, oldest first. */
    private final Map<NodeId, Deque<String>> ended = new HashMap<>();

    private @Nullable RouteRecorder lastRoute;
    private @Nullable DeclarationHandle lastDeclared;
    private boolean dead;
    private boolean closing;
    private boolean closed;

    WorldNode(StreamerWorld world, NodeSite site, int runNumber) {
        this.world = world;
        this.site = site;
        this.runNumber = runNumber;
        this.run = site.host() + "#" + runNumber;
        this.random = world.simulation().random("node " + run);
        this.environment = world.simulation().environment(site.host());
        site.schemes().forEach(s -> transports.put(s, world.network().transport(site.host(), s)));
        this.node = new DefaultNodeFactory()
                .start(
                        site.config(),
                        new NodeFactory.Parts(
                                List.copyOf(transports.values()), List.of(), List.of(new ChannelRecorder(this))),
                        environment);
        this.probe = new EngineProbe(node);
        world.born(this);
        node.watch(this::onEvent);
        ProtocolNode.of(node).open(SessionObserver.CHANNEL, "observer", session -> new SessionObserver(this, session));
        this.streamer = node.service(Streamer.class);
    }

    // ---- identity

    StreamerWorld world() {
        return world;
    }

    NodeSite site() {
        return site;
    }

    String run() {
        return run;
    }

    NodeId id() {
        return node.id();
    }

    long incarnation() {
        return node.incarnation();
    }

    RandomGenerator random() {
        return random;
    }

    EngineProbe probe() {
        return probe;
    }

    Streamer streamer() {
        return streamer;
    }

    boolean isUp() {
        return !dead && !closing;
    }

    boolean isDead() {
        return dead;
    }

    boolean isClosed() {
        return closed;
    }

    void problem(String what) {
        world.problem(run + ": " + what);
    }

    void later(long delayNs, Runnable task) {
        environment.schedule(delayNs, () -> {
            if (!dead) {
                task.run();
            }
        });
    }

    AsyncPublish beginPublish(Publisher<byte[]> publisher, byte[] payload) {
        return AsyncPublish.begin(environment, publisher, payload);
    }

    Environment.Cancellable scheduled(long delayNs, Runnable task) {
        return environment.schedule(delayNs, task);
    }

    void startLater(String name, Runnable task) {
        environment.start(name, task);
    }

    // ---- users

    void publish(String topic) {
        publishers.add(new WorldPublisher(this, random, topic));
    }

    void subscribe(String pattern, long windowBytes, boolean inline) {
        WorldSubscription made = new WorldSubscription(this, random, pattern, windowBytes, inline);
        subscriptions.add(made);
        byDeclaration.put(made.declaration(), made);
    }

    void closePublisher(int index) {
        WorldPublisher one = publishers.remove(index);
        closedPublishers.add(one);
        one.close();
    }

    List<WorldPublisher> publishers() {
        return publishers;
    }

    List<WorldSubscription> subscriptions() {
        return subscriptions;
    }

    List<WorldSubscription> openSubscriptions() {
        return subscriptions.stream().filter(WorldSubscription::isOpen).toList();
    }

    List<WorldSubscription> openMatching(Topic topic) {
        return subscriptions.stream()
                .filter(s -> s.isOpen() && s.matches(topic))
                .toList();
    }

    @Nullable
    WorldSubscription subscription(DeclarationHandle declared) {
        return byDeclaration.get(declared);
    }

    void publishFromHandler() {
        if (isUp() && !publishers.isEmpty()) {
            publishers.get(random.nextInt(publishers.size())).offerFromHandler();
        }
    }

    void refused(WorldPublisher publisher) {
        world.happened(WorldSituation.REFUSED);
        if (!world.isDisturbed()) {
            world.happened(WorldSituation.REFUSED_UNDISTURBED);
        }
        boolean here = openMatching(publisher.topic()).stream().anyMatch(s -> s.inQueue() > 0);
        if (here) {
            world.happened(WorldSituation.BLOCKED_HERE);
            if (probe.lacksCredit(StreamerWorld.CHANNEL, publisher.topic())) {
                world.happened(WorldSituation.BLOCKED_HERE_AND_THERE);
            }
        }
    }

    void checkNoLockIsHeld(String where) {
        String held = StreamerProbe.heldLock(streamer);
        if (!held.isEmpty()) {
            problem(where + " was called while " + held + " was held");
        }
    }

    // ---- calls of the recorders

    void opened(RouteRecorder route) {
        lastRoute = route;
        world.opened(route);
    }

    RouteRecorder lastRoute() {
        return Objects.requireNonNull(lastRoute);
    }

    void declared(DeclarationHandle declared) {
        lastDeclared = declared;
    }

    /** The streamer closes: what arrives for its subscriptions from now on is counted as unsubscribed. */
    void channelClosed() {
        if (!dead) {
            subscriptions.forEach(WorldSubscription::nodeClosed);
        }
    }

    DeclarationHandle lastDeclared() {
        return Objects.requireNonNull(lastDeclared);
    }

    void sessionBegan(PeerSession session) {
        String name = EngineProbe.name(session);
        sessions.put(name, session);
        world.record(new HistoryEvent.SessionBegan(name, run));
    }

    void sessionEnded(PeerSession session) {
        String name = EngineProbe.name(session);
        if (!dead) {
            if (sessions.remove(name) != null) {
                InboundRecorder.recordUnsubscribed(this, session, name);
            }
            ended.computeIfAbsent(session.peer(), p -> new ArrayDeque<>()).addLast(name);
            world.record(new HistoryEvent.SessionEnded(name, run));
        }
    }

    private void onEvent(NodeEvent event) {
        world.log(run, event);
        if (event instanceof NodeEvent.SessionLost lost) {
            world.happened(WorldSituation.LOST);
            world.history().lost(run, lost.peer(), lost.ranges(), isExact(lost.reason()));
        } else if (event instanceof NodeEvent.PeerDown down) {
            reportEnd(down);
        } else if (event instanceof NodeEvent.PeerUp up) {
            forgetUnreported(up.peer());
        } else if (event instanceof NodeEvent.Parked parked) {
            linkLost(parked.peer());
        } else if (event instanceof NodeEvent.DuplicateId || event instanceof NodeEvent.HandlerFailed) {
            problem("reported " + event);
        }
    }

    private void linkLost(NodeId peer) {
        sessions.forEach((name, session) -> {
            if (session.peer().equals(peer)) {
                world.record(new HistoryEvent.LinkLost(name, run));
            }
        });
        // some ended when they lost their link
        ended.getOrDefault(peer, new ArrayDeque<>())
                .forEach(name -> world.record(new HistoryEvent.LinkLost(name, run)));
    }

    /** The end of a session that a peer replaced before it was up is not reported. */
    private void forgetUnreported(NodeId peer) {
        Deque<String> all = ended.getOrDefault(peer, new ArrayDeque<>());
        boolean upNow = sessions.values().stream().anyMatch(s -> s.peer().equals(peer));
        while (all.size() > (upNow ? 0 : 1)) {
            all.removeFirst();
        }
    }

    private static boolean isExact(String reason) {
        return reason.startsWith("the peer has ended")
                || reason.startsWith("the peer began")
                || reason.startsWith("the peer left");
    }

    private void reportEnd(NodeEvent.PeerDown down) {
        String reason = down.reason();
        if (reason.startsWith("silent")) {
            return; // this is only the heartbeat's opinion: the session lives
        }
        String session = ended.getOrDefault(down.peer(), new ArrayDeque<>()).pollFirst();
        if (session == null) {
            problem("reported the end of a session that had not ended: " + reason);
            return;
        }
        if (reason.startsWith("this node goes on as a later incarnation") && runNumber > 1 && site.keptId() != null) {
            return; // an earlier run of this id had a larger incarnation, as the wall clock was moved
        }
        EndReason why;
        Duration limit = Duration.ZERO;
        if (closing) {
            why = EndReason.CLOSED;
        } else if (reason.startsWith("the peer ")) {
            why = EndReason.PEER_ENDED;
        } else if (reason.startsWith("neither side needs")) {
            why = EndReason.UNNEEDED;
        } else if (reason.contains("outage")) {
            why = EndReason.OUTAGE;
            limit = site.session().resumeTimeout();
        } else if (reason.contains("maxStall")) {
            why = EndReason.STALL;
            limit = site.session().maxStall();
        } else if (reason.contains("DOUBT") || reason.contains("doubt")) {
            why = EndReason.DOUBT;
            limit = site.session().maxStall().compareTo(DOUBT_STALL) < 0
                    ? site.session().maxStall()
                    : DOUBT_STALL;
        } else {
            why = EndReason.OTHER;
        }
        if (why == EndReason.OTHER) {
            problem("a session ended: " + reason);
        }
        world.record(new HistoryEvent.EndReported(session, run, why, limit));
    }

    // ---- transports

    /** Removes a transport and adds a new one after some time. */
    void swapTransport(String scheme, long awayNs) {
        Transport old = transports.remove(scheme);
        if (old == null) {
            return;
        }
        if (probe.sessions().stream().anyMatch(s -> EngineProbe.unacknowledged(s) > 0)) {
            world.happened(WorldSituation.TRANSPORT_REMOVED_UNDER_WAY);
        }
        world.record(new HistoryEvent.TransportAway(run));
        EngineProbe.removeTransport(node, old).whenComplete((done, error) -> old.close());
        environment.schedule(REMOVAL_NS, old::close);
        world.faults().later(awayNs, () -> {
            if (isUp()) {
                Transport back = world.network().transport(site.host(), scheme);
                transports.put(scheme, back);
                node.addTransport(back);
                if (transports.size() == site.schemes().size()) {
                    world.record(new HistoryEvent.TransportBack(run));
                }
            }
        });
    }

    // ---- its end

    /** Like SIGKILL. */
    void kill() {
        dead = true;
        world.coverage().addCounters(node.counters());
        subscriptions.forEach(s -> world.disturbed("slow " + s.name(), false));
        world.history().died(run);
        environment.process().kill();
        world.disturbed("gone " + run, true);
    }

    void closeGracefully() {
        closing = true;
        publishers.forEach(WorldPublisher::close);
        world.disturbed("gone " + run, true);
        world.record(new HistoryEvent.NodeClosing(run));
        node.closeAsync().whenComplete((done, error) -> {
            closed = true;
            world.coverage().addCounters(node.counters());
            if (error != null) {
                problem("the node did not close: " + error);
            }
            if (!sessions.isEmpty()) {
                problem("sessions outlived their node: " + sessions.keySet());
            }
        });
    }

    /** {@return whether a session of this node is with a run of another} */
    boolean hasSessionWith(WorldNode other) {
        return probe.sessions().stream()
                .anyMatch(s -> s.peer().equals(other.id()) && s.incarnation() <= other.incarnation());
    }

    boolean isLinkedTo(WorldNode other) {
        return probe.sessions().stream()
                .anyMatch(s -> s.peer().equals(other.id())
                        && s.incarnation() == other.incarnation()
                        && EngineProbe.isAttached(s));
    }

    // ---- the end of the world

    boolean isQuiet() {
        subscriptions.forEach(WorldSubscription::noteClosed);
        return publishers.stream().noneMatch(WorldPublisher::isWaiting)
                && probe.sessions().stream().allMatch(s -> EngineProbe.unacknowledged(s) == 0)
                && subscriptions.stream().allMatch(s -> s.isClosed() || s.inQueue() == 0);
    }

    void recordUnsubscribed() {
        sessions.forEach((name, session) -> InboundRecorder.recordUnsubscribed(this, session, name));
        sessions.clear();
    }

    /** What must not remain when it is idle. */
    void checkIdle() {
        publishers.stream()
                .map(WorldPublisher::leftOver)
                .filter(left -> !left.isEmpty())
                .forEach(this::problem);
        closedPublishers.stream()
                .map(WorldPublisher::leftOver)
                .filter(left -> !left.isEmpty())
                .forEach(left -> problem("closed " + left));
        subscriptions.forEach(WorldSubscription::checkStatistics);
        long open = subscriptions.stream().filter(s -> !s.isClosed()).count();
        String left = StreamerProbe.leftOver(streamer, publishers.size(), (int) open);
        if (!left.isEmpty()) {
            problem("the streamer keeps " + left);
        }
        if (probe.hasWaiters()) {
            problem("a session has waiters although no publisher waits");
        }
    }

    /** What must not remain after it has closed. */
    void checkNothingIsLeft() {
        if (probe.memoryBytes() != 0) {
            problem(probe.memoryBytes() + " bytes of log memory are in use after the node has closed");
        }
    }

    /** For the error when the world does not settle. */
    String describe() {
        StringBuilder all = new StringBuilder(run).append(" incarnation ").append(node.incarnation());
        publishers.forEach(p -> all.append("\n    ").append(p));
        subscriptions.stream().filter(s -> !s.isClosed()).forEach(s -> all.append("\n    ")
                .append(s));
        probe.sessions().forEach(s -> all.append("\n    ").append(EngineProbe.describe(s)));
        return all.toString();
    }

    @Override
    public String toString() {
        return run;
    }
}
