package chaski.node.dial;

import chaski.api.NodeId;
import chaski.node.context.NodeContext;
import chaski.node.session.Session;
import chaski.node.session.SessionTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Moves sessions back to a transport that is preferred to the one they are on: when that transport is added, at this node or at the
 * peer, and from time to time if it was present but did not work. A session that began on a less preferred transport while a better
 * one was present stays there, because the user chose that endpoint. Confined to the control loop.
 */
public final class FailbackScheduler {

    private final NodeContext context;
    private final SessionTable sessions;
    private final Dialler dialler;
    private final Map<Session, Failback> returns = new LinkedHashMap<>();

    /**
     * Creates a scheduler without sessions.
     *
     * @param context this node
     * @param sessions the sessions
     * @param dialler dials
     */
    public FailbackScheduler(NodeContext context, SessionTable sessions, Dialler dialler) {
        this.context = context;
        this.sessions = sessions;
        this.dialler = dialler;
    }

    /**
     * Called when a session has a link.
     *
     * @param session the session
     */
    public void attached(Session session) {
        returns.computeIfAbsent(session, s -> new Failback(s, context, dialler)).attached();
    }

    /**
     * Called when a session has ended.
     *
     * @param session the session
     */
    public void ended(Session session) {
        Failback gone = returns.remove(session);
        if (gone != null) {
            gone.end();
        }
    }

    /**
     * Called when a transport was added to this node.
     *
     * @param scheme its scheme
     */
    public void arrived(String scheme) {
        List.copyOf(returns.values()).forEach(each -> each.worthTrying(scheme));
    }

    /**
     * Called when a peer can be reached by a transport by which it could not be reached before.
     *
     * @param peer the peer
     * @param scheme the scheme
     */
    public void arrivedAt(NodeId peer, String scheme) {
        sessions.find(peer).map(returns::get).ifPresent(each -> each.worthTrying(scheme));
    }

    /** Called when the order of preference may have changed. */
    public void reconfigured() {
        context.config().link().preference().forEach(this::arrived);
    }

    /** Stops moving sessions. */
    public void close() {
        returns.values().forEach(Failback::end);
        returns.clear();
    }
}
