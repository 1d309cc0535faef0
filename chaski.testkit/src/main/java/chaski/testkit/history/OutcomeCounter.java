package chaski.testkit.history;

import java.util.List;

/** Counts outcomes. */
final class OutcomeCounter {

    private long sent;
    private long delivered;
    private long acknowledged;
    private long unsubscribed;
    private long lost;
    private long lostButDelivered;
    private long pending;

    void add(HistoryMessage message, boolean forNobody) {
        sent++;
        delivered += message.delivered().size();
        if (message.acknowledged()) {
            acknowledged++;
            unsubscribed += forNobody ? 1 : 0;
        } else if (message.lost()) {
            lost++;
            lostButDelivered += message.delivered().isEmpty() ? 0 : 1;
        } else {
            pending++;
        }
    }

    HistoryVerdict verdict(List<HistoryViolation> violations) {
        return new HistoryVerdict(
                violations, sent, delivered, acknowledged, unsubscribed, lost, lostButDelivered, pending);
    }
}
