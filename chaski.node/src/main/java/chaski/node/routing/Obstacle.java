package chaski.node.routing;

import chaski.api.protocol.DeclarationHandle;
import chaski.node.send.CreditFlow;
import chaski.node.send.CreditWaitQueue;
import chaski.node.send.SendChannel;
import org.jspecify.annotations.Nullable;

/**
 * What a message waits for: credit of a flow, room in an own window, or room in a send log. {@code lacking} is true if
 * the message itself lacks the resource, and false if only waiters ahead of it do.
 */
record Obstacle(
        @Nullable SendChannel outbound,
        @Nullable CreditFlow flow,
        @Nullable DeclarationHandle own,
        @Nullable CreditWaitQueue line,
        boolean lacking) {

    /** An own window. A message that waits already has a place in the queue of that window. */
    static Obstacle own(DeclarationHandle window) {
        return new Obstacle(null, null, window, null, true);
    }

    /** Credit of a flow. */
    static Obstacle flow(SendChannel outbound, CreditFlow flow, long cost) {
        return new Obstacle(outbound, flow, null, flow.line, flow.lacks(cost));
    }

    /** Room in the send log of a session. */
    static Obstacle room(SendChannel outbound, CreditWaitQueue line, boolean lacking) {
        return new Obstacle(outbound, null, null, line, lacking);
    }
}
