package chaski.streamer.subscribe;

/** To whom the room in a subscription's window is given back: the credit of a peer, or this node's own reservation. */
@FunctionalInterface
public interface Refund {

    /**
     * Messages left the queue.
     *
     * @param cost the sum of their costs
     */
    void taken(long cost);
}
