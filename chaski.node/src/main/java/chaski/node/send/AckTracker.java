package chaski.node.send;

import java.util.ArrayDeque;
import java.util.List;

/**
 * The countdowns that are notified once the peer has acknowledged the send log up to a position. Guarded by the lock of
 * the send channel.
 */
final class AckTracker {

    private final ArrayDeque<Awaited> awaited = new ArrayDeque<>();

    private record Awaited(long position, AckCountdown countdown) {}

    /**
     * Notifies {@code countdown} once everything up to a position is acknowledged. The position never decreases from
     * call to call.
     */
    void await(long position, AckCountdown countdown) {
        awaited.addLast(new Awaited(position, countdown));
    }

    /** Records that everything up to a position is acknowledged. */
    void acknowledged(long position, List<Runnable> wakeups) {
        Awaited first = awaited.peekFirst();
        while (first != null && first.position() <= position) {
            awaited.removeFirst();
            wakeups.add(first.countdown()::acknowledged);
            first = awaited.peekFirst();
        }
    }

    /** Records that nothing more will be acknowledged. */
    void lost(List<Runnable> wakeups) {
        awaited.forEach(a -> wakeups.add(a.countdown()::lost));
        awaited.clear();
    }
}
