package chaski.node.session;

/** A route's way to one peer. Guarded by the session's outbound lock. */
final class Leg {

    final Outbound outbound;
    final DefaultRoute route;

    /** Whether the peer was sent the preamble. */
    boolean introduced;

    /** The message that is being written fragment by fragment, or -1. */
    long inProgress = -1;

    Leg(Outbound outbound, DefaultRoute route) {
        this.outbound = outbound;
        this.route = route;
    }
}
