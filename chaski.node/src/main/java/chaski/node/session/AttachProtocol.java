package chaski.node.session;

import chaski.api.ProtocolException;
import chaski.api.node.NodeEvent;
import chaski.node.context.NodeContext;
import chaski.node.declaration.Declarations;
import chaski.node.frame.SessionLink;
import chaski.node.routing.Router;
import chaski.node.wire.Attach;
import chaski.node.wire.Attached;
import chaski.node.wire.EndedSession;
import chaski.node.wire.Hello;
import chaski.node.wire.Refusal;
import chaski.node.wire.RefusalCode;
import chaski.node.wire.SessionId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * How sessions begin and move between links: which ATTACH is valid, and what happens to a session when an attach fails.
 * Confined to the control loop.
 */
public final class AttachProtocol {

    private final NodeContext context;
    private final SessionTable sessions;
    private final SessionAdmission admission;
    private final SessionLifecycle lifecycle;
    private final SessionListener listener;
    private final Declarations declarations;
    private final Router router;
    private final Channels channels;
    private final BiFunction<SessionId, Hello, Session> factory;

    AttachProtocol(
            NodeContext context,
            SessionTable sessions,
            SessionAdmission admission,
            SessionLifecycle lifecycle,
            SessionListener listener,
            Declarations declarations,
            Router router,
            Channels channels,
            BiFunction<SessionId, Hello, Session> factory) {
        this.context = context;
        this.sessions = sessions;
        this.admission = admission;
        this.lifecycle = lifecycle;
        this.listener = listener;
        this.declarations = declarations;
        this.router = router;
        this.channels = channels;
        this.factory = factory;
    }

    /** The result of one step of a handshake. */
    public sealed interface Step {

        /**
         * Continue: send an ATTACH.
         *
         * @param attachment the link's part
         * @param attach the ATTACH to send
         */
        record Propose(LinkAttachment attachment, Attach attach) implements Step {}

        /**
         * Continue: send an ATTACHED.
         *
         * @param attachment the link's part
         * @param attached the ATTACHED to send
         */
        record Accept(LinkAttachment attachment, Attached attached) implements Step {}

        /**
         * Repeat the same step later: another run of that node has a link, and a check whether it still
         * answers is under way.
         *
         * @param over completed on the control loop, soon
         */
        record Verify(CompletionStage<Void> over) implements Step {}

        /**
         * Refuse the link.
         *
         * @param refused the refusal to send
         */
        record Refuse(Refusal refused) implements Step {}

        /** {@return a refusal} */
        static Step refuse(RefusalCode code, long value, String text) {
            return new Refuse(new Refusal(code, value, text));
        }
    }

    /**
     * Decides what to propose on a link that this node dialled, after the HELLO of the other side.
     *
     * @param hello the identity of the other side
     * @param link the link
     * @param move true if the session is to move to this link although it has one
     * @return an ATTACH, a refusal, or a repetition of this step
     */
    public Step propose(Hello hello, SessionLink link, boolean move) {
        Optional<Step> refused = admission.checkIdentity(hello, link);
        if (refused.isPresent()) {
            return refused.get();
        }
        Session session = sessions.evenProposed(hello.node());
        if (session == null) {
            Optional<Step> full = admission.checkRoom();
            if (full.isPresent()) {
                return full.get();
            }
            session = create(randomId(), hello);
        } else if (session.attach.pending != null || (session.life() == Session.Life.ATTACHED && !move)) {
            return Step.refuse(RefusalCode.ALREADY_LINKED, 0, "there is a link already");
        }
        session.attach.epoch++;
        LinkAttachment attachment = new LinkAttachment(session, link, session.attach.epoch, true, declarations);
        session.attach.pending = attachment;
        return new Step.Propose(
                attachment,
                new Attach(
                        session.id(),
                        session.attach.epoch,
                        session.recordReceiver().fence(attachment),
                        session.life() == Session.Life.PROPOSED,
                        declarations.version(),
                        lifecycle
                                .endedSessions()
                                .lastWith(hello.node(), context.nanoTime())
                                .orElse(null)));
    }

