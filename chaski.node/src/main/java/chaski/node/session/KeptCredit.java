package chaski.node.session;

import org.jspecify.annotations.Nullable;

/**
 * Decides when a peer has had time enough to give credit back that others wait for. It must be there and say nothing: five seconds long
 * nothing of its log arrives, in which the answer stands, then it answers a PING on the same link, and still nothing of its log comes for a second. A
 * peer that is away, is stopped, or has much to send before its answer is never counted out. Confined to the control loop.
 */
final class KeptCredit {

    /** As long as a subscriber may take nothing before it is reported. */
    static final long PATIENCE_NS = 5_000_000_000L;

    /** What was in the log when the PING was answered comes right behind the answer. */
    static final long AFTER_ANSWER_NS = 1_000_000_000L;

    /** Reports come twice a second; after a gap it begins anew. */
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

    /** Others wait for what the peer has; true when it has had its time. */
    boolean isOverdue() {
        long nowNs = now();
        LinkAttachment link = session.attachment();
        long arrived = session.arrivals().received();
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
                        pinged = error == null; // or once more
                        answered = pinged;
                        answeredNs = now();
                    }
                }));
    }

    private long now() {
        return session.environment().nanoTime();
    }
}
