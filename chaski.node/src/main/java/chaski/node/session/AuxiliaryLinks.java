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
 * The auxiliary links of sessions. They change nothing of a session but the way its datagrams take, and no failure of
 * such a link affects the session. Confined to the control loop.
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

    /** The result of one step of a handshake. */
    public sealed interface Step {

        /**
         * Continue: send an ASSIST.
         *
         * @param part the link's part
         * @param assist the ASSIST to send
         */
        record Propose(AuxiliaryLink part, DatagramAttach assist) implements Step {}

        /**
         * Continue: send an ASSISTED, after which the link may be used.
         *
         * @param part the link's part
         * @param assisted the ASSISTED to send
         */
        record Accept(AuxiliaryLink part, DatagramAttached assisted) implements Step {}

        /**
         * Refuse the link.
         *
         * @param refused the refusal to send
         */
        record Refuse(Refusal refused) implements Step {}
    }

    /**
     * Decides whether an auxiliary link that this node dialled is still wanted, after the HELLO of the other side.
     *
     * @param hello the identity of the other side
     * @param link the link
     * @return an ASSIST, or a refusal
     */
    public Step propose(Hello hello, SessionLink link) {
        Session session = with(hello).orElse(null);
        if (session == null || !isWanted(session)) {
            return refuse(RefusalCode.OTHER, 0, "no auxiliary link is needed");
        }
        if (session.datagrams().auxiliary() != null || session.datagrams().auxiliaryPending != null) {
            return refuse(RefusalCode.ALREADY_LINKED, 0, "there is an auxiliary link already");
        }
        if (!DatagramPath.carriesDatagrams(link)) {
            return refuse(RefusalCode.OTHER, 0, "this link carries no datagrams");
        }
        session.datagrams().auxiliaryNumber++;
        AuxiliaryLink part = new AuxiliaryLink(session, link, session.datagrams().auxiliaryNumber, true);
        session.datagrams().auxiliaryPending = part;
        return new Step.Propose(part, new DatagramAttach(session.id(), part.number));
    }

    /**
     * Decides on an auxiliary link that the other side proposes. A node without the session's secret learns nothing and
     * changes nothing.
     *
     * @param hello the identity of the other side
     * @param assist the proposal
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
        AuxiliaryLink crossing = session.datagrams().auxiliaryPending;
        if (assist.number() < session.datagrams().auxiliaryNumber
                || (assist.number() == session.datagrams().auxiliaryNumber && crossing == null)) {
            return refuse(
                    RefusalCode.STALE_EPOCH,
                    session.datagrams().auxiliaryNumber,
                    "a later auxiliary link has been seen");
        }
        if (assist.number() == session.datagrams().auxiliaryNumber
                && context.id().compareTo(hello.node()) < 0) {
            return refuse(RefusalCode.CROSSING, assist.number(), "the auxiliary link of the lower node id stands");
        }
        session.datagrams().auxiliaryNumber = assist.number();
        session.datagrams().auxiliaryPending = null;
        if (crossing != null) {
            crossing.link.close("another auxiliary link stands");
        }
        return new Step.Accept(
                new AuxiliaryLink(session, link, assist.number(), false), new DatagramAttached(assist.number()));
    }

    /**
     * Begins to use a link after the ASSISTED requested by {@link Step.Accept} was sent.
     *
     * @param part the link's part
     */
    public void accepted(AuxiliaryLink part) {
        begin(part);
    }

    /**
     * Handles the agreement of the other side to an auxiliary link of this node.
     *
     * @param part the link's part
     * @param assisted the answer
     */
    public void assisted(AuxiliaryLink part, DatagramAttached assisted) {
        if (part.session.datagrams().auxiliaryPending == part && assisted.number() == part.number) {
            part.session.datagrams().auxiliaryPending = null;
            begin(part);
        } else {
            part.link.close("the auxiliary link is void");
        }
    }

    /**
     * Handles the refusal of an auxiliary link. The caller closes the link.
     *
     * @param part the link's part
     * @param refused the reason
     */
    public void refused(AuxiliaryLink part, Refusal refused) {
        Session session = part.session;
        if (refused.code() == RefusalCode.STALE_EPOCH) {
            session.datagrams().auxiliaryNumber = Math.max(session.datagrams().auxiliaryNumber, refused.value());
        }
        linkClosed(part);
    }

    /**
     * Handles the close of a link, which has happened or is about to happen.
     *
     * @param part the link's part
     */
    public void linkClosed(AuxiliaryLink part) {
        Session session = part.session;
        if (session.datagrams().auxiliaryPending == part) {
            session.datagrams().auxiliaryPending = null;
            context.counters().add("auxiliary.failed");
        } else if (session.datagrams().auxiliary() == part) {
            session.datagrams().auxiliary(null);
            part.watch.cancel();
            context.counters().add("auxiliary.ended");
            listener.onAuxiliary(session);
        }
    }

    /**
     * Closes the auxiliary links of a session.
     *
     * @param session the session
     * @param reason the reason
     */
    public void close(Session session, String reason) {
        close(session.datagrams().auxiliaryPending, reason);
        close(session.datagrams().auxiliary(), reason);
    }

    // ---- queries of the dialling side

    /**
     * Returns whether datagrams of publishers on this node have no way to a peer but the byte stream of its session's
     * link, although the peer supports auxiliary links.
     *
     * @param session the session with the peer
     * @return true if an auxiliary link would be of use
     */
    public boolean isWanted(Session session) {
        return session.attachment() != null
                && !isSuperfluous(session)
                && session.hasCapability(Hello.AUXILIARIES)
                && isNeeded(session);
    }

    /**
     * Returns whether publishers on this node send datagrams to a peer.
     *
     * @param session the session with the peer
     * @return true if they do
     */
    public boolean isNeeded(Session session) {
        return router.needsDatagrams(session.sendChannel());
    }

    /**
     * Returns whether the link in use of a session carries datagrams.
     *
     * @param session the session
     * @return true if it does
     */
    public boolean isSuperfluous(Session session) {
        LinkAttachment attachment = session.attachment();
        return attachment != null && DatagramPath.carriesDatagrams(attachment.link);
    }

    /**
     * Returns whether a session has an auxiliary link.
     *
     * @param session the session
     * @return true if it has one
     */
    public boolean isThere(Session session) {
        return session.datagrams().auxiliary() != null;
    }

    /**
     * Returns whether a session has an auxiliary link that this node dialled.
     *
     * @param session the session
     * @return true if it has one
     */
    public boolean isOurs(Session session) {
        AuxiliaryLink part = session.datagrams().auxiliary();
        return part != null && part.dialled();
    }

    /**
     * Returns the number of datagrams received on a session's auxiliary link.
     *
     * @param session the session
     * @return the number, 0 if there is no such link
     */
    public long heard(Session session) {
        AuxiliaryLink part = session.datagrams().auxiliary();
        return part == null ? 0 : part.heard();
    }

    // ---- begin and end

    private void close(@Nullable AuxiliaryLink part, String reason) {
        if (part != null) {
            linkClosed(part);
            part.link.close(reason);
        }
    }

    private void begin(AuxiliaryLink part) {
        Session session = part.session;
        close(session.datagrams().auxiliary(), "another auxiliary link took its place");
        session.datagrams().auxiliary(part);
        context.counters().add("auxiliary.begun");
        watch(part);
        listener.onAuxiliary(session);
    }

    /** Closes a link on which nothing is received; without this check a link could be silent indefinitely. */
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

    /** Returns the session with exactly that run of that node. */
    private Optional<Session> with(Hello hello) {
        return sessions.find(hello.node()).filter(s -> s.incarnation() == hello.incarnation());
    }

    private static Step refuse(RefusalCode code, long value, String text) {
        return new Step.Refuse(new Refusal(code, value, text));
    }
}
