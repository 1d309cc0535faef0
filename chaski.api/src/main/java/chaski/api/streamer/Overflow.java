package chaski.api.streamer;

/** What happens when a subscription's queue is full. */
public enum Overflow {
    /** Publishers wait; nothing is dropped. The default. */
    BLOCK
}
