package chaski.node;

import chaski.api.ChaskiException;
import chaski.api.Endpoint;
import chaski.api.LimitException;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TransportException;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.HeartbeatConfig;
import chaski.api.node.NodeConfig;
import chaski.api.node.NodeEvent;
import chaski.api.node.NodeReport;
import chaski.api.node.Peer;
import chaski.api.protocol.Environment;
import chaski.api.transport.Transport;
import chaski.node.context.Counters;
import chaski.node.context.Events;
import chaski.node.context.NodeContext;
import chaski.node.dial.AuxiliaryTargets;
import chaski.node.dial.Dialler;
import chaski.node.dial.FailbackScheduler;
import chaski.node.link.Handshakes;
import chaski.node.link.LoopbackAddresses;
import chaski.node.link.Transports;
import chaski.node.membership.Announcement;
import chaski.node.membership.Identity;
import chaski.node.membership.Membership;
import chaski.node.membership.MembershipLinks;
import chaski.node.membership.MembershipListener;
import chaski.node.membership.NodeEntry;
import chaski.node.membership.PeerTraits;
import chaski.node.membership.ReportReceiver;
import chaski.node.membership.SessionNeed;
import chaski.node.pairing.Pairing;
import chaski.node.pairing.PairingActions;
import chaski.node.session.Heartbeat;
import chaski.node.session.Session;
import chaski.node.session.SessionLayer;
import chaski.node.session.SessionListener;
import chaski.node.wire.Incarnations;
import chaski.node.wire.RecordHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Connects the parts of the engine that deal with other nodes: links, sessions, heartbeat, membership and pairing. Each part
 * notifies the others through this class.
 *
 * <p>Confined to the control loop, unless a method states otherwise.
 */
final class Coordinator implements SessionListener, MembershipListener, PairingActions {

    /** The number of the membership channel. */
    static final int MEMBERSHIP_CHANNEL = RecordHeader.LAST_ENGINE_CHANNEL;

    private static final int MAX_DIRECTORY_NODES = 10_000;

    private static final long SETTLE_CHECK_NS = 100_000_000L;

    /** The minimum time between two events about this node's id, however many nodes refuse or claim it. */
    private static final long OWN_ID_REPORT_NS = 60_000_000_000L;

    /** Changes of this node's own entry within this time are announced together. */
    private static final long ANNOUNCE_DELAY_NS = 2_000_000L;

    /**
     * A large directory that changes continuously must not be copied continuously: one of 10,000 nodes is copied ten times a
     * second.
     */
    private static final long VIEW_DELAY_OF_ONE_NS = 10_000L;

    /** Refused announcements of peers, by counter; each is reported at most once in {@link #OWN_ID_REPORT_NS}. */
    private static final Map<String, String> IMPLAUSIBLE_NEWS = Map.of(
            "membership.refused.directoryFull",
            "peers announce more nodes than there is room for; look for one that announces nodes that do not exist",
            "membership.refused.incarnation",
            "a peer announces a node with an incarnation that lies years ahead; look for a wrong clock",
            "membership.refused.version",
            "a peer announces a version of an entry that its owner cannot have reached; it is ignored");

    private final Environment environment;
    private final Counters counters;
    private final NodeContext context;
    private final SessionLayer sessionLayer;
    private final Handshakes handshakes;
    private final Transports transports;
    private final Dialler dialler;
    private final FailbackScheduler failback;
    private final AuxiliaryTargets auxiliaries;
    private final Heartbeat heartbeat;
    private final MembershipChannel channel;
    private final Membership membership;
    private final Pairing pairing;
    private final Map<Endpoint, CompletableFuture<Peer>> joining = new LinkedHashMap<>();
    private Environment.Cancellable tick = () -> {};
    private volatile List<DirectoryEntry> directoryView = List.of();
    private boolean viewDue;
    private boolean announceDue;
    private boolean closed;
    private @Nullable Long idInUseReportedNs;
    private @Nullable Long laterRunReportedNs;
    private final Map<String, Long> implausibleReportedNs = new HashMap<>();

