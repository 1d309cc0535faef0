package chaski.node;

import chaski.api.node.NodeReport;
import chaski.node.context.ControlLoop;
import chaski.node.context.NodeContext;
import chaski.node.membership.Membership;
import chaski.node.membership.MembershipLinks;
import chaski.node.membership.MembershipListener;
import chaski.node.membership.MembershipSecurity;
import chaski.node.membership.OwnRun;
import chaski.node.wire.Incarnations;
import java.util.function.Supplier;

/** Creates the membership of a node from what the node has. */
final class MembershipSetup {

    private static final int MAX_DIRECTORY_NODES = 10_000;

    private MembershipSetup() {}

    static Membership create(
            NodeContext context,
            ControlLoop loop,
            MembershipLinks links,
            MembershipListener listener,
            Supplier<NodeReport> report) {
        return new Membership(
                new OwnRun(context.id(), context.incarnation(), context.config().observer()),
                new MembershipSecurity(
                        context.security().closedNetwork(),
                        (name, work, then) -> loop.start(name, () -> {
                            work.run();
                            loop.execute(then);
                        }),
                        loop::nanoTime),
                MAX_DIRECTORY_NODES,
                loop.random(),
                run -> Incarnations.isPlausible(run, loop.wallTimeMillis()),
                context::suspicionNs,
                links,
                listener,
                report,
                loop.nanoTime());
    }
}
