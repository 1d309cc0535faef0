package chaski.node.session;

import chaski.api.protocol.Environment;
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

    private final Environment environment;
    private final PingTracker pings;
    private @Nullable Object link;
    private long received;
    private long sinceNs;
    private long lastNs;
    private int round;
    private boolean pinged;
    private boolean answered;
    private long answeredNs;

    KeptCredit(Environment environment, PingTracker pings) {
        this.environment = environment;
        this.pings = pings;
    }

    /**
     * Called while others wait for the peer's credit.
     *
     * @param now the link in use, or {@code null}
     * @param arrived the received position
     * @return true if the peer has had its time
     */
    boolean isOverdue(@Nullable Object now, long arrived) {
        long nowNs = environment.nanoTime();
        boolean still = now != null && now == link && arrived == received && nowNs - lastNs < GAP_NS;
        lastNs = nowNs;
        if (!still) {
            link = now;
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
        pings.ping(0)
                .whenComplete((time, error) -> environment.execute(() -> {
                    if (round == asked) {
                        pinged = error == null; // otherwise once more
                        answered = pinged;
                        answeredNs = environment.nanoTime();
                    }
                }));
    }
}
