package chaski.streamer;

import chaski.api.node.Credit;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the credit of messages that were taken, so that it is given back in pieces that are worth a word to the peer. At most a
 * quarter of the queue is held back, and nothing once the consumer has nothing at hand. Thread-safe.
 */
final class CreditReturns {

    private static final long MOST_HELD_BYTES = 64 * 1024;

    private final long mostHeld;
    private @Nullable Credit credit;
    private long sum;

    CreditReturns(long queueBytes) {
        this.mostHeld = Math.min(MOST_HELD_BYTES, queueBytes / 4);
    }

    void add(Envelope envelope, boolean last) {
        Credit before = null;
        long beforeSum = 0;
        Credit now = envelope.credit();
        long nowSum = 0;
        synchronized (this) {
            if (credit != now) {
                before = credit;
                beforeSum = sum;
                credit = now;
                sum = 0;
            }
            sum += envelope.cost();
            if (last || sum > mostHeld) {
                nowSum = sum;
                sum = 0;
            }
        }
        if (before != null && beforeSum > 0) {
            before.taken(beforeSum);
        }
        if (nowSum > 0) {
            now.taken(nowSum);
        }
    }
}
