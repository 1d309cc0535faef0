package chaski.node;

import chaski.api.NodeId;
import chaski.api.node.NodeEvent;
import chaski.node.context.NodeContext;
import chaski.node.dial.Dialler;
import chaski.node.membership.Membership;
import chaski.node.membership.SessionNeed;
import chaski.node.pairing.PairingActions;
import chaski.node.session.Session;
import chaski.node.session.SessionLayer;

/**
 * Carries out what pairing decides: dials nodes, sends peers how much their session is needed, and ends sessions that neither side
 * needs, once everything on them is acknowledged. Confined to the control loop.
 */
final class PairingDecisions implements PairingActions {

    /** The interval at which a session that is to end is checked. */
    static final long SETTLE_CHECK_NS = 100_000_000L;

    private final NodeContext context;
    private final SessionLayer layer;
    private final Dialler dialler;
    private final Membership membership;

    PairingDecisions(NodeContext context, SessionLayer layer, Dialler dialler, Membership membership) {
        this.context = context;
        this.layer = layer;
        this.dialler = dialler;
        this.membership = membership;
    }

    @Override
    public boolean isBarred(NodeId node) {
        return layer.barred().contains(node);
    }

    @Override
    public void reach(NodeId node) {
        dialler.reach(node);
    }

    @Override
    public void stopReaching(NodeId node) {
        dialler.release(node);
    }

    @Override
    public void need(NodeId peer, SessionNeed need) {
        membership.need(peer, need, context.nanoTime());
    }

    @Override
    public void leave(NodeId peer, String reason) {
        layer.sessions().find(peer).ifPresent(session -> leaveWhenSettled(session, reason));
    }

    private void leaveWhenSettled(Session session, String reason) {
        if (session.isSettled()) {
            layer.lifecycle().leave(session, reason);
        } else if (session.life() != Session.Life.ENDED) {
            context.environment().schedule(SETTLE_CHECK_NS, () -> leaveWhenSettled(session, reason));
        }
    }

    @Override
    public void bootstrap(boolean wanted) {
        dialler.bootstrap(wanted);
    }

    @Override
    public void paired(NodeId peer, String name, String topic) {
        context.events().raise(at -> new NodeEvent.Paired(at, peer, name, topic));
    }

    @Override
    public void failed(NodeId node, String name, String reason) {
        context.events().raise(at -> new NodeEvent.PairingFailed(at, node, name, reason));
    }
}
