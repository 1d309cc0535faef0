package chaski.node.session;

import chaski.api.NodeId;
import chaski.api.node.NodeEvent;
import chaski.api.node.NodeEvent.LostRange;
import chaski.api.node.Peer;
import chaski.node.context.NodeContext;
import chaski.node.declaration.Declarations;
import chaski.node.declaration.InboundCredit;
import chaski.node.declaration.LocalDeclaration;
import chaski.node.routing.Router;
import chaski.node.wire.Goodbye;
import java.util.List;

/** How sessions lose their links and end, and what is reported about it. Confined to the control loop. */
public final class SessionLifecycle implements SessionOwner {

    private final NodeContext context;
    private final SessionTable sessions;
    private final SessionListener listener;
    private final Declarations declarations;
    private final Router router;
    private final BarredPeers barred;
    private final AuxiliaryLinks auxiliaries;
    private final Outages outages;
    private final EndedSessions endedSessions = new EndedSessions();
    private boolean closing;

    SessionLifecycle(
            NodeContext context,
            SessionTable sessions,
            SessionListener listener,
            Declarations declarations,
            Router router,
            BarredPeers barred,
            AuxiliaryLinks auxiliaries,
            Channels channels) {
        this.context = context;
        this.sessions = sessions;
        this.listener = listener;
        this.declarations = declarations;
        this.router = router;
        this.barred = barred;
        this.auxiliaries = auxiliaries;
        this.outages = new Outages(
                context, listener, channels::doubtChanged, (session, reason) -> endWithPeer(session, reason, -1));
    }

    EndedSessions endedSessions() {
        return endedSessions;
    }

    boolean isClosing() {
        return closing;
    }

    /** Handles a session that has a link again. */
    void resumed(Session session) {
        outages.resumed(session);
    }

    /** Handles a dial that reached the peer of a parked session but failed after it was connected. */
    void attachFailed(Session session, boolean byPeer) {
        outages.attachFailed(session, byPeer);
    }

    /**
     * Ends a session in which a link broke the protocol. Resuming would only bring the same bytes again.
     *
     * @param attachment the link's part
     * @param reason what was wrong
     */
    public void broken(LinkAttachment attachment, String reason) {
        Session session = attachment.session;
        if (session.attachment() == attachment || session.attach.pending == attachment) {
            broken(session, reason);
        }
    }

    /**
     * Ends a session whose peer broke the protocol of a channel.
     *
     * @param session the session
     * @param reason what was wrong
     */
    public void broken(Session session, String reason) {
        context.counters().add("refused.protocol");
        end(session, "protocol error: " + reason, -1);
    }

    /** Handles a report that others wait for credit that a peer was asked to return. Repeated while that is so. */
    @Override
    public void creditKept(Session session) {
        InboundCredit flow = session.exchange().keptFlow();
        if (session.life() != Session.Life.ATTACHED || session.attach.pending != null || flow == null) {
            return;
        }
        if (session.keptCredit.isOverdue(
                session.attachment(), session.recordReceiver().received())) {
            LocalDeclaration declaration = declarations.find(flow.declarationId());
            endRefused(
                    session,
                    "sessions.endedForCredit",
                    "it keeps " + flow.unused() + " bytes of credit of the subscription "
                            + (declaration == null
                                    ? ""
                                    : declaration.declaration().pattern() + " ")
                            + "that others wait for, answers a PING, and has not given them back within "
                            + KeptCredit.PATIENCE_NS / 1_000_000_000L
                            + " s: correct or update that node; a session can begin anew");
        }
    }

    /** Handles a report that the unfinished messages of peers need more memory than this node has for them. */
    @Override
    public void tooMuchUnfinished(Session session, long bytes, long limit) {
        if (session.life() != Session.Life.ENDED) {
            endRefused(
                    session,
                    "sessions.endedForMemory",
                    "of its messages " + bytes
                            + " bytes have arrived and not the rest, and such messages of all peers take"
                            + " more than " + limit
                            + " bytes: find out why it does not go on, or raise session.totalLogBytes");
        }
    }

    private void endRefused(Session session, String counter, String reason) {
        String where = session.link().map(link -> link.remote().toString()).orElse(session.peerName());
        context.counters().add(counter);
        context.events().raise(at -> new NodeEvent.Refused(at, where, counter, reason));
        leave(session, reason);
    }

    void park(Session session, String reason, long outageStartNs, boolean byPeer) {
        session.park();
        context.counters().add("sessions.parked");
        context.events().raise(at -> new NodeEvent.Parked(at, session.peer(), session.peerName(), reason));
        outages.begin(session, outageStartNs, byPeer);
        if (session.life() == Session.Life.PARKED) {
            listener.onParked(session);
        }
    }

    /**
     * Records that a dial of an endpoint of a peer begins.
     *
     * @param session the session with that peer
     */
    public void redialBegun(Session session) {
        outages.dialBegun(session);
    }

    /**
     * Records that such a dial has ended. Called for each {@link #redialBegun}.
     *
     * @param session the session with that peer
     * @param refused true if it was refused, rather than connected or failed otherwise
     */
    public void redialEnded(Session session, boolean refused) {
        outages.dialEnded(session, refused);
    }

    /**
     * Handles the discovery that another node answers at an endpoint where a peer was dialled before.
     *
     * @param session the session with that peer
     * @param other the node that answers, for people
     */
    public void answeredByAnother(Session session, String other) {
        outages.answeredByAnother(session, other);
    }

