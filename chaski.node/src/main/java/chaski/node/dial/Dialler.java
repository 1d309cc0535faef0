package chaski.node.dial;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.LinkConfig;
import chaski.api.node.NodeEvent;
import chaski.api.protocol.Environment;
import chaski.api.transport.ConnectionRefusedException;
import chaski.api.transport.Feature;
import chaski.api.transport.Link;
import chaski.api.transport.Transport;
import chaski.node.context.NodeContext;
import chaski.node.dial.DialFailures.Failure;
import chaski.node.link.DialAttempt;
import chaski.node.link.Handshakes;
import chaski.node.link.HostNames;
import chaski.node.link.Transports;
import chaski.node.session.BarredPeers;
import chaski.node.session.Session;
import chaski.node.session.SessionLayer;
import chaski.node.session.SessionLifecycle;
import chaski.node.session.SessionTable;
import chaski.node.wire.RefusalCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Dials everything that is wanted: endpoints given by the user, indefinitely; peers whose session is parked, until it resumes or
 * ends; and nodes to pair with, for as long as pairing needs them. Confined to the control loop.
 */
public final class Dialler {

    private static final long LEARNED_FOR_NS = Duration.ofHours(24).toNanos();

    /** In a framework, transports start a moment after nodes do. */
    private static final long TRANSPORT_PATIENCE_NS = Duration.ofSeconds(2).toNanos();

    private static final int MAX_LEARNED_NODES = 10_000;

    private final NodeContext context;
    private final SessionTable sessions;
    private final SessionLifecycle lifecycle;
    private final BarredPeers barred;
    private final Handshakes handshakes;
    private final Transports transports;
    private final Connector connector;
    private final Function<NodeId, List<Endpoint>> directory;
    private final BiConsumer<NodeId, String> onFailure;
    private final Runnable onReached;
    private final DialFailures failures;
    private final Referrals referrals;
    private final DialThrottle throttle;
    private final Function<NodeId, NodeId> announcers;
    private final Map<Endpoint, DialTarget> joined = new LinkedHashMap<>();
    private final Map<NodeId, DialTarget> wanted = new LinkedHashMap<>();
    private final Map<NodeId, DialTarget> parked = new LinkedHashMap<>();
    private final Map<NodeId, Backoff> resumes = new HashMap<>();
    private final Map<NodeId, Learned> learned = new LinkedHashMap<>();

    /** Endpoints at which another node has answered than the one that was dialled there, with that other node. */
    private final Map<Endpoint, NodeId> takenOver = new LinkedHashMap<>();

    private boolean bootstrap = true;
    private final Set<CompletionStage<Link>> underWay = new LinkedHashSet<>();
    private volatile boolean closed;

    /**
     * Creates a dialler without targets.
     *
     * @param context this node
     * @param layer the sessions
     * @param handshakes takes the links
     * @param transports opens the links
     * @param directory the endpoints that are known of a node
     * @param announcers the peer that sent them, or the node itself
     * @param onFailure called with a wanted node that could not be reached, and the reason
     * @param onReached called when the node behind an endpoint becomes known; the session may exist already or follow
     */
    public Dialler(
            NodeContext context,
            SessionLayer layer,
            Handshakes handshakes,
            Transports transports,
            Function<NodeId, List<Endpoint>> directory,
            Function<NodeId, NodeId> announcers,
            BiConsumer<NodeId, String> onFailure,
            Runnable onReached) {
        this.context = context;
        this.sessions = layer.sessions();
        this.lifecycle = layer.lifecycle();
        this.barred = layer.barred();
        this.handshakes = handshakes;
        this.transports = transports;
        this.connector = new Connector(context.environment(), HostNames.JDK);
        this.directory = directory;
        this.announcers = announcers;
        this.onFailure = onFailure;
        this.onReached = onReached;
        this.failures = new DialFailures(context);
        this.referrals = new Referrals(this, this::hasPeer);
        this.throttle = new DialThrottle(
                context.environment(), () -> context.config().limits(), context.counters(), this::dial, this::held);
    }

    private record Learned(Set<Endpoint> endpoints, long atNs) {}

    // ---- targets

