package chaski.node.session;

import chaski.api.node.NodeEvent;
import chaski.api.node.UnsubscribedReason;
import chaski.api.protocol.PeerSession;
import chaski.node.context.CoalescedTask;
import chaski.node.context.NodeContext;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the messages of one session that are not delivered because their subscriptions are closed or their routes are
 * refused: those that arrived here, which the peer receives with each acknowledgement, and those that this node had
 * accepted for the peer, which are reported as events. Thread-safe.
 */
final class UnsubscribedMessages {

    private final NodeContext context;
    private final PeerSession session;
    private final CoalescedTask report;
    private final AtomicLong here = new AtomicLong();
    private final AtomicLong refusedHere = new AtomicLong();
    private final AtomicLong withheld = new AtomicLong();
    private volatile long atPeer;
    private volatile long refusedAtPeer;

    // Confined to the control loop:
    private long reportedClosed;
    private long reportedRefused;

    UnsubscribedMessages(NodeContext context, PeerSession session) {
        this.context = context;
        this.session = session;
        this.report = new CoalescedTask(context.environment(), this::report);
    }

    /** Counts messages that arrived here. */
    void add(int messages, UnsubscribedReason reason) {
        if (reason == UnsubscribedReason.REFUSED) { // first, so that the peer never knows the sum without its part
            refusedHere.addAndGet(messages);
            context.counters().add("messages.refused", messages);
        }
        here.addAndGet(messages);
        context.counters().add("messages.unsubscribed", messages);
    }

    /** {@return the number of messages that arrived here} */
    long here() {
        return here.get();
    }

    /** {@return how many of those that arrived here are refused} */
    long refusedHere() {
        return refusedHere.get();
    }

    /** Handles the number that the peer has counted. Called on the I/O thread. */
    void atPeer(long count) {
        if (count > atPeer) {
            atPeer = count;
            report.request();
        }
    }

    /** Handles the number of refused messages that the peer has counted; its sum follows. Called on the I/O thread. */
    void refusedAtPeer(long count) {
        refusedAtPeer = Math.max(refusedAtPeer, count);
    }

    /** Counts messages that this node had accepted for the peer and does not send any more. */
    void withheld(int messages) {
        if (messages > 0) {
            withheld.addAndGet(messages);
            context.counters().add("messages.withheld", messages);
            report.request();
        }
    }

    /** {@return how many messages for the peer were not delivered, for any reason} */
    long total() {
        return atPeer + withheld.get();
    }

    /** {@return how many messages for the peer were not delivered because they are refused} */
    long refused() {
        return Math.min(refusedAtPeer, atPeer) + withheld.get();
    }

    private void report() {
        long sum = atPeer; // before its part, which arrives earlier
        long part = Math.min(refusedAtPeer, sum);
        long closed = Math.max(reportedClosed, sum - part);
        long refused = part + withheld.get();
        raise(closed - reportedClosed, UnsubscribedReason.CLOSED);
        raise(refused - reportedRefused, UnsubscribedReason.REFUSED);
        reportedClosed = closed;
        reportedRefused = Math.max(reportedRefused, refused);
    }

    private void raise(long messages, UnsubscribedReason reason) {
        if (messages > 0) {
            context.events()
                    .raise(at -> new NodeEvent.Unsubscribed(at, session.peer(), session.peerName(), messages, reason));
        }
    }
}
