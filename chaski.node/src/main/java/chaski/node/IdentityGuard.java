package chaski.node;

import chaski.api.node.NodeEvent;
import chaski.node.context.NodeContext;
import chaski.node.membership.Membership;
import chaski.node.session.SessionLayer;
import chaski.node.wire.Incarnations;

/**
 * Handles signs that this node's id is not its own alone: another node with that id is alive, or peers know a later incarnation of
 * it. Each kind is reported once in {@link ReportInterval#INTERVAL_NS}. Confined to the control loop.
 */
final class IdentityGuard {

    private static final String IN_USE = "ids.inUse";
    private static final String LATER_RUN_KNOWN = "ids.laterRunKnown";

    private final NodeContext context;
    private final SessionLayer layer;
    private final Membership membership;
    private final ReportInterval reports = new ReportInterval();

    IdentityGuard(NodeContext context, SessionLayer layer, Membership membership) {
        this.context = context;
        this.layer = layer;
        this.membership = membership;
    }

    /** Called when another node with this node's id is alive. */
    void idInUse(String where, String whose) {
        context.counters().add(IN_USE);
        if (reports.begin(IN_USE, context.nanoTime())) {
            context.events().raise(at -> new NodeEvent.DuplicateId(at, where + ": " + whose));
        }
    }

    /**
     * Called when a later incarnation of this node's id is known somewhere. It may be an earlier run of this node whose clock was
     * ahead. Without sessions, becoming a later incarnation loses nothing.
     */
    void laterRunKnown(String where, long incarnation) {
        if (incarnation <= context.incarnation()) {
            return; // sent before this node became a later incarnation
        }
        boolean canBe =
                Incarnations.canBeSurpassed(incarnation, context.environment().wallTimeMillis());
        if (canBe && layer.sessions().all().isEmpty()) {
            restartIncarnation(incarnation);
            return;
        }
        context.counters().add(LATER_RUN_KNOWN);
        if (reports.begin(LATER_RUN_KNOWN, context.nanoTime())) {
            context.events()
                    .raise(at -> new NodeEvent.Refused(
                            at,
                            where,
                            LATER_RUN_KNOWN,
                            "a later run of this node's id is known there, from before the clock was set back or of"
                                    + " another node; this one keeps its sessions"));
        }
    }

    private void restartIncarnation(long earlier) {
        layer.lifecycle().leaveAll("this node goes on as a later incarnation");
        context.incarnation(Math.max(context.environment().wallTimeMillis(), earlier + 1));
        membership.reincarnate(context.incarnation(), context.nanoTime());
    }
}
