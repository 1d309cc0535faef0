package chaski.api.streamer;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a subscription works. Immutable; each method returns a changed copy.
 *
 * @param overflow what happens when the queue is full; default {@link Overflow#BLOCK}
 * @param queueBytes the size of the queue; a message counts as the larger of its length and 128 bytes, so this bounds
 * the number
 *     of messages, too; 128 bytes to 1 GiB; default 8 MiB, which is at most 65,536 messages
 * @param inline true if a handler is called on the I/O thread; it must then never block: that would stop everything
 * that arrives
 *     over the same link; default no
 * @param onError receives each payload that cannot be decoded and each exception of the handler; default: an event
 */
public record SubscriptionOptions(
        Overflow overflow, long queueBytes, boolean inline, Optional<Consumer<? super SubscriptionError>> onError) {

    /** The defaults. */
    public static final SubscriptionOptions DEFAULT =
            new SubscriptionOptions(Overflow.BLOCK, 8L << 20, false, Optional.empty());

    /** Checks the range. */
    public SubscriptionOptions {
        if (queueBytes < 128 || queueBytes > 1L << 30) {
            throw new chaski.api.ConfigurationException(
                    "queueBytes: expected 128 to " + (1L << 30) + ", got " + queueBytes);
        }
    }

    /**
     * Sets what happens when the queue is full.
     *
     * @param policy the policy
     * @return a changed copy
     */
    public SubscriptionOptions overflow(Overflow policy) {
        return new SubscriptionOptions(policy, queueBytes, inline, onError);
    }

    /**
     * Sets the size of the queue.
     *
     * @param bytes the size
     * @return a changed copy
     */
    public SubscriptionOptions queueBytes(long bytes) {
        return new SubscriptionOptions(overflow, bytes, inline, onError);
    }

    /**
     * Sets if a handler is called on the I/O thread.
     *
     * @param value true to call it on the I/O thread
     * @return a changed copy
     */
    public SubscriptionOptions inline(boolean value) {
        return new SubscriptionOptions(overflow, queueBytes, value, onError);
    }

    /**
     * Sets the receiver of errors.
     *
     * @param handler called on the thread that consumes; must not block
     * @return a changed copy
     */
    public SubscriptionOptions onError(Consumer<? super SubscriptionError> handler) {
        return new SubscriptionOptions(overflow, queueBytes, inline, Optional.of(handler));
    }
}
