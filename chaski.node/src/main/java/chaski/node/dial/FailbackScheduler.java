package chaski.node.dial;

import chaski.api.NodeId;
import chaski.node.context.NodeContext;
import chaski.node.session.Session;
import chaski.node.session.SessionTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings sessions back to a transport that is preferred over the one they are on: when it comes, here or at the peer, and now and then
 * when it was there all the time but did not work. A session that began on a lesser transport while a better one was there stays
 * where it is: whoever joined that endpoint wanted it so. Confined to the control loop.
 */
public final class FailbackScheduler {

    private final NodeContext context;
    private final SessionTable sessions;
    private final Dialler dialler;
    private final Map<Session, Failback> returns = new LinkedHashMap<>();

    /**
     * None yet.
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
     * A session has a link.
     *
     * @param session the session
     */
    public void attached(Session session) {
        returns.computeIfAbsent(session, s -> new Failback(s, context, dialler)).attached();
    }

    /**
     * A session is over.
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
     * A transport has come to this node.
     *
     * @param scheme its scheme
     */
    public void arrived(String scheme) {
        List.copyOf(returns.values()).forEach(each -> each.worthTrying(scheme));
    }

    /**
     * A peer can be reached by a transport by which it could not be reached before.
     *
     * @param peer the peer
     * @param scheme the scheme
     */
    public void arrivedAt(NodeId peer, String scheme) {
        sessions.find(peer).map(returns::get).ifPresent(each -> each.worthTrying(scheme));
    }

    /** The order of preference may be another one. */
    public void reconfigured() {
        context.config().link().preference().forEach(this::arrived);
    }

    /** Moves nothing any more. */
    public void close() {
        returns.values().forEach(Failback::end);
        returns.clear();
    }
}
