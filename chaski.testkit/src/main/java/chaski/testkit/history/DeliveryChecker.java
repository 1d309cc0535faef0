package chaski.testkit.history;

import chaski.testkit.history.HistoryEvent.Delivered;
import chaski.testkit.history.HistoryViolation.Kind;
import chaski.testkit.history.MessageLedger.Inbox;

/**
 * Checks each delivery: the message was sent to that subscription, is delivered once and is next in its stream, and the
 * subscription was open.
 */
final class DeliveryChecker {

    private final MessageLedger ledger;
    private final LifecycleTracker ends;
    private final ViolationCollector findings;

    DeliveryChecker(MessageLedger ledger, LifecycleTracker ends, ViolationCollector findings) {
        this.ledger = ledger;
        this.ends = ends;
        this.findings = findings;
    }

    void delivered(Delivered event) {
        Inbox inbox = new Inbox(event.subscription(), event.publisher());
        HistoryMessage message = ledger.find(inbox, event.sequence());
        String to = " to subscription " + event.subscription();
        if (message == null) {
            findings.add(
                    Kind.NOT_SENT,
                    "message " + event.sequence() + " of " + event.publisher() + " was delivered" + to
                            + ", but not sent to it");
            return;
        }
        checkAlive(event, message, to);
        if (!message.deliver(event.subscription())) {
            findings.add(Kind.REPEATED, message + " was delivered" + to + " again");
            return;
        }
        checkOrder(inbox, message, to);
    }

    private void checkAlive(Delivered event, HistoryMessage message, String to) {
        if (ends.isClosed(event.subscription())) {
            findings.add(Kind.DELIVERED_AFTER_CLOSE, message + " was delivered" + to + " after that was closed");
        }
        String node = ends.nodeOf(event.subscription());
        if (node != null && ends.hasEnded(message.sent().session(), node)) {
            findings.add(
                    Kind.DELIVERED_AFTER_END, message + " was delivered" + to + " after the session had ended there");
        }
    }

    private void checkOrder(Inbox inbox, HistoryMessage message, String to) {
        ExpectedStream stream = ledger.stream(inbox, message);
        long sequence = message.sent().sequence();
        long expected = stream.hasNext() ? stream.expected() : sequence;
        switch (stream.take(sequence)) {
            case TOO_FAR ->
                findings.add(Kind.GAP, message + " was delivered" + to + " when " + expected + " was expected next");
            case TOO_LATE ->
                findings.add(Kind.DISORDER, message + " was delivered" + to + " after a later one of the same session");
            case NEXT -> {}
        }
    }
}
