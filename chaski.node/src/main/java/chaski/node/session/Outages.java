package chaski.node.session;

import chaski.api.NodeId;
import chaski.api.node.NodeEvent;
import chaski.api.protocol.Environment;
import java.util.function.BiConsumer;

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

    private final Engine engine;
    private final SessionListener listener;
    private final BiConsumer<Session, String> end;

    /**
     * None yet.
     *
     * @param engine what the sessions share
     * @param listener knows what can be dialled
     * @param end ends a session for a reason
     */
    Outages(Engine engine, SessionListener listener, BiConsumer<Session, String> end) {
        this.engine = engine;
        this.listener = listener;
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
        session.outageStartNs = startNs;
        session.doubt.linkLost(byPeer, now());
        check(session);
    }

    /** A session has a link again. */
    void resumed(Session session) {
        cancelTimer(session);
        if (session.isInDoubt()) {
            session.inDoubt(false);
            engine.counters().add("peers.doubtEnded");
            engine.events().raise(new NodeEvent.PeerDoubtEnded(session.peer(), session.peerName()));
            engine.channels().doubtChanged(session);
        }
    }

    /** A session has ended. */
    void ended(Session session) {
        cancelTimer(session);
        session.inDoubt(false);
    }

    static void cancelTimer(Session session) {
        Environment.Cancellable timer = session.timer;
        if (timer != null) {
            timer.cancel();
            session.timer = null;
        }
    }

    void dialBegun(Session session) {
        session.doubt.dialBegun();
    }

    void dialEnded(Session session, boolean refused) {
        session.doubt.dialEnded(refused, now());
        if (session.life() == Session.Life.PARKED) {
            judge(session);
        }
    }

    /** A dial that met the peer itself has failed after it was connected. */
    void attachFailed(Session session, boolean byPeer) {
        if (byPeer) {
            session.doubt.linkLost(true, now());
        }
    }

    /** Another node answers where the peer was. */
    void answeredByAnother(Session session, NodeId other) {
        if (session.life() == Session.Life.PARKED) {
            doubt(session, "another node answers at its address: " + other.shortForm());
        }
    }

    private void judge(Session session) {
        if (!session.isInDoubt() && session.doubt.seemsEnded(listener.hasNothingToDial(session), now())) {
            doubt(session, "its link was broken off, and it cannot be dialled again");
        }
    }

    private void doubt(Session session, String reason) {
        if (session.isInDoubt()) {
            return;
        }
        session.inDoubt(true);
        engine.counters().add("peers.inDoubt");
        engine.events().raise(new NodeEvent.PeerInDoubt(session.peer(), session.peerName(), reason));
        engine.channels().doubtChanged(session);
        session.outbound().wakeMessages();
        check(session);
    }

    private void check(Session session) {
        if (session.life() != Session.Life.PARKED) {
            return;
        }
        cancelTimer(session);
        long leftNs = session.outageStartNs + session.resumeTimeoutNs() - now();
        if (leftNs <= 0) {
            end.accept(session, "the outage outlived the resume timeout");
            return;
        }
        boolean inDoubt = session.isInDoubt();
        long waitedNs = session.outbound().longestWaitNs(inDoubt, session.outageStartNs, now());
        long mostNs = maxStallNs(inDoubt);
        if (waitedNs >= 0 && waitedNs >= mostNs) {
            end.accept(session, inDoubt ? IN_DOUBT : "a publisher has waited longer than maxStall");
            return;
        }
        long checkNs = waitedNs > 0 ? Math.min(CHECK_NS, mostNs - waitedNs) : CHECK_NS;
        long delayNs = Math.min(Math.min(leftNs, checkNs), session.doubt.delayNs(now()));
        session.timer = engine.environment().schedule(delayNs, () -> {
            session.timer = null;
            if (session.life() == Session.Life.PARKED) {
                judge(session);
                check(session);
            }
        });
    }

    private long maxStallNs(boolean inDoubt) {
        long usualNs = engine.config().session().maxStall().toNanos();
        return inDoubt ? Math.min(usualNs, MAX_STALL_IN_DOUBT_NS) : usualNs;
    }

    private long now() {
        return engine.environment().nanoTime();
    }
}
