package chaski.testkit.history;

/**
 * A violation of the guarantees.
 *
 * @param kind the kind
 * @param description which message, publisher, subscription and session; what was expected, what happened
 */
public record HistoryViolation(Kind kind, String description) {

    /** The kinds of violations. */
    public enum Kind {
        /** A message was accepted twice for the same subscription, so that it may be delivered twice. */
        SENT_TWICE,
        /** A message was sent in a session that had ended at its node, or had not begun. */
        SENT_OUTSIDE_SESSION,
        /** A subscription received a message that was not sent to it. */
        NOT_SENT,
        /** A subscription received a message twice. */
        REPEATED,
        /** A subscription missed a message and received a later one of the same session and publisher. */
        GAP,
        /** A subscription received a message after a later one of the same session and publisher. */
        DISORDER,
        /** A subscription received a message after it was closed. */
        DELIVERED_AFTER_CLOSE,
        /** A subscription received a message after the session had ended at its node. */
        DELIVERED_AFTER_END,
        /** A message was acknowledged that was not sent in that session. */
        ACKNOWLEDGED_NOT_SENT,
        /** A message was acknowledged that an open subscription did not get. */
        ACKNOWLEDGED_NOT_DELIVERED,
        /** A message was acknowledged before it was delivered. */
        ACKNOWLEDGED_TOO_EARLY,
        /** The reported number of unsubscribed messages is wrong. */
        UNSUBSCRIBED_MISCOUNTED,
        /** A message was reported lost that was not sent in that session, or the count of a report is wrong. */
        LOST_MISCOUNTED,
        /** A message was reported lost in an exact report, and was delivered. */
        LOST_BUT_DELIVERED,
        /** A message was reported lost while the session lived, or was delivered in it afterwards. */
        LOST_WHILE_ALIVE,
        /** A message has two outcomes. */
        TWO_OUTCOMES,
        /** A message has no outcome, though its session has ended or everything should be settled. */
        NO_OUTCOME,
        /** A message was not delivered within the bound although nothing disturbed. */
        DELIVERED_LATE,
        /** A publisher waited longer than the bound although nothing disturbed. */
        WAITED_TOO_LONG,
        /** A session ended for a reason that the facts do not support. */
        ENDED_WITHOUT_REASON
    }

    @Override
    public String toString() {
        return kind + ": " + description;
    }
}
