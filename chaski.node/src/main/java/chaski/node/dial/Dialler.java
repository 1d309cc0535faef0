package chaski.node.dial;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.node.context.NodeContext;
import chaski.node.dial.DialFailures.Failure;
import chaski.node.frame.SessionLink;
import chaski.node.link.Handshakes;
import chaski.node.link.Transports;
import chaski.node.session.Session;
import chaski.node.session.SessionLayer;
import chaski.node.wire.RefusalCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Dials everything that is wanted: endpoints given by the user, indefinitely; peers whose session is parked, until it resumes or
 * ends; and nodes to pair with, for as long as pairing needs them. Confined to the control loop.
 */
public final class Dialler {

    /** In a framework, transports start a moment after nodes do. */
    private static final long TRANSPORT_PATIENCE_NS = Duration.ofSeconds(2).toNanos();

    private final NodeContext context;
    private final SessionLayer layer;
    private final Transports transports;
    private final DialFailures failures;
    private final DialTargets targets = new DialTargets();
    private final EndpointBook book;
    private final EndpointSelection selection;
    private final LinkOpener opener;
    private final DialOutcomes outcomes;
    private final Referrals referrals;

    /** The pauses between the dials of a peer whose session is parked; they continue over several outages. */
    private final Map<NodeId, Backoff> resumes = new HashMap<>();

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
        this.layer = layer;
        this.transports = transports;
        this.failures = new DialFailures(context);
        this.book = new EndpointBook(layer.sessions(), directory, context::nanoTime);
        this.selection = new EndpointSelection(context, layer, transports, book);
        this.opener = new LinkOpener(context, layer, handshakes, transports, book, announcers);
        this.referrals = new Referrals(context.environment(), selection, opener, this::hasPeer);
        this.outcomes =
                new DialOutcomes(context, layer, targets, book, selection, referrals, failures, onFailure, onReached);
    }

    // ---- targets

    /**
     * Dials an endpoint until there is a session, and again whenever there is none, indefinitely.
     *
     * @param endpoint the endpoint
     */
    public void join(Endpoint endpoint) {
        if (!targets.isJoined(endpoint)) {
            failures.forget(endpoint);
            book.join(endpoint);
            if (transports.find(endpoint.scheme()).isEmpty()) {
                context.environment().schedule(TRANSPORT_PATIENCE_NS, () -> reportMissingTransport(endpoint));
            }
        }
        targets.joined(endpoint, () -> target(null, () -> List.of(endpoint), backoff()))
                .dialSoon();
    }

    private void reportMissingTransport(Endpoint endpoint) {
        if (targets.isJoined(endpoint) && transports.find(endpoint.scheme()).isEmpty()) {
            failures.failed(
                    null,
                    new Failure(
                            endpoint,
                            RefusalCode.OTHER,
                            "this node has no transport for it yet; add one, such as chaski.transport."
                                    + endpoint.scheme()));
        }
    }

    /**
     * Enables or disables the dialling of joined endpoints until further notice.
     *
     * @param dial true to dial them
     */
    public void bootstrap(boolean dial) {
        targets.bootstrap(dial);
    }

    /**
     * Stops dialling an endpoint.
     *
     * @param endpoint the endpoint
     */
    public void removeSeed(Endpoint endpoint) {
        targets.removeSeed(endpoint);
        book.removeSeed(endpoint);
    }

    /**
     * Checks if a node is behind a joined endpoint.
     *
     * @param node the node
     * @return true if it is
     */
    public boolean isJoined(NodeId node) {
        return book.isJoined(node);
    }

    /**
     * Returns the node that was found behind a joined endpoint.
     *
     * @param endpoint the endpoint
     * @return the node
     */
    public Optional<NodeId> behind(Endpoint endpoint) {
        return book.behind(endpoint);
    }

    /**
     * Dials a node as needed until {@link #release}.
     *
     * @param node the node
     */
    public void reach(NodeId node) {
        targets.wanted(node, () -> target(node, () -> book.endpoints(node), backoff()))
                .dialSoon();
    }

    /**
     * Stops dialling a node.
     *
     * @param node the node
     */
    public void release(NodeId node) {
        targets.release(node);
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
            if (selection.canDial(node, endpoint)) {
                opener.attempt(new ContactAttempt(node, endpoint, announcer));
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
        List<Endpoint> others = selection.dialable(session.peer()).stream()
                .filter(endpoint -> !endpoint.scheme().equals(from))
                .toList();
        new SessionMigration(opener, outcomes, session, isOf(from), whenOver).begin(others);
    }

    /**
     * Tries to replace the link of a session by another one to the same peer, like {@link #moveAway}.
     *
     * @param session the session
     * @param whenOver called once, when the session is on another link or no attempt is left
     */
    public void replaceLink(Session session, Runnable whenOver) {
        SessionLink old = session.link().orElse(null);
        new SessionMigration(opener, outcomes, session, link -> link == old, whenOver)
                .begin(selection.dialable(session.peer()));
    }

    /** True if an endpoint of a node is known that can be dialled now. */
    boolean canDial(NodeId node) {
        return !selection.dialable(node).isEmpty();
    }

    private static Predicate<SessionLink> isOf(String scheme) {
        return link -> link.remote().scheme().equals(scheme);
    }

    /** Tries to move a session from its link to one of the given endpoints of its peer, like {@link #moveAway}. */
    void moveTo(Session session, List<Endpoint> endpoints, Runnable whenOver) {
        String from = session.link().map(link -> link.remote().scheme()).orElse("");
        new SessionMigration(opener, outcomes, session, isOf(from), whenOver).begin(endpoints);
    }

    // ---- events

    /**
     * Called when a session has lost its last link.
     *
     * @param session the session
     */
    public void parked(Session session) {
        NodeId peer = session.peer();
        targets.parked(
                        peer,
                        () -> target(peer, () -> book.endpoints(peer), resumes.computeIfAbsent(peer, p -> backoff())))
                .dialAgain();
        outcomes.lost(peer);
    }

    /**
     * Called when a session has a link.
     *
     * @param session the session
     */
    public void attached(Session session) {
        targets.resumed(session.peer());
        resumes.computeIfAbsent(session.peer(), n -> backoff())
                .succeeded(context.environment().nanoTime());
    }

    /**
     * Called when a session has ended: targets that still need its node dial again.
     *
     * @param session the session
     */
    public void ended(Session session) {
        targets.resumed(session.peer());
        resumes.remove(session.peer());
        for (DialTarget target : targets.all()) {
            if (target.reached().filter(session.peer()::equals).isPresent()) {
                target.dialSoon();
            }
        }
        outcomes.lost(session.peer());
    }

    /** Called when a transport was added, or after another change that makes dialling at once worthwhile. */
    public void dialAllNow() {
        opener.retry();
        targets.all().forEach(DialTarget::dialNow);
    }

    /** Called when the directory entry of a node has changed. */
    public void endpointsChanged() {
        targets.all().forEach(DialTarget::dialSoon);
    }

    /** Stops dialling. */
    public void close() {
        selection.close();
        targets.close();
        referrals.close();
        opener.close();
        book.removeSeeds();
    }

    private DialTarget target(@Nullable NodeId node, Supplier<List<Endpoint>> endpoints, Backoff backoff) {
        return new DialTarget(context, layer, targets, selection, opener, outcomes, node, endpoints, backoff);
    }

    private Backoff backoff() {
        return new Backoff(
                () -> context.config().reconnect(), context.environment().random());
    }

    /** {@return which endpoints can be dialled now} */
    EndpointSelection selection() {
        return selection;
    }

    /** {@return what opens links for attempts} */
    LinkOpener opener() {
        return opener;
    }

    /**
     * Returns whether a node is known under an endpoint.
     *
     * @param node the node
     * @param endpoint the endpoint
     * @return true if the node announces it or was found there
     */
    public boolean isKnownAt(NodeId node, Endpoint endpoint) {
        return book.isKnownAt(node, endpoint);
    }

    private boolean hasPeer() {
        return layer.sessions().all().stream()
                .anyMatch(session -> !session.observer() && session.life() == Session.Life.ATTACHED);
    }

    /**
     * Checks if a peer without a link can only be waited for: no endpoint of it is known that could be dialled, although the
     * transport of its last link is present.
     *
     * @param session the session with that peer
     * @return true if nothing can be dialled
     */
    public boolean hasNothingToDial(Session session) {
        return selection.hasNothingToDial(session);
    }
}
