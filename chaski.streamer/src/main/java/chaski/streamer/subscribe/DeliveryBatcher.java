package chaski.streamer.subscribe;

import chaski.api.protocol.Credit;
import org.jspecify.annotations.Nullable;

/**
 * Collects the messages of one session for one subscription until the I/O thread has processed everything it had read,
 * so that the mailbox is locked and the consumer is woken once for many messages.
 *
 * <p>Confined to the session's I/O thread.
 */
final class DeliveryBatcher {

    private final Mailbox mailbox;
    private final Credit credit;
    private final CreditRefund refund;
    private @Nullable Batch batch;
    private boolean listedForFlush;

    DeliveryBatcher(Mailbox mailbox, Credit credit) {
        this.mailbox = mailbox;
        this.credit = credit;
        this.refund = credit::taken;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    boolean hasCredit(long cost) {
        return credit.received(cost);
    }

    /** Returns the credit of a message that was received and is not delivered. */
    void refund(long cost) {
        credit.taken(cost);
    }

    /**
     * Adds a message. True if this batcher has to be flushed when the I/O thread goes idle and was not listed for it
     * yet.
     */
    boolean add(Delivery delivery) {
        Batch current = batch;
        if (current == null) {
            current = new Batch(refund);
            batch = current;
        }
        current.add(delivery);
        boolean first = !listedForFlush;
        listedForFlush = true;
        return first;
    }

    boolean isFull() {
        Batch current = batch;
        return current != null && current.isFull();
    }

    void flush() {
        Batch current = batch;
        if (current != null) {
            batch = null;
            mailbox.put(current);
            mailbox.runInline();
        }
    }

    /** The I/O thread has processed everything it had read. */
    void flushOnIdle() {
        listedForFlush = false;
        flush();
    }
}
