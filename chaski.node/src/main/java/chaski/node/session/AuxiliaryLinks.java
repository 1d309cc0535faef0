package chaski.node.session;

import chaski.api.node.HeartbeatConfig;
import chaski.node.context.NodeContext;
import chaski.node.frame.SessionLink;
import chaski.node.routing.Router;
import chaski.node.wire.DatagramAttach;
import chaski.node.wire.DatagramAttached;
import chaski.node.wire.Hello;
import chaski.node.wire.Refusal;
import chaski.node.wire.RefusalCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which auxiliary links sessions have. Of a session nothing changes here but the way its datagrams take: whatever goes wrong with such a
 * link, the session knows nothing of it. Confined to the control loop.
 */
public final class AuxiliaryLinks {

    private final NodeContext context;
    private final SessionTable sessions;
    private final Router router;
    private final SessionListener listener;

    AuxiliaryLinks(NodeContext context, SessionTable sessions, Router router, SessionListener listener) {
        this.context = context;
        this.sessions = sessions;
        this.router = router;
        this.listener = listener;
    }

    /** What comes out of one step of a handshake. */
    public sealed interface Step {

        /**
         * Go on: an ASSIST is to be sent.
         *
         * @param part the link's part
         * @param assist to be sent
         */
        record Propose(AuxiliaryLink part, DatagramAttach assist) implements Step {}

        /**
         * Go on: an ASSISTED is to be sent, and then the link may be used.
         *
         * @param part the link's part
         * @param assisted to be sent
         */
        record Accept(AuxiliaryLink part, DatagramAttached assisted) implements Step {}

        /**
         * The link is not wanted.
         *
         * @param refused to be sent
         */
        record Refuse(Refusal refused) implements Step {}
    }

    /**
     * The other side of a link that this node dialled as an auxiliary one has said who it is: is it wanted still?
     *
     * @param hello who it is
     * @param link the link
     * @return an ASSIST, or a refusal
     */
    public Step propose(Hello hello, SessionLink link) {
        Session session = with(hello).orElse(null);
        if (session == null || !isWanted(session)) {
            return refuse(RefusalCode.OTHER, 0, "no auxiliary link is needed");
        }
        if (session.datagramPath().auxiliary() != null || session.datagramPath().auxiliaryPending != null) {
            return refuse(RefusalCode.ALREADY_LINKED, 0, "there is an auxiliary link already");
        }
        if (!DatagramPath.carriesDatagrams(link)) {
            return refuse(RefusalCode.OTHER, 0, "this link carries no datagrams");
        }
        session.datagramPath().auxiliaryNumber++;
        AuxiliaryLink part = new AuxiliaryLink(session, link, session.datagramPath().auxiliaryNumber, true);
        session.datagramPath().auxiliaryPending = part;
        return new Step.Propose(part, new DatagramAttach(session.id(), part.number));
    }

    /**
     * The other side proposes an auxiliary link. Who does not know the session's secret learns nothing and changes nothing.
     *
     * @param hello who it is
     * @param assist what it proposes
     * @param link the link
     * @return an ASSISTED, or a refusal
     */
    public Step accept(Hello hello, DatagramAttach assist, SessionLink link) {
        Session session =
                with(hello).filter(s -> s.id().equals(assist.session())).orElse(null);
        if (session == null) {
            context.counters().add("auxiliary.refused");
            return refuse(RefusalCode.UNKNOWN_SESSION, -1, "the session is not known here");
        }
        if (!DatagramPath.carriesDatagrams(link)) {
            return refuse(RefusalCode.OTHER, 0, "this link carries no datagrams");
        }
        AuxiliaryLink crossing = session.datagramPath().auxiliaryPending;
        if (assist.number() < session.datagramPath().auxiliaryNumber
                || (assist.number() == session.datagramPath().auxiliaryNumber && crossing == null)) {
            return refuse(
                    RefusalCode.STALE_EPOCH,
                    session.datagramPath().auxiliaryNumber,
                    "a later auxiliary link has been seen");
        }
        if (assist.number() == session.datagramPath().auxiliaryNumber
                && context.id().compareTo(hello.node()) < 0) {
            return refuse(RefusalCode.CROSSING, assist.number(), "the auxiliary link of the lower node id stands");
        }
        session.datagramPath().auxiliaryNumber = assist.number();
        session.datagramPath().auxiliaryPending = null;
        if (crossing != null) {
            crossing.link.close("another auxiliary link stands");
        }
        return new Step.Accept(
                new AuxiliaryLink(session, link, assist.number(), false), new DatagramAttached(assist.number()));
    }

    /**
     * The ASSISTED that was asked for in {@link Step.Accept} is on its way: the link counts.
     *
     * @param part the link's part
     */
    public void accepted(AuxiliaryLink part) {
        begin(part);
    }

