package chaski.api.node;

/** Why messages that were accepted for a peer were not delivered there, although its session lives. */
public enum UnsubscribedReason {

    /** The peer had closed all subscriptions that they were for, or has no code for them. */
    CLOSED,

    /**
     * Grants did not allow them any more: those of the peer, which discarded what it received, or those of this node, which did not send
     * what no link had begun to send. {@link NodeEvent.AccessRefused} names the rule.
     */
    REFUSED
}