    Coordinator(NodeConfig config, Environment environment, Counters counters, Events events) {
        this.environment = environment;
        this.counters = counters;
        NodeId id = config.id().orElseGet(() -> randomId(environment));
        this.context = new NodeContext(id, environment.wallTimeMillis(), config, environment, counters, events);
        this.sessionLayer = new SessionLayer(context, this, () -> environment.execute(this::announce));
        this.handshakes = new Handshakes(context, sessionLayer, this::alternatives);
        this.transports = new Transports(context, handshakes, () -> environment.execute(this::announce));
        this.dialler = new Dialler(
                context,
                sessionLayer,
                handshakes,
                transports,
                this::endpointsOf,
                this::announcerOf,
                this::reachFailed,
                this::joinsChanged);
        this.failback = new FailbackScheduler(context, sessionLayer.sessions(), dialler);
        this.auxiliaries = new AuxiliaryTargets(context, sessionLayer, dialler);
        this.heartbeat = new Heartbeat(context, this, sessionLayer.lifecycle());
        this.channel = new MembershipChannel(
                environment,
                counters,
                sessionLayer.sessions(),
                sessionLayer.lifecycle(),
                dialler,
                this::createMembership,
                this::scheduleTick,
                this::overloadedBy);
        this.membership = channel.membership();
        this.pairing = new Pairing(
                id, config.observer(), config.pairing(), config.limits().peers(), this, environment.nanoTime());
    }

    private Membership createMembership(MembershipLinks links) {
        return new Membership(
                new Identity(
                        context.id(), context.incarnation(), context.config().observer()),
                MAX_DIRECTORY_NODES,
                environment.random(),
                run -> Incarnations.isPlausible(run, environment.wallTimeMillis()),
                this::suspicionNs,
                links,
                this,
                this::ownReport,
                environment.nanoTime());
    }

    /** As long as a silent peer is suspect. */
    private long suspicionNs() {
        HeartbeatConfig times = context.config().heartbeat();
        return times.downAfter().minus(times.suspectAfter()).toNanos();
    }

    private static NodeId randomId(Environment environment) {
        return new NodeId(
                new UUID(environment.random().nextLong(), environment.random().nextLong()));
    }

    /** Any thread. */
    SessionLayer sessionLayer() {
        return sessionLayer;
    }

    /** Any thread. */
    NodeContext context() {
        return context;
    }

    /** Any thread. */
    Transports transports() {
        return transports;
    }

    void start() {
        sessionLayer.channels().open(MEMBERSHIP_CHANNEL, "membership", channel);
        announceNow();
        context.config().join().forEach(dialler::join);
    }

    /**
     * Applies another configuration. Values that are read on each use change by themselves; the parts that cache the others are
     * notified. Sessions are not affected. Any thread; returns when the listeners match the configuration.
     */
    void reconfigure(NodeConfig next) {
        NodeConfig before = context.config();
        context.config(next);
        if (!next.listen().equals(before.listen())) {
            transports.listenOnly(next.listen());
        }
        environment.execute(() -> {
            before.join().stream()
                    .filter(endpoint -> !next.join().contains(endpoint))
                    .forEach(this::removeSeed);
            next.join().forEach(dialler::join);
            before.deny().stream().filter(id -> !next.deny().contains(id)).forEach(this::allow);
            next.deny().stream().filter(id -> !before.deny().contains(id)).forEach(this::denyConfigured);
            if (!next.heartbeat().equals(before.heartbeat())) {
                heartbeat.reconfigured();
            }
            if (!next.link().equals(before.link())) {
                failback.reconfigured();
            }
            announce();
        });
    }

    // ---- requests of users