    /**
     * Dials an endpoint until there is a session, and again whenever there is none, indefinitely.
     *
     * @param endpoint the endpoint
     */
    public void join(Endpoint endpoint) {
        if (!joined.containsKey(endpoint)) {
            failures.forget(endpoint);
            joined.put(endpoint, target(null, () -> List.of(endpoint)));
            if (transports.find(endpoint.scheme()).isEmpty()) {
                environment().schedule(TRANSPORT_PATIENCE_NS, () -> reportMissingTransport(endpoint));
            }
        }
        joined.get(endpoint).dialSoon();
    }

    private void reportMissingTransport(Endpoint endpoint) {
        if (joined.containsKey(endpoint) && transports.find(endpoint.scheme()).isEmpty()) {
            failures.failed(null, new Failure(endpoint, RefusalCode.OTHER, "this node has no transport for it yet"));
        }
    }

    /**
     * Enables or disables the dialling of joined endpoints until further notice.
     *
     * @param dial true to dial them
     */
    public void bootstrap(boolean dial) {
        bootstrap = dial;
        joined.values().forEach(DialTarget::dialSoon);
    }

    boolean mayBootstrap() {
        return bootstrap;
    }

    /**
     * Stops dialling an endpoint.
     *
     * @param endpoint the endpoint
     */
    public void removeSeed(Endpoint endpoint) {
        stop(joined.remove(endpoint));
    }

    /**
     * Checks if a node is behind a joined endpoint.
     *
     * @param node the node
     * @return true if it is
     */
    public boolean isJoined(NodeId node) {
        return joined.values().stream()
                .anyMatch(t -> t.reached().filter(node::equals).isPresent());
    }

    /**
     * Returns the node that was found behind a joined endpoint.
     *
     * @param endpoint the endpoint
     * @return the node
     */
    public Optional<NodeId> behind(Endpoint endpoint) {
        return Optional.ofNullable(joined.get(endpoint)).flatMap(DialTarget::reached);
    }

    /**
     * Dials a node as needed until {@link #release}.
     *
     * @param node the node
     */
    public void reach(NodeId node) {
        wanted.computeIfAbsent(node, n -> target(n, () -> endpoints(n))).dialSoon();
    }

    /**
     * Stops dialling a node.
     *
     * @param node the node
     */
    public void release(NodeId node) {
        stop(wanted.remove(node));
    }

    /**
     * Dials once, to send an answer to the node that asked from there.
     *
     * @param node the expected node
     * @param endpoints its endpoints
     * @param announcer the peer that sent the query
     */
    public void contact(NodeId node, List<Endpoint> endpoints, NodeId announcer) {
        for (Endpoint endpoint : endpoints) {
            if (canDial(node, endpoint)) {
                attempt(new Contact(node, endpoint, announcer));
            }
        }
    }

    /**
     * Tries to move a session that has a link to another transport, at all endpoints of the peer that can be dialled. Nothing is
     * retried: if the transport is removed before a move succeeds, the session is parked.
     *
     * @param session the session
     * @param from the scheme of the transport to move away from, which accepts no new links any more
     * @param whenOver called once, when the session is on another transport or no attempt is left
     */
    public void moveAway(Session session, String from, Runnable whenOver) {
        List<Endpoint> others = dialable(session.peer()).stream()
                .filter(endpoint -> !endpoint.scheme().equals(from))
                .toList();
        new SessionMigration(this, session, from, whenOver).begin(others);
    }

    /** Tries to move a session from its link to one of the given endpoints of its peer, like {@link #moveAway}. */
    void moveTo(Session session, List<Endpoint> endpoints, Runnable whenOver) {
        String from = session.link().map(link -> link.remote().scheme()).orElse("");
        new SessionMigration(this, session, from, whenOver).begin(endpoints);
    }

    private record Contact(NodeId node, Endpoint endpoint, NodeId from) implements DialAttempt {

        @Override
        public Optional<NodeId> announcer() {
            return Optional.of(from);
        }

        @Override
        public boolean isMove() {
            return false;
        }

        @Override
        public Optional<NodeId> expected() {
            return Optional.of(node);
        }

        @Override
        public void succeeded(NodeId peer) {
            // The session itself notifies whatever waits for it.
        }

        @Override
        public void failed(RefusalCode code, String reason) {
            // Whatever waits for the session has a deadline of its own.
        }
    }

    // ---- events

