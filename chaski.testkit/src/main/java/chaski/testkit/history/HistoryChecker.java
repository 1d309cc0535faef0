package chaski.testkit.history;

import chaski.testkit.history.HistoryEvent.Acknowledged;
import chaski.testkit.history.HistoryEvent.Delivered;
import chaski.testkit.history.HistoryEvent.Lost;
import chaski.testkit.history.HistoryEvent.NodeDied;
import chaski.testkit.history.HistoryEvent.Sent;
import chaski.testkit.history.HistoryEvent.SessionBegan;
import chaski.testkit.history.HistoryEvent.SessionEnded;
import chaski.testkit.history.HistoryEvent.SubscriptionClosed;
import chaski.testkit.history.HistoryEvent.SubscriptionOpened;
import chaski.testkit.history.HistoryEvent.Unsubscribed;
import java.util.List;

/**
 * Compares a history with the promise of the reliable service.
 *
 * <pre>{@code
 * HistoryChecker.ofOneWorld().allSettled().check(history.events()).assertHolds();
 * }</pre>
 *
 * <p>Events of one node are taken to be in order. The order of different nodes' events counts only {@linkplain #ofOneWorld in one
 * world}. Immutable.
 */
public final class HistoryChecker {

    private final boolean oneWorld;
    private final boolean settled;

    private HistoryChecker(boolean oneWorld, boolean settled) {
        this.oneWorld = oneWorld;
        this.settled = settled;
    }

    /**
     * Checks histories whose list is in the order in which everything happened, as in a simulation. An acknowledgement must come after
     * the delivery.
     *
     * @return the checker
     */
    public static HistoryChecker ofOneWorld() {
        return new HistoryChecker(true, false);
    }

    /**
     * Checks histories put together from what each node told, in any order between nodes.
     *
     * @return the checker
     */
    public static HistoryChecker ofTranscripts() {
        return new HistoryChecker(false, false);
    }

    /**
     * Expects that everything has an outcome by the end, also in sessions that live. Without it, what is still under way is no
     * violation.
     *
     * @return the checker
     */
    public HistoryChecker allSettled() {
        return new HistoryChecker(oneWorld, true);
    }

    /**
     * Checks a history.
     *
     * @param events what happened
     * @return what was found
     */
    public Verdict check(List<HistoryEvent> events) {
        Findings findings = new Findings();
        Ends ends = new Ends();
        Ledger ledger = new Ledger(findings);
        Deliveries deliveries = new Deliveries(ledger, ends, findings);
        Outcomes outcomes = new Outcomes(ledger, ends, findings, oneWorld);
        // What was sent is known first: in transcripts a delivery may stand before it.
        for (HistoryEvent event : events) {
            if (event instanceof Sent sent) {
                ledger.add(sent);
            }
        }
        for (HistoryEvent event : events) {
            apply(event, ends, deliveries, outcomes);
        }
        return outcomes.verdict(settled);
    }

    private static void apply(HistoryEvent event, Ends ends, Deliveries deliveries, Outcomes outcomes) {
        if (event instanceof SessionBegan began) {
            ends.began(began);
        } else if (event instanceof SessionEnded ended) {
            ends.ended(ended);
        } else if (event instanceof SubscriptionOpened opened) {
            ends.opened(opened);
        } else if (event instanceof SubscriptionClosed closed) {
            ends.closed(closed);
        } else if (event instanceof NodeDied died) {
            ends.died(died);
        } else if (event instanceof Sent sent) {
            outcomes.sent(sent);
        } else if (event instanceof Delivered delivered) {
            deliveries.delivered(delivered);
        } else if (event instanceof Acknowledged acknowledged) {
            outcomes.acknowledged(acknowledged);
        } else if (event instanceof Unsubscribed unsubscribed) {
            outcomes.unsubscribed(unsubscribed);
        } else if (event instanceof Lost lost) {
            outcomes.lost(lost);
        }
    }
}
