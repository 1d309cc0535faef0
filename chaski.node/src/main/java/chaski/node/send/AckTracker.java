package chaski.node.send;

import java.util.ArrayDeque;
import java.util.List;

/** What is to be notified when the peer has acknowledged the log up to a position. Guarded by the lock of the send channel. */
final class AckTracker {

    private final ArrayDeque<Awaited> awaited = new ArrayDeque<>();

    private record Awaited(long position, AckCountdown countdown) {}

    /** Notifies when everything up to a position, which never falls from call to call, is acknowledged. */
    void await(long position, AckCountdown countdown) {
        awaited.addLast(new Awaited(position, countdown));
    }

    /** Everything up to a position is acknowledged. */
    void acknowledged(long position, List<Runnable> wakeups) {
        Awaited first = awaited.peekFirst();
        while (first != null && first.position() <= position) {
            awaited.removeFirst();
            wakeups.add(first.countdown()::acknowledged);
            first = awaited.peekFirst();
        }
    }

    /** Nothing more will be acknowledged. */
    void lost(List<Runnable> wakeups) {
        awaited.forEach(a -> wakeups.add(a.countdown()::lost));
        awaited.clear();
    }
}
