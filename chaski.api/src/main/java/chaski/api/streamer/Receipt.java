package chaski.api.streamer;

/**
 * How one message ended.
 *
 * @param matched how many subscriptions matched, local ones included
 * @param lost how many peers' sessions ended before they confirmed; each may have received the message, never twice
 */
public record Receipt(int matched, int lost) {

    /** {@return whether every peer that was sent the message has confirmed it} */
    public boolean acknowledged() {
        return lost == 0;
    }
}
