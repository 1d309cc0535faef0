package chaski.streamer.subscribe;

/**
 * Receives room in a subscription's window that is free again: the credit of a peer, or this node's own reservation.
 */
@FunctionalInterface
public interface CreditRefund {

    /**
     * Messages left the queue.
     *
     * @param cost the sum of their costs
     */
    void taken(long cost);
}