    /**
     * Called when a session has lost its last link.
     *
     * @param session the session
     */
    public void parked(Session session) {
        NodeId peer = session.peer();
        DialTarget target = parked.computeIfAbsent(
                peer, n -> new DialTarget(this, n, () -> endpoints(n), resumes.computeIfAbsent(n, x -> backoff())));
        target.dialAgain();
        dialWhatItHadTaken(peer);
    }

    /** Dials the endpoints that a peer had taken over for the nodes that were there before. */
    private void dialWhatItHadTaken(NodeId peer) {
        if (takenOver.containsValue(peer)) {
            targets().forEach(DialTarget::dialSoon);
        }
    }

    /**
     * Called when a session has a link.
     *
     * @param session the session
     */
    public void attached(Session session) {
        stop(parked.remove(session.peer()));
        resumes.computeIfAbsent(session.peer(), n -> backoff())
                .succeeded(context.environment().nanoTime());
    }

    /**
     * Called when a session has ended: targets that still need its node dial again.
     *
     * @param session the session
     */
    public void ended(Session session) {
        stop(parked.remove(session.peer()));
        resumes.remove(session.peer());
        for (DialTarget target : targets()) {
            if (target.reached().filter(session.peer()::equals).isPresent()) {
                target.dialSoon();
            }
        }
        dialWhatItHadTaken(session.peer());
    }

    /** Called when a transport was added, or after another change that makes dialling at once worthwhile. */
    public void dialAllNow() {
        throttle.retry();
        targets().forEach(DialTarget::dialNow);
    }

    /** Called when the directory entry of a node has changed. */
    public void endpointsChanged() {
        targets().forEach(DialTarget::dialSoon);
    }

    /** Stops dialling. */
    public void close() {
        closed = true;
        targets().forEach(DialTarget::stop);
        referrals.close();
        throttle.close();
        joined.clear();
        wanted.clear();
        parked.clear();
        for (CompletionStage<Link> dialled : List.copyOf(underWay)) {
            if (dialled instanceof CompletableFuture<Link> attempt) {
                attempt.cancel(false);
            }
        }
    }

    private List<DialTarget> targets() {
        List<DialTarget> all = new ArrayList<>(joined.values());
        all.addAll(wanted.values());
        all.addAll(parked.values());
        return all;
    }

    private DialTarget target(@Nullable NodeId node, Supplier<List<Endpoint>> endpoints) {
        return new DialTarget(this, node, endpoints, backoff());
    }

    private Backoff backoff() {
        return new Backoff(
                () -> context.config().reconnect(), context.environment().random());
    }

    private static void stop(@Nullable DialTarget target) {
        if (target != null) {
            target.stop();
        }
    }

    // ---- services for targets

    Environment environment() {
        return context.environment();
    }

    boolean isAttached(NodeId node) {
        return sessions.find(node)
                .filter(s -> s.life() == Session.Life.ATTACHED)
                .isPresent();
    }

    boolean isResumable(NodeId node) {
        return sessions.find(node).isPresent();
    }

    /**
     * True if dialling an endpoint is useful. It is not for an endpoint that was learned as another node's and is this node's own
     * as well: machines in different networks may have the same address (containers behind a bridge, private networks), and this
     * node would reach itself.
     */
    boolean canDial(@Nullable NodeId node, Endpoint endpoint) {
        return !closed
                && endpoint.port() != 0
                && transports.find(endpoint.scheme()).isPresent()
                && (node == null || (!transports.isOwn(endpoint) && !barred.contains(node)));
    }

    /** The remaining time for which an endpoint is not dialled, because a barred node was found behind it. */
    long barredNs(NodeId node) {
        return barred.delayNs(node);
    }

    /**
     * Returns whether a node is known under an endpoint.
     *
     * @param node the node
     * @param endpoint the endpoint
     * @return true if the node announces it or was found there
     */
    public boolean isKnownAt(NodeId node, Endpoint endpoint) {
        return endpoints(node).contains(endpoint);
    }

    /** True if an endpoint of some other node can be dialled. */
    boolean canDialNamed(Endpoint endpoint) {
        return canDial(null, endpoint) && !transports.isOwn(endpoint);
    }

    /** Called when a joined node is full and has named others. */
    void named(List<Endpoint> alternatives) {
        referrals.named(alternatives);
    }

    private boolean hasPeer() {
        return sessions.all().stream()
                .anyMatch(session -> !session.observer() && session.life() == Session.Life.ATTACHED);
    }