    /**
     * Closes the link of a session that has been silent for too long, or whose certificate is not accepted any more. The session is
     * parked.
     *
     * @param session the session
     * @param reason for the event
     */
    public void closeLink(Session session, String reason) {
        LinkAttachment attachment = session.attachment();
        if (attachment != null && session.attach.pending == null) {
            attachment.drop(reason);
            park(session, reason, attachment.link.lastReceivedNs(), false);
        }
    }

    /**
     * Ends a session that this node does not need any more, while the node continues. The peer receives the position up
     * to which this node has received its data.
     *
     * @param session the session
     * @param reason the reason
     */
    public void leave(Session session, String reason) {
        leave(session, Goodbye.LEAVING, reason);
    }

    private void leave(Session session, int code, String reason) {
        if (session.life() == Session.Life.ENDED) {
            return;
        }
        LinkAttachment attachment = session.attachment();
        long position = session.recordReceiver().end();
        if (attachment != null) {
            attachment.farewell(new Goodbye(code, position, reason));
        }
        end(session, reason, -1, true);
    }

    /**
     * Ends a session because this run of the node ends.
     *
     * @param session the session
     * @param reason the reason
     */
    public void close(Session session, String reason) {
        leave(session, Goodbye.CLOSING, reason);
    }

    @Override
    public void goodbye(Session session, Goodbye goodbye) {
        if (session.life() != Session.Life.ENDED) {
            session.outage.peerLost = goodbye.reason() == Goodbye.CLOSING;
            end(session, "the peer left: " + goodbye.text(), goodbye.received(), true);
        }
    }

    @Override
    public void declared(Session session) {
        if (session.life() != Session.Life.ENDED) {
            listener.onDeclared(session);
        }
    }

    @Override
    public void renewalRequested(Session session, LinkAttachment by) {
        if (session.attachment() == by) {
            listener.onRenewalRequested(session);
        }
    }

    /**
     * Ends the session with a peer whose certificate is not accepted any more.
     *
     * @param session the session
     * @param reason the problem of the certificate
     */
    public void untrusted(Session session, String reason) {
        if (session.life() != Session.Life.ENDED) {
            context.counters().add("sessions.untrusted");
            leave(session, reason);
        }
    }

    /**
     * Ends the session with a peer that may not join any more.
     *
     * @param session the session
     * @param reason names the rule
     */
    void refuse(Session session, String reason) {
        if (session.life() != Session.Life.ENDED) {
            context.counters().add("sessions.refused");
            leave(session, reason);
        }
    }

    void endWithPeer(Session session, String reason, long confirmed) {
        session.outage.peerLost = true;
        end(session, reason, confirmed);
    }

    void end(Session session, String reason, long confirmed) {
        end(session, reason, confirmed, false);
    }

    void end(Session session, String reason, long confirmed, boolean left) {
        if (session.life() == Session.Life.ENDED) {
            return;
        }
        boolean begun = session.life() != Session.Life.PROPOSED;
        outages.ended(session);
        sessions.remove(session);
        List<LostRange> lost = session.end(confirmed);
        endedSessions.add(session.id(), session.peer(), session.recordReceiver().handedOver(), context.nanoTime());
        LinkAttachment pending = session.attach.pending;
        session.attach.pending = null;
        if (pending != null) {
            pending.drop(reason);
        }
        LinkAttachment attachment = session.attachment();
        if (attachment != null) {
            attachment.drop(reason);
        }
        auxiliaries.close(session, reason);
        reportLost(session, reason, lost); // declarations right after the CONFIRM may have matched messages
        if (begun) {
            context.counters().add("sessions.ended");
            context.events().raise(at -> new NodeEvent.PeerDown(at, session.peer(), session.peerName(), reason, left));
        }
        listener.onEnded(session, reason);
    }

    private void reportLost(Session session, String reason, List<LostRange> lost) {
        if (lost.isEmpty()) {
            return;
        }
        context.counters()
                .add("messages.lost", lost.stream().mapToLong(LostRange::count).sum());
        router.lost(lost);
        context.events().raise(at -> new NodeEvent.SessionLost(at, session.peer(), session.peerName(), reason, lost));
    }

    /**
     * Handles a refusal by a peer because another node with this node's id is alive.
     *
     * @param where the peer's endpoint
     * @param whose the owner of the id, for people
     */
    public void idInUse(String where, String whose) {
        listener.onIdInUse(where, whose);
    }

    /**
     * Handles a refusal by a peer because it knows a later run of this node's id.
     *
     * @param where the peer's endpoint
     * @param incarnation the incarnation of the other run
     */
    public void laterRunKnown(String where, long incarnation) {
        listener.onLaterRunKnown(where, incarnation);
    }

    /**
     * Ends a session and bars its peer for some time, at the user's request.
     *
     * @param session the session
     */
    @Override
    public void disconnect(Session session) {
        if (session.life() != Session.Life.ENDED) {
            context.counters().add("sessions.disconnected");
            barred.disconnected(session.peer());
            leave(session, "disconnected for " + Peer.DISCONNECTED_FOR.toSeconds() + " s");
            listener.onDisconnected(session.peer());
        }
    }

    /**
     * Ends the session with a node that was denied, if there is one.
     *
     * @param node the node
     */
    public void denied(NodeId node) {
        Session session = sessions.evenProposed(node);
        if (session != null) {
            context.counters().add("sessions.denied");
            leave(session, "denied");
        }
    }

    /**
     * Ends every session because this run of the node ends. What is not acknowledged by now is lost.
     *
     * @param reason sent to the peers
     */
    public void leaveAll(String reason) {
        sessions.evenProposed().forEach(s -> close(s, reason));
    }

    /** Accepts no new session from now on. */
    public void stopAccepting() {
        closing = true;
    }
}
