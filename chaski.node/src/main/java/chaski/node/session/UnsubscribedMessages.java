package chaski.node.session;

import chaski.api.node.NodeEvent;
import chaski.api.protocol.PeerSession;
import chaski.node.context.CoalescedTask;
import chaski.node.context.NodeContext;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the messages of one session that arrived for subscriptions that are closed: those that arrived here, which the
 * peer receives with each acknowledgement, and those that arrived at the peer, which are reported as events.
 * Thread-safe.
 */
final class UnsubscribedMessages {

    private final NodeContext context;
    private final PeerSession session;
    private final CoalescedTask report;
    private final AtomicLong here = new AtomicLong();
    private volatile long atPeer;

    /** Confined to the control loop. */
    private long reported;

    UnsubscribedMessages(NodeContext context, PeerSession session) {
        this.context = context;
        this.session = session;
        this.report = new CoalescedTask(context.environment(), this::report);
    }

    /** Counts messages that arrived here. */
    void add(int messages) {
        here.addAndGet(messages);
        context.counters().add("messages.unsubscribed", messages);
    }

    /** {@return the number of messages that arrived here} */
    long here() {
        return here.get();
    }

    /** Handles the number that the peer has counted. */
    void atPeer(long count) {
        if (count > atPeer) {
            atPeer = count;
            report.request();
        }
    }

    /** {@return the number of messages that arrived at the peer} */
    long atPeer() {
        return atPeer;
    }

    private void report() {
        long now = atPeer;
        long more = now - reported;
        reported = now;
        context.events().raise(at -> new NodeEvent.Unsubscribed(at, session.peer(), session.peerName(), more));
    }
}
