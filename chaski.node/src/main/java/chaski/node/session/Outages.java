package chaski.node.session;

import chaski.api.NodeId;
import chaski.api.node.NodeEvent;
import chaski.node.context.NodeContext;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Watches the sessions that have no link: ends them when the outage outlives the resume timeout, or when a publisher has waited too long
 * for them, and finds out which peers are in doubt. Confined to the control loop.
 */
final class Outages {

    /** Of the two seconds that a publisher waits for a peer in doubt, a twentieth. */
    private static final long CHECK_NS = 100_000_000L;

    private static final String IN_DOUBT =
            "DOUBT: the peer's process seems to have ended, and a publisher has waited long enough for room";

    /** Publishers wait no longer for a peer in doubt: what an operator takes for a hiccup rather than for an outage. */
    private static final long MAX_STALL_IN_DOUBT_NS = 2_000_000_000L;

    private final NodeContext context;
    private final SessionListener listener;
    private final Consumer<Session> doubtChanged;
    private final BiConsumer<Session, String> end;

    /**
     * None yet.
     *
     * @param context this node
     * @param listener knows what can be dialled
     * @param doubtChanged notified when a peer is in doubt now, or is not any more
     * @param end ends a session for a reason
     */
    Outages(
            NodeContext context,
            SessionListener listener,
            Consumer<Session> doubtChanged,
            BiConsumer<Session, String> end) {
        this.context = context;
        this.listener = listener;
        this.doubtChanged = doubtChanged;
        this.end = end;
    }

    /**
     * A session has been parked.
     *
     * @param session the session
     * @param startNs when the link was lost, or the last byte received if it fell silent
     * @param byPeer whether the other end broke the link off
     */
    void begin(Session session, long startNs, boolean byPeer) {
        session.outage.startNs = startNs;
        session.outage.doubt.linkLost(byPeer, now());
        check(session);
    }

    /** A session has a link again. */
    void resumed(Session session) {
        session.outage.cancel();
        if (session.isInDoubt()) {
            session.inDoubt(false);
            context.counters().add("peers.doubtEnded");
            context.events().raise(new NodeEvent.PeerDoubtEnded(session.peer(), session.peerName()));
            doubtChanged.accept(session);
        }
    }

    /** A session has ended. */
    void ended(Session session) {
        session.outage.cancel();
        session.inDoubt(false);
    }

    void dialBegun(Session session) {
        session.outage.doubt.dialBegun();
    }

    void dialEnded(Session session, boolean refused) {
        session.outage.doubt.dialEnded(refused, now());
        if (session.life() == Session.Life.PARKED) {
            judge(session);
        }
    }

    /** A dial that met the peer itself has failed after it was connected. */
    void attachFailed(Session session, boolean byPeer) {
        if (byPeer) {
            session.outage.doubt.linkLost(true, now());
        }
    }

    /** Another node answers where the peer was. */
    void answeredByAnother(Session session, NodeId other) {
        if (session.life() == Session.Life.PARKED) {
            doubt(session, "another node answers at its address: " + other.shortForm());
        }
    }

    private void judge(Session session) {
        if (!session.isInDoubt() && session.outage.doubt.seemsEnded(listener.hasNothingToDial(session), now())) {
            doubt(session, "its link was broken off, and it cannot be dialled again");
        }
    }

    private void doubt(Session session, String reason) {
        if (session.isInDoubt()) {
            return;
        }
        session.inDoubt(true);
        context.counters().add("peers.inDoubt");
        context.events().raise(new NodeEvent.PeerInDoubt(session.peer(), session.peerName(), reason));
        doubtChanged.accept(session);
        session.outbound().waits().wakeMessages();
        check(session);
    }

    private void check(Session session) {
        if (session.life() != Session.Life.PARKED) {
            return;
        }
        session.outage.cancel();
        long leftNs = session.outage.startNs + session.resumeTimeoutNs() - now();
        if (leftNs <= 0) {
            end.accept(session, "the outage outlived the resume timeout");
            return;
        }
        boolean inDoubt = session.isInDoubt();
        long waitedNs = session.outbound().waits().longestWaitNs(inDoubt, session.outage.startNs, now());
        long mostNs = maxStallNs(inDoubt);
        if (waitedNs >= 0 && waitedNs >= mostNs) {
            end.accept(session, inDoubt ? IN_DOUBT : "a publisher has waited longer than maxStall");
            return;
        }
        long checkNs = waitedNs > 0 ? Math.min(CHECK_NS, mostNs - waitedNs) : CHECK_NS;
        long delayNs = Math.min(Math.min(leftNs, checkNs), session.outage.doubt.delayNs(now()));
        session.outage.schedule(context.environment(), delayNs, () -> {
            if (session.life() == Session.Life.PARKED) {
                judge(session);
                check(session);
            }
        });
    }

    private long maxStallNs(boolean inDoubt) {
        long usualNs = context.config().session().maxStall().toNanos();
        return inDoubt ? Math.min(usualNs, MAX_STALL_IN_DOUBT_NS) : usualNs;
    }

    private long now() {
        return context.environment().nanoTime();
    }
}
