package chaski.node.dial;

import chaski.api.NodeId;
import chaski.node.context.CoalescedTask;
import chaski.node.context.NodeContext;
import chaski.node.session.AuxiliaryLinks;
import chaski.node.session.Session;
import chaski.node.session.SessionLayer;
import chaski.node.session.SessionTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives an auxiliary link that carries datagrams to sessions whose links carry none, while publishers need it. Nothing is kept for
 * sessions that never needed one. Confined to the control loop, except for the callback of the engine.
 */
final class AuxiliaryTargets {

    /** Changes of subscriptions within this time are processed together. */
    private static final long REVIEW_DELAY_NS = 2_000_000L;

    private final NodeContext context;
    private final SessionTable sessions;
    private final AuxiliaryLinks auxiliaries;
    private final Dialler dialler;
    private final Map<Session, AuxiliaryTarget> targets = new LinkedHashMap<>();
    private boolean reviewDue;
    private boolean closed;

    /**
     * Creates an instance without targets.
     *
     * @param context this node
     * @param layer the sessions
     * @param dialler dials
     */
    AuxiliaryTargets(NodeContext context, SessionLayer layer, Dialler dialler) {
        this.context = context;
        this.sessions = layer.sessions();
        this.auxiliaries = layer.auxiliaries();
        this.dialler = dialler;
        layer.onDatagramNeeds(new CoalescedTask(context.environment(), this::reviewSoon)::request);
    }

    /**
     * Called when a session has another link or another auxiliary link, or its peer has other endpoints.
     *
     * @param session the session
     */
    void review(Session session) {
        AuxiliaryTarget known = targets.get(session);
        if (known != null) {
            known.review();
        } else if (!closed && auxiliaries.isWanted(session)) {
            AuxiliaryTarget made = new AuxiliaryTarget(session, context, auxiliaries, dialler);
            targets.put(session, made);
            made.review();
        }
    }

    /**
     * Called when the ways to reach a peer may have changed.
     *
     * @param peer the peer
     */
    void review(NodeId peer) {
        sessions.find(peer).ifPresent(this::review);
    }

    /** Called when a transport was added. */
    void transportArrived() {
        List.copyOf(targets.values()).forEach(AuxiliaryTarget::reviewNow);
    }

    /**
     * Called when a session has ended.
     *
     * @param session the session
     */
    void ended(Session session) {
        AuxiliaryTarget gone = targets.remove(session);
        if (gone != null) {
            gone.end();
        }
    }

    /** Stops dialling. */
    void close() {
        closed = true;
        targets.values().forEach(AuxiliaryTarget::end);
        targets.clear();
    }

    private void reviewSoon() {
        if (!reviewDue && !closed) {
            reviewDue = true;
            context.environment().schedule(REVIEW_DELAY_NS, () -> {
                reviewDue = false;
                sessions.all().forEach(this::review);
            });
        }
    }
}
