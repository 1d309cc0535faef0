package chaski.node.session;

import chaski.api.node.NodeEvent;
import chaski.node.context.NodeContext;
import chaski.node.frame.SessionLink;
import chaski.node.session.AttachProtocol.Step;
import chaski.node.wire.Hello;
import chaski.node.wire.Incarnations;
import chaski.node.wire.Refusal;
import chaski.node.wire.RefusalCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides with which peers this node has a session, by their identity and by the room that is left. Confined to the
 * control loop.
 */
final class SessionAdmission {

    private static final String IMPLAUSIBLE =
            "the incarnation lies years ahead: set the clock of that node, or of the one that refuses it";

    /** The minimum time between two events about evicted sessions, however many there are; the counter includes all. */
    private static final long GAVE_WAY_REPORT_NS = 60_000_000_000L;

    private final NodeContext context;
    private final SessionTable sessions;
    private final SessionLifecycle lifecycle;
    private final SessionListener listener;
    private final BarredPeers barred;
    private final KnownIncarnations runs = new KnownIncarnations();
    private final LinkVerifier verifier;
    private final AbandonedSessions abandoned;
    private @Nullable Long gaveWayReportedNs;

    SessionAdmission(
            NodeContext context,
            SessionTable sessions,
            SessionLifecycle lifecycle,
            SessionListener listener,
            BarredPeers barred) {
        this.context = context;
        this.sessions = sessions;
        this.lifecycle = lifecycle;
        this.listener = listener;
        this.barred = barred;
        this.verifier = new LinkVerifier(context, lifecycle::closeLink);
        this.abandoned =
                new AbandonedSessions(listener, () -> context.config().limits().connectionsPerAddress());
    }

    Optional<Step> checkIdentity(Hello hello, SessionLink link) {
        if (lifecycle.isClosing()) {
            return Optional.of(Step.refuse(RefusalCode.CLOSING, 0, "the node is closing"));
        }
        if (hello.node().equals(context.id())) {
            if (hello.incarnation() == context.incarnation()) {
                return Optional.of(Step.refuse(RefusalCode.SELF, 0, "that is this node itself"));
            }
            listener.onIdInUse(link.remote().toString(), "node " + hello.name() + " has this id, too");
            return Optional.of(Step.refuse(
                    RefusalCode.DUPLICATE_ID,
                    context.incarnation(),
                    "node " + context.config().name() + " has the same id: give each node its own"));
        }
        Refusal denial = barred.refusal(hello.node());
        if (denial != null) {
            return Optional.of(new Step.Refuse(denial));
        }
        Session other = ofOtherRun(hello);
        LinkAttachment linked = other == null ? null : other.attachment();
        if (other != null && linked != null) {
            return Optional.of(contested(other, linked));
        }
        if (!Incarnations.isPlausible(hello.incarnation(), context.environment().wallTimeMillis())) {
            context.counters().add("refused.incarnation");
            context.events()
                    .raise(at ->
                            new NodeEvent.Refused(at, link.remote().toString(), "refused.incarnation", IMPLAUSIBLE));
            return Optional.of(Step.refuse(RefusalCode.OTHER, 0, IMPLAUSIBLE));
        }
        if (!runs.admits(hello.node(), hello.incarnation(), context.nanoTime())) {
            context.counters().add("refused.stale");
            return Optional.of(Step.refuse(
                    RefusalCode.STALE, runs.latest(hello.node()), "a later incarnation of that node has been seen"));
        }
        if (other != null) {
            lifecycle.endWithPeer(other, "the peer has restarted", -1);
        }
        return Optional.empty();
    }

    private @Nullable Session ofOtherRun(Hello hello) {
        Session session = sessions.evenProposed(hello.node());
        return session == null || session.incarnation() == hello.incarnation() ? null : session;
    }

    /**
     * Handles a claim of another run while the session of one run has a link. The session is parked only if no answer
     * arrives on that link.
     */
    private Step contested(Session session, LinkAttachment attachment) {
        if (!verifier.hasAnswered(session)) {
            return new Step.Verify(verifier.verify(session));
        }
        return Step.refuse(
                RefusalCode.ID_IN_USE,
                0,
                "the id " + session.peer() + " is in use by node " + session.peerName() + " at "
                        + attachment.link.remote() + ", as node "
                        + context.config().name() + " sees it");
    }

    Optional<Step> checkRoom() {
        int limit = context.config().limits().peers();
        if (sessions.size() >= limit) {
            Session useless = abandoned.choose(sessions.evenProposed(), context.nanoTime());
            if (useless != null) {
                giveWay(useless);
                return Optional.empty();
            }
            context.counters().add("refused.peers");
            return Optional.of(
                    Step.refuse(RefusalCode.LIMIT, limit, "this node has all the peers it takes (limits.peers)"));
        }
        return Optional.empty();
    }

    private void giveWay(Session session) {
        String reason = session.hasCarriedMessages()
                ? "it has no link, its address has many sessions, and a newcomer needs its place (limits.peers,"
                        + " limits.connectionsPerAddress)"
                : "it has never carried a message, and a newcomer needs its place (limits.peers)";
        context.counters().add("sessions.gaveWay");
        Long last = gaveWayReportedNs;
        if (last == null || context.nanoTime() - last >= GAVE_WAY_REPORT_NS) {
            gaveWayReportedNs = context.nanoTime();
            context.events()
                    .raise(at -> new NodeEvent.Refused(at, session.peer().toString(), "sessions.gaveWay", reason));
        }
        lifecycle.leave(session, reason);
    }
}
