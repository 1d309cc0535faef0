package chaski.node.session;

import chaski.api.node.NodeEvent;
import chaski.node.context.NodeContext;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Watches the sessions that have no link. It ends them when the outage exceeds the resume timeout, or when a publisher
 * has waited too long for them, and determines which peers are in doubt. Confined to the control loop.
 */
final class Outages {

    /** The interval of checks: one twentieth of the two seconds for which a publisher waits for a peer in doubt. */
    private static final long CHECK_NS = 100_000_000L;

    private static final String IN_DOUBT =
            "DOUBT: the peer's process seems to have ended, and a publisher has waited long enough for room";

    /**
     * The longest wait of a publisher for a peer in doubt: an operator takes it for a hiccup rather than for an outage.
     */
    private static final long MAX_STALL_IN_DOUBT_NS = 2_000_000_000L;

    private final NodeContext context;
    private final SessionListener listener;
    private final Consumer<Session> doubtChanged;
    private final BiConsumer<Session, String> end;

    /**
     * Creates a watch without outages.
     *
     * @param context this node
     * @param listener knows what can be dialled
     * @param doubtChanged notified when a peer is now in doubt, or no longer is
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
     * Begins to watch a session that has been parked.
     *
     * @param session the session
     * @param startNs the time at which the link was lost, or of the last byte received if the link fell silent
     * @param byPeer true if the other end broke off the link
     */
    void begin(Session session, long startNs, boolean byPeer) {
        session.outage.startNs = startNs;
        session.outage.doubt.linkLost(byPeer, now());
        check(session);
    }

    /** Ends the outage of a session that has a link again. */
    void resumed(Session session) {
        session.outage.cancel();
        if (session.isInDoubt()) {
            session.inDoubt(false);
            context.counters().add("peers.doubtEnded");
            context.events().raise(at -> new NodeEvent.PeerDoubtEnded(at, session.peer(), session.peerName()));
            doubtChanged.accept(session);
        }
    }

    /** Stops watching a session that has ended. */
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

    /** Handles a dial that reached the peer itself but failed after it was connected. */
    void attachFailed(Session session, boolean byPeer) {
        if (byPeer) {
            session.outage.doubt.linkLost(true, now());
        }
    }

    /** Handles the discovery that another node answers at the peer's endpoint. */
    void answeredByAnother(Session session, String other) {
        if (session.life() == Session.Life.PARKED) {
            doubt(session, "another node answers at its address: " + other);
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
        context.events().raise(at -> new NodeEvent.PeerInDoubt(at, session.peer(), session.peerName(), reason));
        doubtChanged.accept(session);
        session.sendChannel().waits().wakeMessages();
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
        long waitedNs = session.sendChannel().waits().longestWaitNs(inDoubt, session.outage.startNs, now());
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
