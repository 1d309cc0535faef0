package chaski.testkit.history;

import chaski.testkit.history.HistoryEvent.Acknowledged;
import chaski.testkit.history.HistoryEvent.Delivered;
import chaski.testkit.history.HistoryEvent.EndReported;
import chaski.testkit.history.HistoryEvent.Lost;
import chaski.testkit.history.HistoryEvent.NodeDied;
import chaski.testkit.history.HistoryEvent.Sent;
import chaski.testkit.history.HistoryEvent.SessionBegan;
import chaski.testkit.history.HistoryEvent.SessionEnded;
import chaski.testkit.history.HistoryEvent.SubscriptionClosed;
import chaski.testkit.history.HistoryEvent.SubscriptionOpened;
import chaski.testkit.history.HistoryEvent.Unsubscribed;
import java.time.Duration;
import java.util.List;

/**
 * Compares a history with the guarantees of the reliable service.
 *
 * <pre>{@code
 * HistoryChecker.ofOneWorld().allSettled().check(history.events()).assertHolds();
 * }</pre>
 *
 * <p>Events of one node are assumed to be in order. The order of events of different nodes is only considered
 * {@linkplain #ofOneWorld in one world}. Immutable.
 */
public final class HistoryChecker {

    private static final Duration UNBOUNDED = Duration.ofNanos(Long.MAX_VALUE);

    private final boolean oneWorld;
    private final boolean settled;

    private final Duration bound;

    private HistoryChecker(boolean oneWorld, boolean settled, Duration bound) {
        this.oneWorld = oneWorld;
        this.settled = settled;
        this.bound = bound;
    }

    /**
     * Checks histories whose list is in the order in which everything happened, as in a simulation. An acknowledgement
     * must come after the delivery.
     *
     * @return the checker
     */
    public static HistoryChecker ofOneWorld() {
        return new HistoryChecker(true, false, UNBOUNDED);
    }

    /**
     * Checks histories assembled from what each node recorded, in any order between nodes.
     *
     * @return the checker
     */
    public static HistoryChecker ofTranscripts() {
        return new HistoryChecker(false, false, UNBOUNDED);
    }

    /**
     * Expects that everything has an outcome by the end, also in live sessions. Without it, a message that is still in
     * transit is no violation.
     *
     * @return the checker
     */
    public HistoryChecker allSettled() {
        return new HistoryChecker(oneWorld, true, bound);
    }

    /**
     * Expects progress: as long as nothing {@linkplain HistoryEvent.Disturbed disturbs}, every accepted message is
     * delivered and every waiting publisher proceeds within a bound. The time is counted from the acceptance or the
     * beginning of the wait, or from the end of the last disturbance if that is later. Needs {@link
     * HistoryEvent.Time}s; for histories of one world.
     *
     * @param most the bound
     * @return the checker
     */
    public HistoryChecker progressWithin(Duration most) {
        return new HistoryChecker(oneWorld, settled, most);
    }

    /**
     * Checks a history.
     *
     * @param events what happened
     * @return what was found
     */
    public HistoryVerdict check(List<HistoryEvent> events) {
        ViolationCollector findings = new ViolationCollector();
        LifecycleTracker ends = new LifecycleTracker();
        MessageLedger ledger = new MessageLedger(findings);
        DeliveryChecker deliveries = new DeliveryChecker(ledger, ends, findings);
        OutcomeChecker outcomes = new OutcomeChecker(ledger, ends, findings, oneWorld);
        // sends are processed first: in transcripts a delivery may precede its send
        for (HistoryEvent event : events) {
            if (event instanceof Sent sent) {
                ledger.add(sent);
            }
        }
        ProgressChecker progress = new ProgressChecker(bound, findings);
        EndReasonChecker endReasons = new EndReasonChecker(progress, findings);
        for (HistoryEvent event : events) {
            apply(event, ends, deliveries, outcomes);
            progress.apply(event);
            endReasons.apply(event);
        }
        return outcomes.verdict(settled);
    }

    private static void apply(
            HistoryEvent event, LifecycleTracker ends, DeliveryChecker deliveries, OutcomeChecker outcomes) {
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
        } else if (event instanceof EndReported reported) {
            outcomes.endReported(reported);
        }
    }
}
