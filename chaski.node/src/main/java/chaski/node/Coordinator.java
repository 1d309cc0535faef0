package chaski.node;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.NodeConfig;
import chaski.api.transport.Transport;
import chaski.node.context.ControlLoop;
import chaski.node.context.Counters;
import chaski.node.context.Events;
import chaski.node.context.NodeContext;
import chaski.node.dial.Dialler;
import chaski.node.dial.SessionLinks;
import chaski.node.identity.NodeSecurity;
import chaski.node.link.Handshakes;
import chaski.node.link.LoopbackAddresses;
import chaski.node.link.Transports;
import chaski.node.membership.Membership;
import chaski.node.membership.MembershipListener;
import chaski.node.membership.NodeEntry;
import chaski.node.membership.PeerTraits;
import chaski.node.membership.SessionNeed;
import chaski.node.pairing.Pairing;
import chaski.node.session.Heartbeat;
import chaski.node.session.Session;
import chaski.node.session.SessionLayer;
import chaski.node.session.SessionListener;
import chaski.node.wire.Hello;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Connects the parts of the engine that deal with other nodes: links, sessions, heartbeat, membership and pairing. It creates them,
 * and passes the events of each on to the others.
 *
 * <p>Confined to the control loop, unless a method states otherwise.
 */
final class Coordinator implements SessionListener, MembershipListener {

    private final ControlLoop loop;
    private final NodeContext context;
    private final SessionLayer sessionLayer;
    private final Handshakes handshakes;
    private final Transports transports;
    private final SelfDescription self;
    private final Dialler dialler;
    private final SessionLinks links;
    private final CredentialsWatch credentials;
    private final Heartbeat heartbeat;
    private final RefusedNews refusedNews;
    private final MembershipChannel channel;
    private final Membership membership;
    private final DirectoryView directory;
    private final IdentityGuard identity;
    private final Pairing pairing;
    private final Announcer announcer;
    private final AccessControl access;
    private final Joins joins;
    private final NetworkQueries queries;

    Coordinator(NodeConfig config, NodeSecurity security, ControlLoop loop, Counters counters, Events events) {
        this.loop = loop;
        this.context = new NodeContext(config, security, loop, counters, events);
        this.sessionLayer = new SessionLayer(context, this, () -> loop.execute(this::announce));
        this.handshakes = new Handshakes(context, sessionLayer, this::alternatives);
        this.transports = new Transports(context, handshakes, () -> loop.execute(this::announce));
        this.self = new SelfDescription(context, sessionLayer, transports);
        this.dialler = new Dialler(
                context,
                sessionLayer,
                handshakes,
                transports,
                this::endpointsOf,
                this::announcerOf,
                this::reachFailed,
                this::joinsChanged);
        this.links = new SessionLinks(context, sessionLayer, dialler);
        this.credentials = new CredentialsWatch(context);
        this.heartbeat = new Heartbeat(context, this, sessionLayer.lifecycle());
        this.refusedNews = new RefusedNews(context);
        this.channel = new MembershipChannel(
                loop,
                counters,
                sessionLayer.sessions(),
                sessionLayer.lifecycle(),
                dialler,
                links -> MembershipSetup.create(context, loop, links, this, self::report),
                session -> refusedNews.overloadedBy(session.attach().lastHost()));
        this.membership = channel.membership();
        this.directory = new DirectoryView(loop, membership::directory);
        this.identity = new IdentityGuard(context, sessionLayer, membership);
        this.pairing = new Pairing(
                context.id(),
                config.observer(),
                config.pairing(),
                config.limits().peers(),
                new PairingDecisions(context, sessionLayer, dialler, membership),
                now());
        this.announcer = new Announcer(loop, self, membership, pairing);
        this.access = new AccessControl(context, sessionLayer, dialler, pairing);
        this.joins = new Joins(loop, sessionLayer.sessions(), dialler, pairing, access);
        this.queries = new NetworkQueries(loop, membership, self::endpoints);
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

    /** Any thread. */
    AccessControl access() {
        return access;
    }

    /** Any thread. */
    DirectoryView directory() {
        return directory;
    }

    /** Any thread. */
    NetworkQueries queries() {
        return queries;
    }

    /** Any thread. */
    DirectoryEntry self() {
        return self.entry();
    }

    Joins joins() {
        return joins;
    }

    void start() {
        loop.timer().add(membership);
        loop.timer().add(pairing);
        sessionLayer.channels().open(MembershipChannel.NUMBER, "membership", channel);
        announcer.announce();
        credentials.start();
        links.start();
        context.security().onChange(() -> loop.execute(() -> membership.credentialsChanged(now())));
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
        loop.execute(() -> {
            before.join().stream()
                    .filter(endpoint -> !next.join().contains(endpoint))
                    .forEach(joins::removeSeed);
            next.join().forEach(dialler::join);
            access.reconfigure(before.deny(), next.deny());
            if (!next.heartbeat().equals(before.heartbeat())) {
                heartbeat.reconfigured();
            }
            if (!next.link().equals(before.link())) {
                links.reconfigured();
            }
            announce();
        });
    }

    // ---- what parts need that were created before others

    /** Chooses endpoints for a newcomer that this node has no room for. */
    private List<Endpoint> alternatives(NodeId newcomer, Endpoint from) {
        return AlternativeNodes.choose(membership.alive(), newcomer, from, loop.random());
    }

    private List<Endpoint> endpointsOf(NodeId node) {
        return membership.entry(node).map(NodeEntry::endpoints).orElse(List.of());
    }

    private NodeId announcerOf(NodeId node) {
        return membership.announcer(node);
    }

    private void joinsChanged() {
        joins.changed();
    }

    private void reachFailed(NodeId node, String reason) {
        pairing.reachFailed(node, reason);
    }

    /** Schedules an announcement of this node's own entry. Several changes are announced together. */
    void announce() {
        announcer.request();
    }

    private long now() {
        return loop.nanoTime();
    }

    void transportArrived(String scheme) {
        announce();
        dialler.dialAllNow();
        links.transportArrived(scheme);
    }

    /**
     * Any thread but the control loop.
     *
     * @return completed when no session uses the transport any more and its links are closing
     */
    CompletionStage<Void> removeTransport(Transport transport) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        if (transports.remove(transport)) {
            String scheme = transport.scheme();
            loop.execute(() -> {
                announce();
                new TransportRemoval(loop, () -> handshakes.closeAll(scheme), over)
                        .begin(scheme, List.copyOf(sessionLayer.sessions().all()), dialler);
            });
        } else {
            over.complete(null);
        }
        return over;
    }

