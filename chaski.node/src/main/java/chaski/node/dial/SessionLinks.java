package chaski.node.dial;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.node.context.NodeContext;
import chaski.node.session.Session;
import chaski.node.session.SessionLayer;
import java.util.List;

/**
 * Everything that gives sessions other or more links than they have: the return to preferred transports, the renewal after a change of
 * credentials, and auxiliary links for datagrams. Confined to the control loop.
 */
public final class SessionLinks {

    private final FailbackScheduler failback;
    private final LinkRenewal renewal;
    private final AuxiliaryTargets auxiliaries;

    /**
     * Creates the parts, without sessions.
     *
     * @param context this node
     * @param layer the sessions
     * @param dialler dials
     */
    public SessionLinks(NodeContext context, SessionLayer layer, Dialler dialler) {
        this.failback = new FailbackScheduler(context, layer.sessions(), dialler);
        this.renewal = new LinkRenewal(context, layer, dialler);
        this.auxiliaries = new AuxiliaryTargets(context, layer, dialler);
    }

    /** Begins to follow changes of the credentials. */
    public void start() {
        renewal.start();
    }

    /**
     * Called when a session has a link.
     *
     * @param session the session
     */
    public void attached(Session session) {
        failback.attached(session);
        renewal.attached(session);
        auxiliaries.review(session);
    }

    /**
     * Called when a session has ended.
     *
     * @param session the session
     */
    public void ended(Session session) {
        failback.ended(session);
        renewal.ended(session);
        auxiliaries.ended(session);
    }

    /**
     * Called when a session has gained or lost an auxiliary link.
     *
     * @param session the session
     */
    public void auxiliaryChanged(Session session) {
        auxiliaries.review(session);
    }

    /**
     * Called when a peer, which cannot dial this node, has changed its credentials.
     *
     * @param session the session with it
     */
    public void renewalRequested(Session session) {
        renewal.requested(session);
    }

    /**
     * Called when the entry of a node has changed.
     *
     * @param node the node
     */
    public void entryChanged(NodeId node) {
        auxiliaries.review(node);
    }

    /**
     * Called when a node announces other endpoints than before.
     *
     * @param node the node
     * @param before the endpoints that it announced before
     * @param after those that it announces now
     */
    public void endpointsChanged(NodeId node, List<Endpoint> before, List<Endpoint> after) {
        failback.endpointsChanged(node, before, after);
    }

    /**
     * Called when a transport was added to this node.
     *
     * @param scheme its scheme
     */
    public void transportArrived(String scheme) {
        failback.arrived(scheme);
        auxiliaries.transportArrived();
    }

    /** Called when the order of preference may have changed. */
    public void reconfigured() {
        failback.reconfigured();
    }

    /** Gives no session another link any more. */
    public void close() {
        failback.close();
        renewal.close();
        auxiliaries.close();
    }
}
