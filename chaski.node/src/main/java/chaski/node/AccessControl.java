package chaski.node;

import chaski.api.Endpoint;
import chaski.api.LimitException;
import chaski.api.NodeId;
import chaski.api.node.NodeEvent;
import chaski.api.node.Peer;
import chaski.node.context.NodeContext;
import chaski.node.dial.Dialler;
import chaski.node.pairing.Pairing;
import chaski.node.session.BarredPeers;
import chaski.node.session.SessionLayer;
import chaski.node.session.SessionLifecycle;
import java.util.Set;

/**
 * Denies and allows nodes, at the user's request and by the configuration. A node that becomes barred loses its session, and one
 * that is no longer barred is paired with and dialled again. Thread-safe.
 */
final class AccessControl {

    private final NodeContext context;
    private final BarredPeers barred;
    private final SessionLifecycle lifecycle;
    private final Dialler dialler;
    private final Pairing pairing;
    private volatile boolean closed;

    AccessControl(NodeContext context, SessionLayer layer, Dialler dialler, Pairing pairing) {
        this.context = context;
        this.barred = layer.barred();
        this.lifecycle = layer.lifecycle();
        this.dialler = dialler;
        this.pairing = pairing;
    }

    /** {@return the nodes that are denied} */
    Set<NodeId> denied() {
        return barred.denied();
    }

    void deny(NodeId id) {
        if (id.equals(context.id())) {
            throw new IllegalArgumentException("expected the id of another node, got this node's own");
        }
        barred.deny(id);
        context.environment().execute(() -> {
            if (barred.contains(id)) {
                lifecycle.denied(id);
                review(id);
            }
        });
    }

    void allow(NodeId id) {
        if (barred.allow(id)) {
            context.environment().execute(() -> review(id));
        }
    }

    /** Replaces the denied nodes of one configuration by those of the next; others that the user denies remain denied. */
    void reconfigure(Set<NodeId> before, Set<NodeId> next) {
        before.stream().filter(id -> !next.contains(id)).forEach(this::allow);
        next.stream().filter(id -> !before.contains(id)).forEach(this::denyConfigured);
    }

    /** Denies as many of the configured ids as possible; a refused one is counted and reported. */
    private void denyConfigured(NodeId id) {
        try {
            deny(id);
        } catch (LimitException | IllegalArgumentException e) {
            context.counters().add("refused.deny");
            context.events()
                    .raise(at ->
                            new NodeEvent.Refused(at, "deny " + id, "refused.deny", String.valueOf(e.getMessage())));
        }
    }

    /** Allows the nodes that were disconnected a moment ago and are known at an endpoint, because the user joins it. */
    void joined(Endpoint endpoint) {
        barred.disconnected().stream()
                .filter(peer -> dialler.isKnownAt(peer, endpoint))
                .filter(peer -> !denied().contains(peer))
                .forEach(this::allow);
    }

    /** Called when a node is barred for some time; on the control loop. */
    void disconnected(NodeId node) {
        review(node);
        context.environment().schedule(Peer.DISCONNECTED_FOR.toNanos(), () -> review(node));
    }

    private void review(NodeId node) {
        if (closed) {
            return;
        }
        pairing.review(node, context.nanoTime());
        if (!barred.contains(node)) {
            dialler.dialAllNow();
        }
    }

    void close() {
        closed = true;
    }
}