    /** Any thread. */
    CompletionStage<Peer> join(Endpoint endpoint) {
        CompletableFuture<Peer> result = new CompletableFuture<>();
        environment.execute(() -> {
            joining.computeIfAbsent(endpoint, e -> new CompletableFuture<>()).whenComplete((peer, error) -> {
                if (error != null) {
                    result.completeExceptionally(error);
                } else {
                    result.complete(peer);
                }
            });
            sessionLayer.barred().disconnected().stream()
                    .filter(peer -> dialler.isKnownAt(peer, endpoint))
                    .filter(peer -> !denied().contains(peer))
                    .forEach(this::allow);
            dialler.join(endpoint);
            completeJoins();
        });
        return result;
    }

    void removeSeed(Endpoint endpoint) {
        dialler.removeSeed(endpoint);
        joining.remove(endpoint);
        joinsChanged();
    }

    /**
     * Called when the node behind a joined endpoint becomes known or changes. Sessions with joined nodes are kept because the user
     * asked for them.
     */
    private void joinsChanged() {
        sessionLayer.sessions().all().forEach(s -> pairing.joined(s.peer(), dialler.isJoined(s.peer()), now()));
        scheduleTick();
        completeJoins();
    }

    private void completeJoins() {
        for (Endpoint endpoint : List.copyOf(joining.keySet())) {
            dialler.behind(endpoint).flatMap(sessionLayer.sessions()::find).ifPresent(session -> {
                CompletableFuture<Peer> waiting = joining.remove(endpoint);
                if (waiting != null) {
                    waiting.complete(session.view());
                }
            });
        }
    }

    /** Any thread. */
    void deny(NodeId id) {
        if (id.equals(context.id())) {
            throw new IllegalArgumentException("expected the id of another node, got this node's own");
        }
        sessionLayer.barred().deny(id);
        environment.execute(() -> {
            if (sessionLayer.barred().contains(id)) {
                sessionLayer.lifecycle().denied(id);
                review(id);
            }
        });
    }

    /** Denies as many of the configured ids as possible; a refused one is counted and reported. */
    private void denyConfigured(NodeId id) {
        try {
            deny(id);
        } catch (LimitException | IllegalArgumentException e) {
            counters.add("refused.deny");
            context.events()
                    .raise(at ->
                            new NodeEvent.Refused(at, "deny " + id, "refused.deny", String.valueOf(e.getMessage())));
        }
    }

    /** Any thread. */
    void allow(NodeId id) {
        if (sessionLayer.barred().allow(id)) {
            environment.execute(() -> review(id));
        }
    }

    /** Any thread. */
    Set<NodeId> denied() {
        return sessionLayer.barred().denied();
    }

    /** Called when a node becomes barred, or may no longer be barred. */
    private void review(NodeId node) {
        if (closed) {
            return;
        }
        pairing.review(node, now());
        scheduleTick();
        if (!isBarred(node)) {
            dialler.dialAllNow();
        }
    }

    @Override
    public boolean isBarred(NodeId node) {
        return sessionLayer.barred().contains(node);
    }

    /** Any thread but the control loop. */
    List<DirectoryEntry> directory() {
        return directoryView;
    }

    /** Any thread. */
    CompletionStage<List<DirectoryEntry>> discover(Topic topic, Duration timeout) {
        CompletableFuture<List<DirectoryEntry>> found = new CompletableFuture<>();
        environment.execute(() -> {
            try {
                membership.discover(topic, ownEndpoints(), timeout, now(), found::complete);
                scheduleTick();
            } catch (ChaskiException e) {
                found.completeExceptionally(e);
            }
        });
        return found;
    }

    /** Any thread. */
    CompletionStage<NodeReport> report(NodeId peer) {
        CompletableFuture<NodeReport> answer = new CompletableFuture<>();
        environment.execute(() -> {
            membership.report(
                    peer,
                    new ReportReceiver() {
                        @Override
                        public void onReport(NodeReport report) {
                            answer.complete(report);
                        }

                        @Override
                        public void onFailure(String reason) {
                            answer.completeExceptionally(new TransportException(reason));
                        }
                    },
                    now());
            scheduleTick();
        });
        return answer;
    }