    /** Called when none of these endpoints can be dialled until something changes. */
    void cannotDial(@Nullable NodeId node, List<Endpoint> endpoints) {
        if (node != null && wanted.containsKey(node) && !endpoints.isEmpty()) {
            List<Endpoint> foreign =
                    endpoints.stream().filter(e -> !transports.isOwn(e)).toList();
            onFailure.accept(
                    node,
                    foreign.isEmpty()
                            ? "this node itself listens on " + listed(endpoints)
                            : "this node has no transport for " + listed(foreign));
        }
    }

    private static String listed(List<Endpoint> endpoints) {
        return endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(", "));
    }

    /** The endpoints at which a node can be dialled now. */
    List<Endpoint> dialable(NodeId node) {
        return endpoints(node).stream()
                .filter(endpoint -> canDial(node, endpoint))
                .toList();
    }

    /** The endpoints at which a node can be dialled now by a transport whose links carry datagrams. */
    List<Endpoint> dialableForDatagrams(NodeId node) {
        return dialable(node).stream()
                .filter(endpoint -> transports
                        .find(endpoint.scheme())
                        .filter(transport -> transport.features().contains(Feature.DATAGRAM))
                        .isPresent())
                .toList();
    }

    /**
     * Groups endpoints by preference, the best first. The endpoints of a transport on which the node has just become silent come
     * last.
     */
    Collection<List<Endpoint>> byPreference(Optional<NodeId> node, List<Endpoint> endpoints) {
        LinkConfig config = context.config().link();
        String last =
                node.flatMap(sessions::find).map(Session::unansweredScheme).orElse("");
        return endpoints.stream()
                .collect(Collectors.groupingBy(
                        endpoint -> endpoint.scheme().equals(last) ? Integer.MAX_VALUE : config.rank(endpoint.scheme()),
                        TreeMap::new,
                        Collectors.toList()))
                .values();
    }

    long headStartNs() {
        return context.config().link().headStart().toNanos();
    }

    /**
     * Checks if a peer without a link can only be waited for: no endpoint of it is known that could be dialled, although the
     * transport of its last link is present.
     *
     * @param session the session with that peer
     * @return true if nothing can be dialled
     */
    public boolean hasNothingToDial(Session session) {
        return dialable(session.peer()).isEmpty()
                && transports.find(session.lastScheme()).isPresent();
    }

    /** True if another node has answered at an endpoint and has a link now. */
    boolean isTakenOver(Endpoint endpoint, @Nullable NodeId from) {
        NodeId by = takenOver.get(endpoint);
        return from != null && by != null && !by.equals(from) && isAttached(by);
    }

    /**
     * Called when a node answers at an endpoint. Peers without a link that were there before seem to have ended.
     *
     * @return whether a session with that node is wanted
     */
    boolean answered(Endpoint endpoint, Optional<NodeId> expected, NodeId answering) {
        takenOver.remove(endpoint);
        boolean isExpected = expected.filter(answering::equals).isPresent();
        if (expected.isPresent() && !isExpected) {
            takenOver.put(endpoint, answering);
            if (takenOver.size() > MAX_LEARNED_NODES) {
                takenOver.remove(takenOver.keySet().iterator().next());
            }
        }
        if (!answering.equals(context.id())) {
            List.copyOf(parked.keySet()).stream()
                    .filter(peer -> !peer.equals(answering))
                    .flatMap(peer -> sessions.find(peer).stream())
                    .filter(session -> wasThere(session, endpoint))
                    .forEach(session -> lifecycle.answeredByAnother(session, answering));
        }
        return isExpected
                || joined.containsKey(endpoint)
                || wanted.containsKey(answering)
                || parked.containsKey(answering);
    }

    /** An announced endpoint alone does not prove that a peer was there: two machines may announce the same private address. */
    private boolean wasThere(Session session, Endpoint endpoint) {
        Learned known = learned.get(session.peer());
        return (known != null && known.endpoints().contains(endpoint))
                || (endpoint.host().equals(session.lastHost())
                        && endpoints(session.peer()).contains(endpoint));
    }

    /** Called when an endpoint was reached as expected: its next failure is reported. */
    void recovered(Endpoint endpoint) {
        failures.forget(endpoint);
    }

    void learned(NodeId node, Endpoint endpoint) {
        DialTarget joinedThere = joined.get(endpoint);
        if (joinedThere != null) {
            joinedThere.reached(node);
        }
        Learned before = learned.remove(node);
        Set<Endpoint> all = before == null ? new LinkedHashSet<>() : before.endpoints();
        all.add(endpoint);
        learned.put(node, new Learned(all, context.environment().nanoTime()));
        if (learned.size() > MAX_LEARNED_NODES) {
            learned.remove(learned.keySet().iterator().next());
        }
        onReached.run();
    }

    void failed(@Nullable NodeId node, String reason) {
        if (node != null && wanted.containsKey(node)) {
            onFailure.accept(node, reason);
        }
        context.counters().add("dial.failed");
    }

    /** Called when all endpoints that were dialled for a target have failed and it was not reached in another way. */
    void allFailed(@Nullable NodeId node, List<Failure> round) {
        round.forEach(failure -> failures.failed(node, failure));
    }

    /** The endpoints that a node announces and those at which it was reached before. */
    private List<Endpoint> endpoints(NodeId node) {
        Set<Endpoint> all = new LinkedHashSet<>(directory.apply(node));
        Learned known = learned.get(node);
        if (known != null) {
            if (context.environment().nanoTime() - known.atNs() < LEARNED_FOR_NS || isResumable(node)) {
                all.addAll(known.endpoints());
            } else {
                learned.remove(node);
            }
        }
        joined.forEach((endpoint, target) -> {
            if (target.reached().filter(node::equals).isPresent()) {
                all.add(endpoint);
            }
        });
        return new ArrayList<>(all);
    }

    /** Dials at once if the endpoint is known to be the node's; an attempt at an unverified endpoint waits in the throttle. */
    void attempt(DialAttempt attempt) {
        NodeId node = attempt.expected().orElse(null);
        if (node == null || isVerified(node, attempt.endpoint())) {
            dial(attempt);
        } else {
            throttle.submit(attempt.announcer().orElseGet(() -> announcers.apply(node)), attempt);
        }
    }

    /** True if the user has joined the endpoint, the node has answered there before, or its last link came from that host. */
    private boolean isVerified(NodeId node, Endpoint endpoint) {
        Learned known = learned.get(node);
        return joined.containsKey(endpoint)
                || (known != null && known.endpoints().contains(endpoint))
                || sessions.find(node)
                        .filter(session -> session.lastHost().equals(endpoint.host()))
                        .isPresent();
    }

    private void held(NodeId announcer) {
        context.events()
                .raise(at -> new NodeEvent.Refused(
                        at,
                        announcer.toString(),
                        "dialThrottle.held",
                        "it announces many endpoints at which the announced nodes do not answer; they are dialled"
                                + " slowly: check what that node announces, and firewalls"));
    }

    private void dial(DialAttempt attempt) {
        Endpoint endpoint = attempt.endpoint();
        Transport transport = transports.find(endpoint.scheme()).orElse(null);
        if (transport == null) {
            attempt.failed(RefusalCode.OTHER, "no transport for " + endpoint);
            return;
        }
        context.counters().add("dial.attempts");
        Optional<Session> redialled = attempt.expected().flatMap(sessions::find);
        redialled.ifPresent(lifecycle::redialBegun);
        Duration timeout = context.config().reconnect().connectTimeout();
        long deadlineNs = context.environment().nanoTime() + timeout.toNanos();
        CompletionStage<Link> dialled = connector.connect(transport, endpoint, timeout);
        underWay.add(dialled);
        dialled.whenComplete((link, error) -> {
            if (link != null && closed) {
                link.close(); // the control loop may have ended
            } else {
                context.environment().execute(() -> {
                    underWay.remove(dialled);
                    Throwable cause = unwrapped(error);
                    redialled.ifPresent(
                            session -> lifecycle.redialEnded(session, cause instanceof ConnectionRefusedException));
                    connected(attempt, link, cause, deadlineNs);
                });
            }
        });
    }

    private static @Nullable Throwable unwrapped(@Nullable Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private void connected(DialAttempt attempt, @Nullable Link link, @Nullable Throwable cause, long deadlineNs) {
        if (link == null) {
            attempt.failed(RefusalCode.OTHER, cause == null ? "no link" : String.valueOf(cause.getMessage()));
        } else if (closed) {
            link.close();
        } else {
            handshakes.dialled(
                    link,
                    attempt,
                    Math.max(1, deadlineNs - context.environment().nanoTime()));
        }
    }
}