    // ---- events of sessions

    @Override
    public void onAttached(Session session, boolean first) {
        dialler.attached(session);
        heartbeat.attached(session);
        links.attached(session);
        if (first) {
            NodeId peer = session.peer();
            var traits = new PeerTraits(
                    session.observer(),
                    session.hasCapability(Hello.OPINIONS),
                    session.hasCapability(Hello.ENTRY_CHANGES));
            channel.sessionBegins(session);
            membership.sessionUp(peer, session.incarnation(), traits, now());
            pairing.sessionUp(peer, session.peerName(), session.observer(), dialler.isJoined(peer), now());
        } else {
            annotate(session);
        }
        joins.complete();
    }

    @Override
    public void onParked(Session session) {
        annotate(session);
        dialler.parked(session);
    }

    private void annotate(Session session) {
        membership.annotate(session.peer(), session.state(), session.link().isPresent(), now());
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
        links.auxiliaryChanged(session);
    }

    @Override
    public void onRenewalRequested(Session session) {
        links.renewalRequested(session);
    }

    @Override
    public void onDeclared(Session session) {
        context.counters().add("declarations.applied");
    }

    @Override
    public void onOpinion(Session session) {
        annotate(session);
    }

    @Override
    public void onEnded(Session session, String reason) {
        heartbeat.ended(session);
        links.ended(session);
        channel.sessionEnded(session.peer());
        membership.sessionEnded(session.peer(), session.peerLost(), now());
        pairing.sessionEnded(session.peer(), now());
        dialler.ended(session);
    }

    @Override
    public void onDisconnected(NodeId node) {
        access.disconnected(node);
    }

    @Override
    public void onIdInUse(String where, String whose) {
        identity.idInUse(where, whose);
    }

    @Override
    public void onLaterRunKnown(String where, long incarnation) {
        identity.laterRunKnown(where, incarnation);
    }

    // ---- events of membership

    @Override
    public void onEntry(NodeId id, Optional<NodeEntry> before, Optional<NodeEntry> after, boolean left) {
        directory.changed();
        dialler.endpointsChanged();
        links.entryChanged(id);
        if (before.isPresent() && after.isPresent()) {
            links.endpointsChanged(id, before.get().endpoints(), after.get().endpoints());
        }
        pairing.onEntry(id, after, left, now());
    }

    @Override
    public void onStateChanged() {
        directory.changed();
    }

    @Override
    public void onPeerNeeds(NodeId peer, SessionNeed need) {
        pairing.peerNeeds(peer, need, now());
    }

    @Override
    public void onSuperseded(long incarnation) {
        identity.laterRunKnown("the directory", incarnation);
    }

    @Override
    public void onRefused(NodeId from, String counter, String reason) {
        refusedNews.refused(from, counter, reason);
    }

    @Override
    public void onCount(String counter) {
        refusedNews.count(counter);
    }

    // ---- shutdown

    void stopAccepting() {
        sessionLayer.lifecycle().stopAccepting();
        sessionLayer.declarations().close();
        links.close();
        dialler.close();
        transports.close();
        if (!context.config().observer()) {
            membership.leave(now());
        }
    }

    void close() {
        loop.timer().stop();
        announcer.close();
        access.close();
        directory.close();
        handshakes.close();
        context.access().close();
        credentials.close();
        context.security().close();
    }
}
