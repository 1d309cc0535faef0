package chaski.node.send;

import java.util.TreeMap;

/** What one session knows of one route. Guarded by the lock of the send channel. */
public final class RoutePeerState {

    final SentRoute route;

    /** Whether the peer was sent the preamble. */
    public boolean introduced;

    /** The message that is being written fragment by fragment, or -1. */
    public long inProgress = -1;

    /** Whether the route was closed while a message was being written. */
    boolean closing;

    /** Where whole messages stand that the peer has not confirmed, by their numbers; kept for routes to one peer. */
    private final TreeMap<Long, Long> positions = new TreeMap<>();

    RoutePeerState(SentRoute route) {
        this.route = route;
    }

    /** A whole message is written at a position; what the peer has confirmed is forgotten. */
    public void written(long sequence, long position, long acknowledged) {
        while (!positions.isEmpty() && positions.firstEntry().getValue() < acknowledged) {
            positions.pollFirstEntry();
        }
        positions.put(sequence, position);
    }

    /** Where a message stands, or -1; it is asked for once. */
    long takePosition(long sequence) {
        Long position = positions.remove(sequence);
        return position == null ? -1 : position;
    }
}
