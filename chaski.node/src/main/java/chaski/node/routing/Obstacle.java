package chaski.node.routing;

import chaski.api.protocol.DeclarationHandle;
import chaski.node.send.CreditFlow;
import chaski.node.send.CreditWaitQueue;
import chaski.node.send.SendChannel;
import org.jspecify.annotations.Nullable;

/**
 * Where a message has to wait, and whether it lacks what is waited for there or others do that are ahead of it. It is a flow without
 * credit, an own window, or room in a log.
 */
record Obstacle(
        @Nullable SendChannel outbound,
        @Nullable CreditFlow flow,
        @Nullable DeclarationHandle own,
        @Nullable CreditWaitQueue line,
        boolean lacking) {

    /** An own window, in whose queue the message has a place by then if it waits. */
    static Obstacle own(DeclarationHandle window) {
        return new Obstacle(null, null, window, null, true);
    }

    static Obstacle flow(CreditFlow flow, long cost) {
        return new Obstacle(flow.outbound, flow, null, flow.line, flow.lacks(cost));
    }

    static Obstacle room(SendChannel outbound, CreditWaitQueue line, boolean lacking) {
        return new Obstacle(outbound, null, null, line, lacking);
    }
}
