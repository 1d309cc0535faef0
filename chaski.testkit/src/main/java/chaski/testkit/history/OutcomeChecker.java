package chaski.testkit.history;

import chaski.testkit.history.HistoryEvent.Acknowledged;
import chaski.testkit.history.HistoryEvent.EndReason;
import chaski.testkit.history.HistoryEvent.EndReported;
import chaski.testkit.history.HistoryEvent.Lost;
import chaski.testkit.history.HistoryEvent.Sent;
import chaski.testkit.history.HistoryEvent.Unsubscribed;
import chaski.testkit.history.HistoryViolation.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks the reports to publishers: each message has one outcome, and the outcome is correct. */
final class OutcomeChecker {

    private final MessageLedger ledger;
    private final LifecycleTracker ends;
    private final ViolationCollector findings;
    private final boolean oneWorld;
    private final Map<SessionSide, Long> reportedUnsubscribed = new HashMap<>();
    private final Map<SessionSide, Lost> reported = new LinkedHashMap<>();

    /**
     * Sides that received the final position from the peer that ended the session, which does not include a count of
     * unsubscribed messages.
     */
    private final Set<SessionSide> endedByPeer = new HashSet<>();

    OutcomeChecker(MessageLedger ledger, LifecycleTracker ends, ViolationCollector findings, boolean oneWorld) {
        this.ledger = ledger;
        this.ends = ends;
        this.findings = findings;
        this.oneWorld = oneWorld;
    }

    void sent(Sent event) {
        String node = event.publisher().node();
        if (!ends.lives(event.session(), node)) {
            findings.add(
                    Kind.SENT_OUTSIDE_SESSION, describe(event) + " was sent, but the session is not alive at " + node);
        }
        if (reported.containsKey(new SessionSide(event.session(), node))) {
            findings.add(Kind.LOST_WHILE_ALIVE, describe(event) + " was sent after the session's loss was reported");
        }
    }

    void acknowledged(Acknowledged event) {
        HistoryMessage message = ledger.find(event.publisher(), event.session(), event.sequence());
        if (message == null) {
            findings.add(
                    Kind.ACKNOWLEDGED_NOT_SENT,
                    "message " + event.sequence() + " of " + event.publisher() + " was acknowledged in session "
                            + event.session() + ", but not sent in it");
            return;
        }
        if (message.acknowledged() || message.lost()) {
            findings.add(
                    Kind.TWO_OUTCOMES,
                    message + " was acknowledged, but before it was "
                            + (message.lost() ? "lost" : "acknowledged, too"));
        }
        message.acknowledge();
        if (oneWorld) {
            checkNotTooEarly(message);
        }
    }

    void unsubscribed(Unsubscribed event) {
        reportedUnsubscribed.merge(new SessionSide(event.session(), event.node()), event.count(), Long::sum);
    }

    void lost(Lost event) {
        reported.putIfAbsent(new SessionSide(event.session(), event.publisher().node()), event);
        long count = 0;
        for (HistoryMessage message : ledger.range(event.publisher(), event.session(), event.first(), event.last())) {
            if (message.acknowledged()) {
                continue;
            }
            count++;
            if (message.lost()) {
                findings.add(Kind.TWO_OUTCOMES, message + " was reported lost twice");
            }
            message.lose(event.exact());
        }
        if (count != event.count()) {
            findings.add(
                    Kind.LOST_MISCOUNTED,
                    "session " + event.session() + " reported " + event.count() + " messages of " + event.publisher()
                            + " lost from " + event.first() + " to " + event.last() + ", but " + count
                            + " were sent there and not acknowledged");
        }
    }

    void endReported(EndReported event) {
        if (event.reason() == EndReason.PEER_ENDED) {
            endedByPeer.add(new SessionSide(event.session(), event.node()));
        }
    }

    HistoryVerdict verdict(boolean settled) {
        OutcomeCounter tally = new OutcomeCounter();
        Map<SessionSide, Long> unsubscribed = new LinkedHashMap<>();
        for (HistoryMessage message : ledger.all()) {
            boolean forNobody = check(message, settled);
            tally.add(message, forNobody);
            if (forNobody) {
                unsubscribed.merge(new SessionSide(message.sent().session(), message.node()), 1L, Long::sum);
            }
        }
        reported.forEach(this::checkEnded);
        checkUnsubscribed(unsubscribed, settled);
        return tally.verdict(findings.all());
    }

    /**
     * Checks one message. True if it was acknowledged and all its subscriptions were closed before they received it.
     */
    private boolean check(HistoryMessage message, boolean settled) {
        if (message.exactlyLost() && !message.delivered().isEmpty()) {
            findings.add(
                    Kind.LOST_BUT_DELIVERED,
                    message + " was reported lost exactly, but delivered to " + message.delivered());
        }
        if (!message.acknowledged() && !message.lost()) {
            checkPending(message, settled);
            return false;
        }
        if (!message.acknowledged()) {
            return false;
        }
        List<String> missed = missed(message);
        if (!missed.isEmpty()) {
            findings.add(
                    Kind.ACKNOWLEDGED_NOT_DELIVERED,
                    message + " was acknowledged, but not delivered to " + missed + ", which was not closed");
        }
        return message.delivered().isEmpty() && missed.isEmpty();
    }

    private void checkPending(HistoryMessage message, boolean settled) {
        boolean ended = ends.hasEnded(message.sent().session(), message.node());
        if (!ends.isDead(message.node()) && (ended || settled)) {
            findings.add(
                    Kind.NO_OUTCOME,
                    message + " was neither acknowledged nor reported lost, though "
                            + (ended ? "the session has ended" : "everything should be settled"));
        }
    }

    private void checkNotTooEarly(HistoryMessage message) {
        List<String> missed = missed(message);
        if (!missed.isEmpty()) {
            findings.add(
                    Kind.ACKNOWLEDGED_TOO_EARLY, message + " was acknowledged before it was delivered to " + missed);
        }
    }

    private List<String> missed(HistoryMessage message) {
        return message.sent().subscriptions().stream()
                .filter(s -> !message.delivered().contains(s) && !ends.isClosed(s))
                .sorted()
                .toList();
    }

    private void checkEnded(SessionSide where, Lost lost) {
        if (!ends.hasEnded(where.session(), where.node())) {
            findings.add(
                    Kind.LOST_WHILE_ALIVE,
                    "messages of " + lost.publisher() + " were reported lost, but session " + where.session()
                            + " has not ended at " + where.node());
        }
    }

    private void checkUnsubscribed(Map<SessionSide, Long> counted, boolean settled) {
        counted.keySet().forEach(where -> reportedUnsubscribed.putIfAbsent(where, 0L));
        reportedUnsubscribed.forEach((where, reported) -> {
            long count = counted.getOrDefault(where, 0L);
            boolean mayLack = endedByPeer.contains(where) || (!settled && ends.lives(where.session(), where.node()));
            if (!ends.isDead(where.node()) && (reported > count || (reported < count && !mayLack))) {
                findings.add(
                        Kind.UNSUBSCRIBED_MISCOUNTED,
                        where.node() + " counted " + reported + " unsubscribed messages in session " + where.session()
                                + ", but " + count + " were acknowledged and went to closed subscriptions only");
            }
        });
    }

    private static String describe(Sent event) {
        return "message " + event.sequence() + " of " + event.publisher() + " in session " + event.session();
    }
}
