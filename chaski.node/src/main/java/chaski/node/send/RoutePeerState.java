package chaski.node.send;

/** The state of one route in one session. Guarded by the lock of the send channel. */
public final class RoutePeerState {

    final SentRoute route;

    /** True if the positions of messages are kept, so that they can be withdrawn. */
    final boolean direct;

    /** True if the preamble was sent to the peer. */
    boolean introduced;

    /** True if the peer refuses the messages of the route. */
    boolean refused;

    /** The sequence of the message that is being written fragment by fragment, or -1. */
    long inProgress = -1;

    /** True if the route was closed while a message was being written. */
    boolean closing;

    /**
     * The positions of whole messages that the peer has not acknowledged, by their sequences. Kept for direct routes.
     */
    private final MessagePositions positions = new MessagePositions();

    RoutePeerState(SentRoute route) {
        this.route = route;
        this.direct = route.isDirect();
    }

    /** {@return true if the preamble was sent to the peer} */
    public boolean isIntroduced() {
        return introduced;
    }

    /** {@return true if the peer refuses the messages of the route} */
    public boolean isRefused() {
        return refused;
    }

    /** Records that a whole message is written at a position, and removes what the peer has acknowledged. */
    void written(long sequence, long position, long acknowledged) {
        positions.removeBefore(acknowledged);
        positions.add(sequence, position);
    }

    /** Removes and returns the position of a message, or returns -1. */
    long takePosition(long sequence) {
        return positions.take(sequence);
    }
}
