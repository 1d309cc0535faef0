package chaski.node.session;

import org.jspecify.annotations.Nullable;

/**
 * Decides when a peer has had enough time to return credit that others wait for. The peer must be reachable and send
 * nothing: for five seconds nothing of its send log arrives, which would contain the answer; then it answers a PING on
 * the same link; and for one more second nothing of its send log arrives. A peer that is away, is stopped, or has much
 * to send before its answer is never treated as overdue. Confined to the control loop.
 */
final class KeptCredit {

    /** Equal to the time for which a subscriber may take nothing before it is reported. */
    static final long PATIENCE_NS = 5_000_000_000L;

    /** What was in the send log when the PING was answered follows the answer immediately. */
    static final long AFTER_ANSWER_NS = 1_000_000_000L;

    /** Reports arrive twice a second; after a gap of this length the observation starts again. */
    private static final long GAP_NS = 2_000_000_000L;

    private final Session session;
    private @Nullable LinkAttachment attachment;
    private long received;
    private long sinceNs;
    private long lastNs;
    private int round;
    private boolean pinged;
    private boolean answered;
    private long answeredNs;

    KeptCredit(Session session) {
        this.session = session;
    }

    /** Called while others wait for the peer's credit. Returns true if the peer has had its time. */
    boolean isOverdue() {
        long nowNs = now();
        LinkAttachment link = session.attachment();
        long arrived = session.recordReceiver().received();
        boolean still = link != null && link == attachment && arrived == received && nowNs - lastNs < GAP_NS;
        lastNs = nowNs;
        if (!still) {
            attachment = link;
            received = arrived;
            sinceNs = nowNs;
            round++;
            pinged = false;
            answered = false;
        } else if (!pinged && nowNs - sinceNs >= PATIENCE_NS) {
            ping();
        }
        return answered && nowNs - answeredNs >= AFTER_ANSWER_NS;
    }

    private void ping() {
        pinged = true;
        int asked = round;
        session.pings().ping(0).whenComplete((time, error) -> session.environment()
                .execute(() -> {
                    if (round == asked) {
                        pinged = error == null; // otherwise once more
                        answered = pinged;
                        answeredNs = now();
                    }
                }));
    }

    private long now() {
        return session.environment().nanoTime();
    }
}