    /**
     * Decides on a proposal of the other side to begin a session, or to move one to this link.
     *
     * @param hello the identity of the other side
     * @param attach the proposal
     * @param link the link
     * @return an ATTACHED, a refusal, or a repetition of this step
     */
    public Step accept(Hello hello, Attach attach, SessionLink link) {
        Optional<Step> refused = admission.checkIdentity(hello, link);
        if (refused.isPresent()) {
            return refused.get();
        }
        Session session = sessions.evenProposed(hello.node());
        if (session != null && !session.id().equals(attach.session())) {
            refused = replace(session, attach);
            if (refused.isPresent()) {
                return refused.get();
            }
            session = null;
        }
        if (session == null) {
            long position = lifecycle.endedSessions().position(attach.session(), context.nanoTime());
            if (!attach.create() || position >= 0) { // an ended session does not begin again with its id
                return Step.refuse(RefusalCode.UNKNOWN_SESSION, position, "the session is not known here");
            }
            Optional<Step> full = admission.checkRoom();
            if (full.isPresent()) {
                return full.get();
            }
            session = create(attach.session(), hello);
        } else if (attach.epoch() < session.attach.epoch) {
            return Step.refuse(RefusalCode.STALE_EPOCH, session.attach.epoch, "a later attach has been seen");
        } else if (attach.epoch() == session.attach.epoch) {
            if (session.attach.pending == null) {
                return Step.refuse(RefusalCode.STALE_EPOCH, session.attach.epoch, "that attach has been seen");
            }
            if (context.id().compareTo(hello.node()) < 0) {
                return Step.refuse(
                        RefusalCode.CROSSING, session.attach.epoch, "the attach of the lower node id stands");
            }
        }
        return take(session, attach, link);
    }

    private Step take(Session session, Attach attach, SessionLink link) {
        if (!session.sendChannel().links().canResume(attach.received())) {
            lifecycle.end(session, "the peer named an impossible position", -1);
            return Step.refuse(RefusalCode.PROTOCOL, 0, "impossible received position " + attach.received());
        }
        LinkAttachment crossing = session.attach.pending;
        session.attach.epoch = attach.epoch();
        LinkAttachment attachment = new LinkAttachment(session, link, attach.epoch(), false, declarations);
        attachment.peerReceived = attach.received();
        session.attach.pending = attachment;
        long received = session.recordReceiver().fence(attachment);
        if (crossing != null) {
            context.counters().add("attach.crossed");
            crossing.drop("another attach won");
        }
        return new Step.Accept(attachment, new Attached(attach.epoch(), received, declarations.version()));
    }

    /** Decides which session is valid if the proposed one is not the existing one. */
    private Optional<Step> replace(Session session, Attach attach) {
        if (!attach.create()) {
            long position = lifecycle.endedSessions().position(attach.session(), context.nanoTime());
            return Optional.of(Step.refuse(RefusalCode.UNKNOWN_SESSION, position, "there is another session"));
        }
        boolean proposedByUs = session.life() == Session.Life.PROPOSED && session.attach.pending != null;
        if (proposedByUs && context.id().compareTo(session.peer()) < 0) {
            return Optional.of(Step.refuse(RefusalCode.CROSSING, 0, "the attach of the lower node id stands"));
        }
        EndedSession ended = attach.ended();
        EndedSession named = ended != null && ended.session().equals(session.id()) ? ended : null;
        if (session.life() == Session.Life.ATTACHED && named == null) {
            // The proposal was sent before the peer agreed to the existing session, and is obsolete: the peer has given
            // it up.
            return Optional.of(
                    Step.refuse(RefusalCode.CROSSING, 0, "a session has begun that the proposal does not know"));
        }
        lifecycle.end(session, "the peer began a new session", named == null ? -1 : named.position());
        return Optional.empty();
    }

    /**
     * Handles the agreement of the other side to an ATTACH of this node.
     *
     * @param attachment the link's part
     * @param attached the answer
     */
    public void attached(LinkAttachment attachment, Attached attached) {
        Session session = attachment.session;
        if (session.attach.pending != attachment || attached.epoch() != attachment.epoch) {
            attachment.drop("the attach is void");
            return;
        }
        attachment.peerReceived = attached.received();
        begin(attachment);
    }

    /**
     * Handles the confirmation of an attach that this node agreed to.
     *
     * @param attachment the link's part
     */
    public void confirmed(LinkAttachment attachment) {
        if (attachment.session.attach.pending == attachment) {
            begin(attachment);
        }
    }

    private void begin(LinkAttachment attachment) {
        Session session = attachment.session;
        LinkAttachment old = session.attachment();
        Session.Life before = session.life();
        session.attach.pending = null;
        session.attach.linkedNs = context.nanoTime();
        try {
            attachment.begin();
        } catch (ProtocolException e) {
            attachment.drop(String.valueOf(e.getMessage()));
            lifecycle.end(session, "the peer named an impossible position", -1);
            return;
        }
        lifecycle.resumed(session);
        session.attach.unanswered = 0;
        session.attach.unansweredScheme = "";
        if (old != null) {
            old.drop("moved");
        }
        reportBegin(session, attachment, before);
    }