    /**
     * The other side has taken an auxiliary link of this node's.
     *
     * @param part the link's part
     * @param assisted the answer
     */
    public void assisted(AuxiliaryLink part, DatagramAttached assisted) {
        if (part.session.datagramPath().auxiliaryPending == part && assisted.number() == part.number) {
            part.session.datagramPath().auxiliaryPending = null;
            begin(part);
        } else {
            part.link.close("the auxiliary link is void");
        }
    }

    /**
     * The other side has refused it; the link is closed by the caller.
     *
     * @param part the link's part
     * @param refused why
     */
    public void refused(AuxiliaryLink part, Refusal refused) {
        Session session = part.session;
        if (refused.code() == RefusalCode.STALE_EPOCH) {
            session.datagramPath().auxiliaryNumber = Math.max(session.datagramPath().auxiliaryNumber, refused.value());
        }
        linkClosed(part);
    }

    /**
     * The link is closed, or is going to be.
     *
     * @param part the link's part
     */
    public void linkClosed(AuxiliaryLink part) {
        Session session = part.session;
        if (session.datagramPath().auxiliaryPending == part) {
            session.datagramPath().auxiliaryPending = null;
            context.counters().add("auxiliary.failed");
        } else if (session.datagramPath().auxiliary() == part) {
            session.datagramPath().auxiliary(null);
            part.watch.cancel();
            context.counters().add("auxiliary.ended");
            listener.onAuxiliary(session);
        }
    }

    /**
     * Closes what auxiliary links a session has.
     *
     * @param session the session
     * @param reason why
     */
    public void close(Session session, String reason) {
        close(session.datagramPath().auxiliaryPending, reason);
        close(session.datagramPath().auxiliary(), reason);
    }

    // ---- what those who dial want to know

    /**
     * Tells whether datagrams of publishers here have no way to a peer but the stream of its session's link, though it takes auxiliary
     * links.
     *
     * @param session the session with the peer
     * @return whether an auxiliary link would be of use
     */
    public boolean isWanted(Session session) {
        return session.attachment() != null
                && !isSuperfluous(session)
                && session.hasCapability(Hello.AUXILIARIES)
                && isNeeded(session);
    }

    /**
     * Tells whether publishers here send datagrams to a peer.
     *
     * @param session the session with the peer
     * @return whether
     */
    public boolean isNeeded(Session session) {
        return router.needsDatagrams(session.outbound());
    }

    /**
     * Tells whether the link that a session is on carries datagrams.
     *
     * @param session the session
     * @return whether
     */
    public boolean isSuperfluous(Session session) {
        LinkAttachment attachment = session.attachment();
        return attachment != null && DatagramPath.carriesDatagrams(attachment.link);
    }

    /**
     * Tells whether a session has an auxiliary link.
     *
     * @param session the session
     * @return whether
     */
    public boolean isThere(Session session) {
        return session.datagramPath().auxiliary() != null;
    }

    /**
     * Tells whether a session has an auxiliary link that this node dialled.
     *
     * @param session the session
     * @return whether
     */
    public boolean isOurs(Session session) {
        AuxiliaryLink part = session.datagramPath().auxiliary();
        return part != null && part.dialled();
    }

    /**
     * Tells how many datagrams came by a session's auxiliary link.
     *
     * @param session the session
     * @return how many, 0 when there is none
     */
    public long heard(Session session) {
        AuxiliaryLink part = session.datagramPath().auxiliary();
        return part == null ? 0 : part.heard();
    }

    // ---- how they begin and end

    private void close(@Nullable AuxiliaryLink part, String reason) {
        if (part != null) {
            linkClosed(part);
            part.link.close(reason);
        }
    }

    private void begin(AuxiliaryLink part) {
        Session session = part.session;
        close(session.datagramPath().auxiliary(), "another auxiliary link took its place");
        session.datagramPath().auxiliary(part);
        context.counters().add("auxiliary.begun");
        watch(part);
        listener.onAuxiliary(session);
    }

    /** Links may be silent for ever: one on which nothing comes back is closed. */
    private void watch(AuxiliaryLink part) {
        HeartbeatConfig heartbeat = context.config().heartbeat();
        long silentNs = context.environment().nanoTime() - part.link.lastReceivedNs();
        if (silentNs >= heartbeat.downAfter().toNanos()) {
            close(
                    part,
                    "the auxiliary link was silent for " + heartbeat.downAfter().toMillis() + " ms");
            return;
        }
        if (silentNs >= heartbeat.interval().toNanos()) {
            part.ping();
        }
        part.watch = context.environment().schedule(heartbeat.interval().toNanos(), () -> watch(part));
    }

    /** The session with exactly that run of that node. */
    private Optional<Session> with(Hello hello) {
        return sessions.find(hello.node()).filter(s -> s.incarnation() == hello.incarnation());
    }

    private static Step refuse(RefusalCode code, long value, String text) {
        return new Step.Refuse(new Refusal(code, value, text));
    }
}
