package chaski.testkit.history;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The result of a check.
 *
 * @param violations the violations in the order found; the first thousand
 * @param sent how many messages were sent, counted once for each session
 * @param delivered how many were handed over, counted once for each subscription
 * @param acknowledged how many were acknowledged, including the unsubscribed ones
 * @param unsubscribed how many were acknowledged but not delivered, because all their subscriptions were closed
 * @param lost how many were reported lost
 * @param lostButDelivered how many of these had nevertheless been delivered
 * @param pending how many have no outcome
 */
public record HistoryVerdict(
        List<HistoryViolation> violations,
        long sent,
        long delivered,
        long acknowledged,
        long unsubscribed,
        long lost,
        long lostButDelivered,
        long pending) {

    private static final int SHOWN = 20;

    /**
     * Copies the list.
     *
     * @param violations the violations in the order found; the first thousand
     * @param sent how many messages were sent, counted once for each session
     * @param delivered how many were handed over, counted once for each subscription
     * @param acknowledged how many were acknowledged, including the unsubscribed ones
     * @param unsubscribed how many were acknowledged but not delivered, because all their subscriptions were closed
     * @param lost how many were reported lost
     * @param lostButDelivered how many of these had nevertheless been delivered
     * @param pending how many have no outcome
     */
    public HistoryVerdict {
        violations = List.copyOf(violations);
    }

    /** {@return whether the guarantees were kept} */
    public boolean holds() {
        return violations.isEmpty();
    }

    /**
     * Checks that the guarantees were kept.
     *
     * @return this
     * @throws AssertionError when it was not; it shows the first violations
     */
    public HistoryVerdict assertHolds() {
        if (!holds()) {
            throw new AssertionError(violations.stream()
                    .limit(SHOWN)
                    .map(HistoryViolation::toString)
                    .collect(Collectors.joining("\n  ", violations.size() + " violations of the promise:\n  ", "")));
        }
        return this;
    }
}
