package chaski.node.session;

import chaski.api.NodeId;
import chaski.api.ProtocolException;
import chaski.api.node.NodeEvent;
import chaski.api.node.NodeEvent.LostRange;
import chaski.api.node.Peer;
import chaski.node.declaration.InboundCredit;
import chaski.node.declaration.LocalDeclaration;
import chaski.node.frame.SessionLink;
import chaski.node.wire.Attach;
import chaski.node.wire.Attached;
import chaski.node.wire.EndedSession;
import chaski.node.wire.Goodbye;
import chaski.node.wire.Hello;
import chaski.node.wire.Incarnations;
import chaski.node.wire.Refusal;
import chaski.node.wire.RefusalCode;
import chaski.node.wire.SessionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All sessions of a node, one for each peer, and the rules by which they begin, move between links, and end.
 *
 * <p>Confined to the control loop, {@link #all} and {@link #find} excepted.
 */
public final class Sessions {

    private static final String IMPLAUSIBLE =
            "the incarnation lies years ahead: set the clock of that node, or of the one that refuses it";

    /** However many sessions give way, there is one event in that time; the counter has all. */
    private static final long GAVE_WAY_REPORT_NS = 60_000_000_000L;

    private final Engine engine;
    private final SessionListener listener;
    private final Outages outages;
    private final Map<NodeId, Session> byPeer = new ConcurrentHashMap<>();
    private final EndedSessions endedSessions = new EndedSessions();
    private final KnownIncarnations runs = new KnownIncarnations();
    private final LinkVerifier verifier;
    private final AbandonedSessions abandoned;
    private boolean closing;
    private @Nullable Long gaveWayToldNs;

    Sessions(Engine engine, SessionListener listener) {
        this.engine = engine;
        this.listener = listener;
        this.outages = new Outages(engine, listener, (session, reason) -> endWithPeer(session, reason, -1));
        this.verifier = new LinkVerifier(engine, this::silent);
        this.abandoned =
                new AbandonedSessions(listener, () -> engine.config().limits().connectionsPerAddress());
    }

    /** {@return the sessions that were confirmed and have not ended; any thread} */
    public Collection<Session> all() {
        List<Session> all = new ArrayList<>();
        for (Session session : byPeer.values()) {
            if (session.life() == Session.Life.ATTACHED || session.life() == Session.Life.PARKED) {
                all.add(session);
            }
        }
        return all;
    }

    /** All sessions, those that are only proposed, too. */
    Collection<Session> evenProposed() {
        return List.copyOf(byPeer.values());
    }

    /**
     * Finds the session with a peer; any thread.
     *
     * @param peer the peer
     * @return the session, if it was confirmed and has not ended
     */
    public Optional<Session> find(NodeId peer) {
        return Optional.ofNullable(byPeer.get(peer))
                .filter(s -> s.life() == Session.Life.ATTACHED || s.life() == Session.Life.PARKED);
    }

    /** What comes out of one step of a handshake. */
    public sealed interface Step {

        /**
         * Go on: an ATTACH is to be sent.
         *
         * @param attachment the link's part
         * @param attach to be sent
         */
        record Propose(LinkAttachment attachment, Attach attach) implements Step {}

        /**
         * Go on: an ATTACHED is to be sent.
         *
         * @param attachment the link's part
         * @param attached to be sent
         */
        record Accept(LinkAttachment attachment, Attached attached) implements Step {}

        /**
         * The same step again, later: another run of that node has a link, and is asked whether it is still there.
         *
         * @param over completed on the control loop, soon
         */
        record Verify(CompletionStage<Void> over) implements Step {}

        /**
         * The link is not wanted.
         *
         * @param refused to be sent
         */
        record Refuse(Refusal refused) implements Step {}
    }

    /**
     * The other side of a link that this node dialled has said who it is: what to propose?
     *
     * @param hello who it is
     * @param link the link
     * @param move whether the session is to move here although it has a link
     * @return an ATTACH, a refusal, or the same again later
     */
    public Step propose(Hello hello, SessionLink link, boolean move) {
        Optional<Step> refused = checkIdentity(hello, link);
        if (refused.isPresent()) {
            return refused.get();
        }
        Session session = byPeer.get(hello.node());
        if (session == null) {
            Optional<Step> full = checkRoom();
            if (full.isPresent()) {
                return full.get();
            }
            session = create(newId(), hello);
        } else if (session.pending != null || (session.life() == Session.Life.ATTACHED && !move)) {
            return refuse(RefusalCode.ALREADY_LINKED, 0, "there is a link already");
        }
        session.epoch++;
        LinkAttachment attachment = new LinkAttachment(session, link, session.epoch, true, engine.declarations());
        session.pending = attachment;
        return new Step.Propose(
                attachment,
                new Attach(
                        session.id(),
                        session.epoch,
                        session.arrivals().fence(attachment),
                        session.life() == Session.Life.PROPOSED,
                        engine.declarations().version(),
                        endedSessions.lastWith(hello.node(), now()).orElse(null)));
    }

    /**
     * The other side proposes a session, or to move one here.
     *
     * @param hello who it is
     * @param attach what it proposes
     * @param link the link
     * @return an ATTACHED, a refusal, or the same again later
     */
    public Step accept(Hello hello, Attach attach, SessionLink link) {
        Optional<Step> refused = checkIdentity(hello, link);
        if (refused.isPresent()) {
            return refused.get();
        }
        Session session = byPeer.get(hello.node());
        if (session != null && !session.id().equals(attach.session())) {
            refused = replace(session, attach);
            if (refused.isPresent()) {
                return refused.get();
            }
            session = null;
        }
        if (session == null) {
            long position = endedSessions.position(attach.session(), now());
            if (!attach.create() || position >= 0) { // what has ended here does not begin again under the same name
                return refuse(RefusalCode.UNKNOWN_SESSION, position, "the session is not known here");
            }
            Optional<Step> full = checkRoom();
            if (full.isPresent()) {
                return full.get();
            }
            session = create(attach.session(), hello);
        } else if (attach.epoch() < session.epoch) {
            return refuse(RefusalCode.STALE_EPOCH, session.epoch, "a later attach has been seen");
        } else if (attach.epoch() == session.epoch) {
            if (session.pending == null) {
                return refuse(RefusalCode.STALE_EPOCH, session.epoch, "that attach has been seen");
            }
            if (engine.id().compareTo(hello.node()) < 0) {
                return refuse(RefusalCode.CROSSING, session.epoch, "the attach of the lower node id stands");
            }
        }
        return take(session, attach, link);
    }

    private Step take(Session session, Attach attach, SessionLink link) {
        if (!session.outbound().canResume(attach.received())) {
            end(session, "the peer named an impossible position", -1);
            return refuse(RefusalCode.PROTOCOL, 0, "impossible received position " + attach.received());
        }
        LinkAttachment crossing = session.pending;
        session.epoch = attach.epoch();
        LinkAttachment attachment = new LinkAttachment(session, link, attach.epoch(), false, engine.declarations());
        attachment.peerReceived = attach.received();
        session.pending = attachment;
        long received = session.arrivals().fence(attachment);
        if (crossing != null) {
            engine.counters().add("attach.crossed");
            session.drop(crossing, "another attach won");
        }
        return new Step.Accept(
                attachment,
                new Attached(attach.epoch(), received, engine.declarations().version()));
    }

    /** Another session was proposed than the one that is here: which one stands? */
    private Optional<Step> replace(Session session, Attach attach) {
        if (!attach.create()) {
            long position = endedSessions.position(attach.session(), now());
            return Optional.of(refuse(RefusalCode.UNKNOWN_SESSION, position, "there is another session"));
        }
        boolean proposedByUs = session.life() == Session.Life.PROPOSED && session.pending != null;
        if (proposedByUs && engine.id().compareTo(session.peer()) < 0) {
            return Optional.of(refuse(RefusalCode.CROSSING, 0, "the attach of the lower node id stands"));
        }
        EndedSession ended = attach.ended();
        EndedSession named = ended != null && ended.session().equals(session.id()) ? ended : null;
        if (session.life() == Session.Life.ATTACHED && named == null) {
            // Sent before the peer agreed to the session that is here, and overtaken by that: the peer has given it up.
            return Optional.of(refuse(RefusalCode.CROSSING, 0, "a session has begun that the proposal does not know"));
        }
        end(session, "the peer began a new session", named == null ? -1 : named.position());
        return Optional.empty();
    }

    /**
     * The other side has agreed to an ATTACH of this node.
     *
     * @param attachment the link's part
     * @param attached the answer
     */
    public void attached(LinkAttachment attachment, Attached attached) {
        Session session = attachment.session;
        if (session.pending != attachment || attached.epoch() != attachment.epoch) {
            session.drop(attachment, "the attach is void");
            return;
        }
        attachment.peerReceived = attached.received();
        begin(attachment);
    }

    /**
     * The other side has confirmed an attach that this node agreed to.
     *
     * @param attachment the link's part
     */
    public void confirmed(LinkAttachment attachment) {
        if (attachment.session.pending == attachment) {
            begin(attachment);
        }
    }

    private void begin(LinkAttachment attachment) {
        Session session = attachment.session;
        LinkAttachment old = session.attachment();
        Session.Life before = session.life();
        session.pending = null;
        session.linkedNs = now();
        try {
            session.begin(attachment, attachment.peerReceived);
        } catch (ProtocolException e) {
            session.drop(attachment, String.valueOf(e.getMessage()));
            end(session, "the peer named an impossible position", -1);
            return;
        }
        outages.resumed(session);
        session.unanswered = 0;
        session.unansweredScheme = "";
        if (old != null) {
            session.drop(old, "moved");
        }
        tellBegin(session, attachment, before);
    }

    private void tellBegin(Session session, LinkAttachment attachment, Session.Life before) {
        String scheme = attachment.link.remote().scheme();
        boolean first = before == Session.Life.PROPOSED;
        if (first) {
            engine.counters().add("sessions.begun");
            engine.events().raise(new NodeEvent.PeerUp(session.peer(), session.peerName(), attachment.link.remote()));
        } else {
            engine.counters().add(before == Session.Life.PARKED ? "sessions.resumed" : "sessions.moved");
            if (session.arrivals().isInsideRecord()) {
                engine.counters().add("sessions.resumedInsideRecord");
            }
            String from = session.lastScheme;
            if (!from.equals(scheme)) {
                engine.events().raise(new NodeEvent.LinkMoved(session.peer(), session.peerName(), from, scheme));
            }
        }
        session.lastScheme = scheme;
        session.lastHost = attachment.link.remote().host();
        session.brokenByPeer = false;
        session.movedByPeer = before == Session.Life.ATTACHED && !attachment.dialled();
        listener.onAttached(session, first);
    }

    /**
     * The other side has refused an ATTACH of this node; the link is closed by the caller.
     *
     * @param attachment the link's part
     * @param refused why
     */
    public void refused(LinkAttachment attachment, Refusal refused) {
        Session session = attachment.session;
        if (session.pending != attachment) {
            return;
        }
        switch (refused.code()) {
            case UNKNOWN_SESSION -> end(session, "the peer has ended the session", refused.value());
            case STALE_EPOCH -> {
                session.epoch = Math.max(session.epoch, refused.value());
                failed(attachment, "refused: " + refused.text(), false);
            }
            case CLOSING -> {
                session.peerLost = true;
                end(session, "the peer is closing", -1, true);
            }
            case DENIED -> end(session, "the peer refused it: " + refused.text(), -1, true);
            default -> failed(attachment, "refused: " + refused.text(), false);
        }
    }

    /**
     * The other side has not answered an attach in time; the link is closed by the caller, and other ways are tried first from now on.
     *
     * @param attachment the link's part
     */
    public void unanswered(LinkAttachment attachment) {
        engine.counters().add("attach.unanswered");
        attachment.session.unanswered++;
        attachment.session.unansweredScheme = attachment.link.remote().scheme();
    }

    /**
     * A link that took part in a session is closed.
     *
     * @param attachment the link's part
     * @param reason why
     * @param byPeer whether the other end closed or reset it, without a notice why
     */
    public void linkClosed(LinkAttachment attachment, String reason, boolean byPeer) {
        Session session = attachment.session;
        if (session.pending == attachment) {
            failed(attachment, reason, byPeer);
        } else if (session.attachment() == attachment) {
            session.drop(attachment, reason);
            if (session.pending == null) {
                park(session, reason, attachment.link.lastReceivedNs(), byPeer);
            } else { // fenced: what becomes of the session is decided by the attach that is under way
                session.outageStartNs = attachment.link.lastReceivedNs();
                session.brokenByPeer = byPeer;
            }
        }
    }

    /**
     * A link broke the protocol inside a session; resuming would only bring the same bytes again.
     *
     * @param attachment the link's part
     * @param reason what was wrong
     */
    public void broken(LinkAttachment attachment, String reason) {
        Session session = attachment.session;
        if (session.attachment() == attachment || session.pending == attachment) {
            broken(session, reason);
        }
    }

    /**
     * A peer broke the protocol of a channel.
     *
     * @param session the session
     * @param reason what was wrong
     */
    public void broken(Session session, String reason) {
        engine.counters().add("refused.protocol");
        end(session, "protocol error: " + reason, -1);
    }

    /** Others wait for credit that a peer was asked to give back. Reported again and again while that is so. */
    void creditKept(Session session) {
        InboundCredit flow = session.keptFlow();
        if (session.life() != Session.Life.ATTACHED || session.pending != null || flow == null) {
            return;
        }
        if (session.keptCredit.isOverdue()) {
            LocalDeclaration declaration = engine.declarations().find(flow.declarationId());
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

    /** The messages that peers have begun and not finished take more memory than this node has for them. */
    void tooMuchUnfinished(Session session, long bytes, long limit) {
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
        engine.counters().add(counter);
        engine.events().raise(new NodeEvent.Refused(where, counter, reason));
        leave(session, reason);
    }

    /** An attach did not come about: it fenced the link before it, so that one goes, too, and both sides begin again. */
    private void failed(LinkAttachment attachment, String reason, boolean byPeer) {
        Session session = attachment.session;
        engine.counters().add("attach.failed");
        session.pending = null;
        session.drop(attachment, reason);
        LinkAttachment old = session.attachment();
        if (old != null) {
            session.drop(old, reason);
            park(session, reason, now(), byPeer);
        } else if (session.life() == Session.Life.ATTACHED) {
            park(session, reason, session.outageStartNs, byPeer || session.brokenByPeer);
        } else if (session.life() == Session.Life.PROPOSED) {
            expireLater(session);
        } else {
            outages.attachFailed(session, byPeer);
        }
    }

    private void park(Session session, String reason, long outageStartNs, boolean byPeer) {
        session.park();
        engine.counters().add("sessions.parked");
        engine.events().raise(new NodeEvent.Parked(session.peer(), session.peerName(), reason));
        outages.begin(session, outageStartNs, byPeer);
        if (session.life() == Session.Life.PARKED) {
            listener.onParked(session);
        }
    }

    /**
     * An endpoint of a peer is being dialled.
     *
     * @param session the session with that peer
     */
    public void redialBegun(Session session) {
        outages.dialBegun(session);
    }

    /**
     * Such a dial has ended; called for each {@link #redialBegun}.
     *
     * @param session the session with that peer
     * @param refused whether it was refused, rather than connected or failed otherwise
     */
    public void redialEnded(Session session, boolean refused) {
        outages.dialEnded(session, refused);
    }

    /**
     * Another node answers where a peer was dialled before.
     *
     * @param session the session with that peer
     * @param other the node that answers
     */
    public void answeredByAnother(Session session, NodeId other) {
        outages.answeredByAnother(session, other);
    }

    private void expireLater(Session session) {
        Outages.cancelTimer(session);
        session.timer = engine.environment().schedule(session.resumeTimeoutNs(), () -> {
            if (session.life() == Session.Life.PROPOSED && session.pending == null) {
                end(session, "the session never began", -1);
            }
        });
    }

    /**
     * Closes the link of a session that has been silent for too long; the session is parked.
     *
     * @param session the session
     * @param reason for the event
     */
    public void silent(Session session, String reason) {
        LinkAttachment attachment = session.attachment();
        if (attachment != null && session.pending == null) {
            session.drop(attachment, reason);
            park(session, reason, attachment.link.lastReceivedNs(), false);
        }
    }

    /**
     * Ends a session that this node, which goes on, does not need any more: the peer is told how far it was received.
     *
     * @param session the session
     * @param reason why
     */
    public void leave(Session session, String reason) {
        leave(session, Goodbye.LEAVING, reason);
    }

    /**
     * Ends a session because this run of the node ends.
     *
     * @param session the session
     * @param reason why
     */
    public void close(Session session, String reason) {
        leave(session, Goodbye.CLOSING, reason);
    }

    private void leave(Session session, int code, String reason) {
        if (session.life() == Session.Life.ENDED) {
            return;
        }
        LinkAttachment attachment = session.attachment();
        long position = session.arrivals().end();
        if (attachment != null) {
            session.farewell(attachment, new Goodbye(code, position, reason));
        }
        end(session, reason, -1, true);
    }

    void goodbye(Session session, Goodbye goodbye) {
        if (session.life() != Session.Life.ENDED) {
            session.peerLost = goodbye.reason() == Goodbye.CLOSING;
            end(session, "the peer left: " + goodbye.text(), goodbye.received(), true);
        }
    }

    void declared(Session session) {
        if (session.life() != Session.Life.ENDED) {
            listener.onDeclared(session);
        }
    }

    void opinion(Session session) {
        listener.onOpinion(session);
    }

    private void endWithPeer(Session session, String reason, long confirmed) {
        session.peerLost = true;
        end(session, reason, confirmed);
    }

    private void end(Session session, String reason, long confirmed) {
        end(session, reason, confirmed, false);
    }

    private void end(Session session, String reason, long confirmed, boolean left) {
        if (session.life() == Session.Life.ENDED) {
            return;
        }
        boolean begun = session.life() != Session.Life.PROPOSED;
        outages.ended(session);
        byPeer.remove(session.peer(), session);
        List<LostRange> lost = session.end(confirmed);
        endedSessions.add(session.id(), session.peer(), session.arrivals().handedOver(), now());
        LinkAttachment pending = session.pending;
        session.pending = null;
        if (pending != null) {
            session.drop(pending, reason);
        }
        LinkAttachment attachment = session.attachment();
        if (attachment != null) {
            session.drop(attachment, reason);
        }
        engine.auxiliaries().close(session, reason);
        tellLost(session, reason, lost); // messages may have gone by declarations that came right behind the CONFIRM
        if (begun) {
            engine.counters().add("sessions.ended");
            engine.events().raise(new NodeEvent.PeerDown(session.peer(), session.peerName(), reason, left));
        }
        listener.onEnded(session, reason);
    }

    private void tellLost(Session session, String reason, List<LostRange> lost) {
        if (lost.isEmpty()) {
            return;
        }
        engine.counters()
                .add("messages.lost", lost.stream().mapToLong(LostRange::count).sum());
        engine.router().lost(lost);
        engine.events().raise(new NodeEvent.SessionLost(session.peer(), session.peerName(), reason, lost));
    }

    private Session create(SessionId id, Hello hello) {
        Session session = new Session(engine, id, hello);
        session.linkedNs = now();
        byPeer.put(hello.node(), session);
        engine.declarations().opened(session);
        engine.router().register(session.outbound());
        engine.channels().sessionMade(session);
        return session;
    }

    private Optional<Step> checkIdentity(Hello hello, SessionLink link) {
        if (closing) {
            return Optional.of(refuse(RefusalCode.CLOSING, 0, "the node is closing"));
        }
        if (hello.node().equals(engine.id())) {
            if (hello.incarnation() == engine.incarnation()) {
                return Optional.of(refuse(RefusalCode.SELF, 0, "that is this node itself"));
            }
            listener.onIdInUse(link.remote().toString(), "node " + hello.name() + " has this id, too");
            return Optional.of(refuse(
                    RefusalCode.DUPLICATE_ID,
                    engine.incarnation(),
                    "node " + engine.config().name() + " has the same id: give each node its own"));
        }
        Refusal barred = engine.barred().refusal(hello.node());
        if (barred != null) {
            return Optional.of(new Step.Refuse(barred));
        }
        Session other = ofOtherRun(hello);
        LinkAttachment linked = other == null ? null : other.attachment();
        if (other != null && linked != null) {
            return Optional.of(contested(other, linked));
        }
        if (!Incarnations.isPlausible(hello.incarnation(), engine.environment().wallTimeMillis())) {
            engine.counters().add("refused.incarnation");
            engine.events().raise(new NodeEvent.Refused(link.remote().toString(), "refused.incarnation", IMPLAUSIBLE));
            return Optional.of(refuse(RefusalCode.OTHER, 0, IMPLAUSIBLE));
        }
        if (!runs.admits(hello.node(), hello.incarnation(), now())) {
            engine.counters().add("refused.stale");
            return Optional.of(refuse(
                    RefusalCode.STALE, runs.latest(hello.node()), "a later incarnation of that node has been seen"));
        }
        if (other != null) {
            endWithPeer(other, "the peer has restarted", -1);
        }
        return Optional.empty();
    }

    private @Nullable Session ofOtherRun(Hello hello) {
        Session session = byPeer.get(hello.node());
        return session == null || session.incarnation() == hello.incarnation() ? null : session;
    }

    /** The session of one run has a link, and another run is here. Only if nobody answers on that link, the session is parked. */
    private Step contested(Session session, LinkAttachment attachment) {
        if (!verifier.hasAnswered(session)) {
            return new Step.Verify(verifier.verify(session));
        }
        return refuse(
                RefusalCode.ID_IN_USE,
                0,
                "the id " + session.peer() + " is in use by node " + session.peerName() + " at "
                        + attachment.link.remote() + ", as node "
                        + engine.config().name() + " sees it");
    }

    private Optional<Step> checkRoom() {
        int limit = engine.config().limits().peers();
        if (byPeer.size() >= limit) {
            Session useless = abandoned.choose(byPeer.values(), now());
            if (useless != null) {
                giveWay(useless);
                return Optional.empty();
            }
            engine.counters().add("refused.peers");
            return Optional.of(refuse(RefusalCode.LIMIT, limit, "this node has all the peers it takes (limits.peers)"));
        }
        return Optional.empty();
    }

    private void giveWay(Session session) {
        String reason = session.hasCarriedMessages()
                ? "it has no link, its address has many sessions, and a newcomer needs its place (limits.peers,"
                        + " limits.connectionsPerAddress)"
                : "it has never carried a message, and a newcomer needs its place (limits.peers)";
        engine.counters().add("sessions.gaveWay");
        Long last = gaveWayToldNs;
        if (last == null || now() - last >= GAVE_WAY_REPORT_NS) {
            gaveWayToldNs = now();
            engine.events().raise(new NodeEvent.Refused(session.peer().toString(), "sessions.gaveWay", reason));
        }
        leave(session, reason);
    }

    /**
     * A peer refused this node because another node of its id is alive.
     *
     * @param where the peer's endpoint
     * @param whose whose the id is, for people
     */
    public void idInUse(String where, String whose) {
        listener.onIdInUse(where, whose);
    }

    /**
     * A peer refused this node because it has met a later run of its id.
     *
     * @param where the peer's endpoint
     * @param incarnation the other run
     */
    public void laterRunKnown(String where, long incarnation) {
        listener.onLaterRunKnown(where, incarnation);
    }

    /**
     * Ends a session because the user wants none with that peer for some time.
     *
     * @param session the session
     */
    public void disconnect(Session session) {
        if (session.life() != Session.Life.ENDED) {
            engine.counters().add("sessions.disconnected");
            engine.barred().disconnected(session.peer());
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
        Session session = byPeer.get(node);
        if (session != null) {
            engine.counters().add("sessions.denied");
            leave(session, "denied");
        }
    }

    /**
     * Ends every session because this run of the node ends; what is unconfirmed by now is lost.
     *
     * @param reason told to the peers
     */
    public void leaveAll(String reason) {
        List.copyOf(byPeer.values()).forEach(s -> close(s, reason));
    }

    /** From now on no session begins. */
    public void stopAccepting() {
        closing = true;
    }

    private Step refuse(RefusalCode code, long value, String text) {
        return new Step.Refuse(new Refusal(code, value, text));
    }

    private SessionId newId() {
        return new SessionId(
                engine.environment().random().nextLong(),
                engine.environment().random().nextLong());
    }

    private long now() {
        return engine.environment().nanoTime();
    }
}
