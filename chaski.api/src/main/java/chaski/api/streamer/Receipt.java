package chaski.api.streamer;

/**
 * The outcome of one message.
 *
 * @param matched how many subscriptions matched, local ones included
 * @param lost how many sessions ended before the peer acknowledged the message; each peer may have received it, never
 *     twice
 */
public record Receipt(int matched, int lost) {

    /** {@return whether every peer that was sent the message has acknowledged it} */
    public boolean acknowledged() {
        return lost == 0;
    }
}