    private NodeReport ownReport() {
        List<String> topics = new ArrayList<>();
        sessionLayer.publishedTopics().forEach(t -> topics.add(t.name()));
        sessionLayer.declarations().patterns().forEach(p -> topics.add(p.text()));
        List<NodeReport.PeerLine> peers = sessionLayer.sessions().all().stream()
                .filter(s -> !s.observer())
                .map(s -> new NodeReport.PeerLine(
                        s.peer(),
                        s.peerName(),
                        s.state(),
                        s.link().map(l -> l.remote().scheme()).orElse(""),
                        s.pings().roundTrip().smoothed()))
                .toList();
        return new NodeReport(
                context.id(),
                context.incarnation(),
                context.config().name(),
                ownEndpoints(),
                topics.stream().distinct().sorted().toList(),
                peers);
    }

    private List<Endpoint> ownEndpoints() {
        List<Endpoint> advertised = context.config().advertise();
        return advertised.isEmpty() ? transports.reachable() : advertised;
    }

    /** Chooses endpoints for a newcomer that this node has no room for. */
    private List<Endpoint> alternatives(NodeId newcomer, Endpoint from) {
        return AlternativeNodes.choose(membership.alive(), newcomer, from, environment.random());
    }

    private List<Endpoint> endpointsOf(NodeId node) {
        return membership.entry(node).map(NodeEntry::endpoints).orElse(List.of());
    }

    private NodeId announcerOf(NodeId node) {
        return membership.announcer(node);
    }

    /** Schedules an announcement of this node's own entry. Several changes are announced together. */
    void announce() {
        if (!announceDue && !closed) {
            announceDue = true;
            environment.schedule(ANNOUNCE_DELAY_NS, this::announceNow);
        }
    }

    private void announceNow() {
        announceDue = false;
        if (!closed) {
            pairing.own(
                    sessionLayer.publishedTopics(), sessionLayer.declarations().patterns(), now());
            membership.announce(
                    new Announcement(
                            context.config().name(),
                            ownEndpoints(),
                            sessionLayer.publishedTopics(),
                            sessionLayer.declarations().patterns(),
                            false),
                    now());
            scheduleTick();
        }
    }

    private void scheduleTick() {
        tick.cancel();
        if (closed) {
            return;
        }
        long untilNs = Math.min(membership.deadlineNs(now()) - now(), pairing.deadlineNs(now()) - now());
        tick = environment.schedule(Math.max(1, untilNs), () -> {
            membership.tick(now());
            pairing.tick(now());
            scheduleTick();
        });
    }

    /** Schedules a rebuild of the view that users read, one for several changes. */
    private void directoryChanged() {
        if (!viewDue && !closed) {
            viewDue = true;
            long delayNs = Math.max(ANNOUNCE_DELAY_NS, directoryView.size() * VIEW_DELAY_OF_ONE_NS);
            environment.schedule(delayNs, () -> {
                viewDue = false;
                directoryView = membership.directory();
            });
        }
    }

    private long now() {
        return environment.nanoTime();
    }

    void transportArrived(String scheme) {
        announce();
        dialler.dialAllNow();
        failback.arrived(scheme);
        auxiliaries.transportArrived();
    }

