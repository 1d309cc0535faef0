package chaski.testkit.history;

import java.util.List;

/** Counts outcomes. */
final class Tally {

    private long sent;
    private long delivered;
    private long acknowledged;
    private long unsubscribed;
    private long lost;
    private long lostButDelivered;
    private long pending;

    void add(Message message, boolean forNobody) {
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

    Verdict verdict(List<Violation> violations) {
        return new Verdict(violations, sent, delivered, acknowledged, unsubscribed, lost, lostButDelivered, pending);
    }
}
