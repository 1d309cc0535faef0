package chaski.node.dial;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.node.context.NodeContext;
import chaski.node.session.Session;
import chaski.node.session.SessionTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Moves sessions back to a transport that is preferred to the one they are on: when that transport is added, at this node or at the
 * peer, and from time to time if it was present but did not work. A session that began on a less preferred transport while a better
 * one was present stays there, because the user chose that endpoint. Confined to the control loop.
 */
final class FailbackScheduler {

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
    FailbackScheduler(NodeContext context, SessionTable sessions, Dialler dialler) {
        this.context = context;
        this.sessions = sessions;
        this.dialler = dialler;
    }

    /**
     * Called when a session has a link.
     *
     * @param session the session
     */
    void attached(Session session) {
        returns.computeIfAbsent(session, s -> new Failback(s, context, dialler)).attached();
    }

    /**
     * Called when a session has ended.
     *
     * @param session the session
     */
    void ended(Session session) {
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
    void arrived(String scheme) {
        List.copyOf(returns.values()).forEach(each -> each.worthTrying(scheme));
    }

    /**
     * Called when a peer announces other endpoints than before: it may be reachable by a transport by which it was not.
     *
     * @param peer the peer
     * @param before the endpoints that it announced before
     * @param after those that it announces now
     */
    void endpointsChanged(NodeId peer, List<Endpoint> before, List<Endpoint> after) {
        Set<String> arrived = schemes(after);
        arrived.removeAll(schemes(before));
        sessions.find(peer).map(returns::get).ifPresent(each -> arrived.forEach(each::worthTrying));
    }

    private static Set<String> schemes(List<Endpoint> endpoints) {
        return endpoints.stream().map(Endpoint::scheme).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Called when the order of preference may have changed. */
    void reconfigured() {
        context.config().link().preference().forEach(this::arrived);
    }

    /** Stops moving sessions. */
    void close() {
        returns.values().forEach(Failback::end);
        returns.clear();
    }
}