    /**
     * Any thread but the control loop.
     *
     * @return completed when no session uses the transport any more and its links are closing
     */
    CompletionStage<Void> removeTransport(Transport transport) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        String scheme = transport.scheme();
        if (!transports.remove(transport)) {
            over.complete(null);
            return over;
        }
        environment.execute(() -> {
            announce();
            new TransportRemoval(environment, () -> handshakes.closeAll(scheme), over)
                    .begin(scheme, List.copyOf(sessionLayer.sessions().all()), dialler);
        });
        return over;
    }

    // ---- events of sessions

    @Override
    public void onAttached(Session session, boolean first) {
        dialler.attached(session);
        heartbeat.attached(session);
        failback.attached(session);
        auxiliaries.review(session);
        if (first) {
            NodeId peer = session.peer();
            var traits = new PeerTraits(session.observer(), session.takesOpinions(), session.takesEntryChanges());
            membership.sessionUp(peer, session.incarnation(), traits, now());
            pairing.sessionUp(peer, session.peerName(), session.observer(), dialler.isJoined(peer), now());
            scheduleTick();
        } else {
            annotate(session);
        }
        completeJoins();
    }

    @Override
    public void onParked(Session session) {
        annotate(session);
        dialler.parked(session);
    }

    private void annotate(Session session) {
        membership.annotate(session.peer(), session.state(), session.link().isPresent(), now());
        scheduleTick();
    }

    @Override
    public boolean hasNothingToDial(Session session) {
        return dialler.hasNothingToDial(session);
    }

    @Override
    public boolean isJoined(NodeId peer) {
        return dialler.isJoined(peer);
    }

    @Override
    public boolean isLoopback(String host) {
        return LoopbackAddresses.contains(host);
    }

    @Override
    public void onAuxiliary(Session session) {
        auxiliaries.review(session);
    }

    @Override
    public void onDeclared(Session session) {
        counters.add("declarations.applied");
    }

    @Override
    public void onOpinion(Session session) {
        annotate(session);
    }

    @Override
    public void onEnded(Session session, String reason) {
        heartbeat.ended(session);
        failback.ended(session);
        auxiliaries.ended(session);
        channel.sessionEnded(session.peer());
        membership.sessionEnded(session.peer(), session.peerLost(), now());
        pairing.sessionEnded(session.peer(), now());
        scheduleTick();
        dialler.ended(session);
    }

    @Override
    public void onDisconnected(NodeId node) {
        review(node);
        environment.schedule(Peer.DISCONNECTED_FOR.toNanos(), () -> review(node));
    }

    @Override
    public void onIdInUse(String where, String whose) {
        counters.add("ids.inUse");
        if (isDue(idInUseReportedNs)) {
            idInUseReportedNs = now();
            context.events().raise(at -> new NodeEvent.DuplicateId(at, where + ": " + whose));
        }
    }

    /**
     * The later incarnation may be an earlier run of this node whose clock was ahead. Without sessions, becoming a later
     * incarnation loses nothing.
     */
    @Override
    public void onLaterRunKnown(String where, long incarnation) {
        if (incarnation <= context.incarnation()) {
            return; // sent before this node became a later incarnation
        }
        boolean canBe = Incarnations.canBeSurpassed(incarnation, environment.wallTimeMillis());
        if (canBe && sessionLayer.sessions().all().isEmpty()) {
            restartIncarnation(incarnation);
            return;
        }
        counters.add("ids.laterRunKnown");
        if (isDue(laterRunReportedNs)) {
            laterRunReportedNs = now();
            context.events()
                    .raise(at -> new NodeEvent.Refused(
                            at,
                            where,
                            "ids.laterRunKnown",
                            "a later run of this node's id is known there, from before the clock was set back or of"
                                    + " another node; this one keeps its sessions"));
        }
    }

    /** A peer sends faster than this node reads, or this node was stopped for a while. */
    private void overloadedBy(Session session) {
        context.events()
                .raise(at -> new NodeEvent.Refused(
                        at,
                        session.lastHost(),
                        MembershipChannel.OVERLOAD,
                        "it sent more of the directory at once than this node could read; the rest is requested again."
                                + " If this goes on, give this process more CPU time"));
    }

    private boolean isDue(@Nullable Long lastNs) {
        return lastNs == null || now() - lastNs >= OWN_ID_REPORT_NS;
    }

    private void restartIncarnation(long earlier) {
        sessionLayer.lifecycle().leaveAll("this node goes on as a later incarnation");
        context.incarnation(Math.max(environment.wallTimeMillis(), earlier + 1));
        membership.reincarnate(context.incarnation(), now());
        scheduleTick();
    }

    // ---- events of membership

    @Override
    public void onEntry(NodeId id, Optional<NodeEntry> before, Optional<NodeEntry> after, boolean left) {
        directoryChanged();
        dialler.endpointsChanged();
        auxiliaries.review(id);
        Set<String> known = before.map(Coordinator::schemes).orElse(Set.of());
        if (before.isPresent() && after.isPresent()) {
            schemes(after.get()).stream().filter(s -> !known.contains(s)).forEach(s -> failback.arrivedAt(id, s));
        }
        pairing.onEntry(id, after, left, now());
        scheduleTick();
    }

    private static Set<String> schemes(NodeEntry entry) {
        return entry.endpoints().stream().map(Endpoint::scheme).collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public void onStateChanged() {
        directoryChanged();
    }

    @Override
    public void onPeerNeeds(NodeId peer, SessionNeed need) {
        pairing.peerNeeds(peer, need, now());
        scheduleTick();
    }

    @Override
    public void onSuperseded(long incarnation) {
        onLaterRunKnown("the directory", incarnation);
    }

    @Override
    public void onCount(String counter) {
        counters.add(counter);
        String reason = IMPLAUSIBLE_NEWS.get(counter);
        if (reason != null && isDue(implausibleReportedNs.get(counter))) {
            implausibleReportedNs.put(counter, now());
            context.events().raise(at -> new NodeEvent.Refused(at, "the directory", counter, reason));
        }
    }

    // ---- actions of pairing

    @Override
    public void reach(NodeId node) {
        dialler.reach(node);
    }

    @Override
    public void stopReaching(NodeId node) {
        dialler.release(node);
    }

    private void reachFailed(NodeId node, String reason) {
        pairing.reachFailed(node, reason);
    }

    @Override
    public void need(NodeId peer, SessionNeed need) {
        membership.need(peer, need, now());
        scheduleTick();
    }

    /** Ends a session once everything on it is acknowledged. */
    @Override
    public void leave(NodeId peer, String reason) {
        sessionLayer.sessions().find(peer).ifPresent(session -> leaveWhenSettled(session, reason));
    }

    private void leaveWhenSettled(Session session, String reason) {
        if (session.isSettled()) {
            sessionLayer.lifecycle().leave(session, reason);
        } else if (session.life() != Session.Life.ENDED) {
            environment.schedule(SETTLE_CHECK_NS, () -> leaveWhenSettled(session, reason));
        }
    }

    @Override
    public void bootstrap(boolean wanted) {
        dialler.bootstrap(wanted);
    }

    @Override
    public void paired(NodeId peer, String name, String topic) {
        context.events().raise(at -> new NodeEvent.Paired(at, peer, name, topic));
    }

    @Override
    public void failed(NodeId node, String name, String reason) {
        context.events().raise(at -> new NodeEvent.PairingFailed(at, node, name, reason));
    }

    // ---- shutdown

    void stopAccepting() {
        sessionLayer.lifecycle().stopAccepting();
        sessionLayer.declarations().close();
        failback.close();
        auxiliaries.close();
        dialler.close();
        transports.close();
        if (!context.config().observer()) {
            membership.leave(now());
        }
    }

    /** Ends the sessions with peers in doubt: a node that closes does not wait for them. */
    void leavePeersInDoubt() {
        sessionLayer.sessions().all().stream()
                .filter(Session::isInDoubt)
                .forEach(s -> sessionLayer.lifecycle().close(s, "the node is closing, and the peer is in doubt"));
    }

    /** Ends the sessions without a link, which cannot resume because this node neither dials nor listens any more. */
    void leaveParkedPeers() {
        sessionLayer.sessions().all().stream()
                .filter(s -> s.life() == Session.Life.PARKED)
                .forEach(s ->
                        sessionLayer.lifecycle().close(s, "the node is closing, and there is no link to the peer"));
    }

    boolean isSettled() {
        return sessionLayer.sessions().all().stream().allMatch(Session::isSettled);
    }

    void sayGoodbye() {
        sessionLayer.lifecycle().leaveAll("the node is closing");
    }

    void close() {
        closed = true;
        tick.cancel();
        handshakes.close();
    }
}