    private void reportBegin(Session session, LinkAttachment attachment, Session.Life before) {
        SessionLink link = attachment.link;
        String scheme = link.remote().scheme();
        if (before == Session.Life.PROPOSED) {
            context.counters().add("sessions.begun");
            context.events().raise(at -> new NodeEvent.PeerUp(at, session.peer(), session.peerName(), link.remote()));
        } else {
            context.counters().add(before == Session.Life.PARKED ? "sessions.resumed" : "sessions.moved");
            if (session.recordReceiver().isInsideRecord()) {
                context.counters().add("sessions.resumedInsideRecord");
            }
            String from = session.attach.lastScheme;
            if (!from.equals(scheme)) {
                context.events()
                        .raise(at -> new NodeEvent.LinkMoved(at, session.peer(), session.peerName(), from, scheme));
            }
        }
        session.attach.lastScheme = scheme;
        session.attach.lastHost = link.remote().host();
        session.outage.brokenByPeer = false;
        session.attach.movedByPeer = before == Session.Life.ATTACHED && !attachment.dialled();
        listener.onAttached(session, before == Session.Life.PROPOSED);
    }

    /**
     * Handles the refusal of an ATTACH of this node. The caller closes the link.
     *
     * @param attachment the link's part
     * @param refused the reason
     */
    public void refused(LinkAttachment attachment, Refusal refused) {
        Session session = attachment.session;
        if (session.attach.pending != attachment) {
            return;
        }
        switch (refused.code()) {
            case UNKNOWN_SESSION -> lifecycle.end(session, "the peer has ended the session", refused.value());
            case STALE_EPOCH -> {
                session.attach.epoch = Math.max(session.attach.epoch, refused.value());
                failed(attachment, "refused: " + refused.text(), false);
            }
            case CLOSING -> {
                session.outage.peerLost = true;
                lifecycle.end(session, "the peer is closing", -1, true);
            }
            case DENIED -> lifecycle.end(session, "the peer refused it: " + refused.text(), -1, true);
            default -> failed(attachment, "refused: " + refused.text(), false);
        }
    }

    /**
     * Handles an attach that the other side has not answered in time. The caller closes the link, and from now on other
     * ways are tried first.
     *
     * @param attachment the link's part
     */
    public void unanswered(LinkAttachment attachment) {
        context.counters().add("attach.unanswered");
        attachment.session.attach.unanswered++;
        attachment.session.attach.unansweredScheme = attachment.link.remote().scheme();
    }

    /**
     * Handles the close of a link that took part in a session.
     *
     * @param attachment the link's part
     * @param reason the reason
     * @param byPeer true if the other end closed or reset it without stating a reason
     */
    public void linkClosed(LinkAttachment attachment, String reason, boolean byPeer) {
        Session session = attachment.session;
        if (session.attach.pending == attachment) {
            failed(attachment, reason, byPeer);
        } else if (session.attachment() == attachment) {
            attachment.drop(reason);
            if (session.attach.pending == null) {
                lifecycle.park(session, reason, attachment.link.lastReceivedNs(), byPeer);
            } else { // fenced: the attach that is under way decides what happens to the session
                session.outage.startNs = attachment.link.lastReceivedNs();
                session.outage.brokenByPeer = byPeer;
            }
        }
    }

    /**
     * Handles a failed attach. It had fenced the previous link, so that link is closed, too, and both sides begin
     * again.
     */
    private void failed(LinkAttachment attachment, String reason, boolean byPeer) {
        Session session = attachment.session;
        context.counters().add("attach.failed");
        session.attach.pending = null;
        attachment.drop(reason);
        LinkAttachment old = session.attachment();
        if (old != null) {
            old.drop(reason);
            lifecycle.park(session, reason, context.nanoTime(), byPeer);
        } else if (session.life() == Session.Life.ATTACHED) {
            lifecycle.park(session, reason, session.outage.startNs, byPeer || session.outage.brokenByPeer);
        } else if (session.life() == Session.Life.PROPOSED) {
            expireLater(session);
        } else {
            lifecycle.attachFailed(session, byPeer);
        }
    }

    private Session create(SessionId id, Hello hello) {
        Session session = factory.apply(id, hello);
        session.attach.linkedNs = context.nanoTime();
        sessions.add(session);
        session.exchange().opened();
        router.register(session.sendChannel());
        channels.sessionMade(session);
        return session;
    }

    private void expireLater(Session session) {
        session.outage.schedule(context.environment(), session.resumeTimeoutNs(), () -> {
            if (session.life() == Session.Life.PROPOSED && session.attach.pending == null) {
                lifecycle.end(session, "the session never began", -1);
            }
        });
    }

    private SessionId randomId() {
        return new SessionId(
                context.environment().random().nextLong(),
                context.environment().random().nextLong());
    }
}
