package chaski.streamer.subscribe;

import chaski.api.protocol.Credit;
import org.jspecify.annotations.Nullable;

/**
 * The way from one session to one subscription. It gathers what arrives until the I/O thread has read what there was, so that the
 * queue's lock and the consumer's wake-up are paid once for many messages.
 *
 * <p>Confined to the session's I/O thread.
 */
final class Lane {

    private final Mailbox mailbox;
    private final Credit credit;
    private final Refund refund;
    private @Nullable Batch gathered;
    private boolean gathering;

    Lane(Mailbox mailbox, Credit credit) {
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

    /** Takes a message; true when it is the first since the I/O thread had read what there was. */
    boolean gather(Delivery delivery) {
        Batch batch = gathered;
        if (batch == null) {
            batch = new Batch(refund);
            gathered = batch;
        }
        batch.add(delivery);
        boolean first = !gathering;
        gathering = true;
        return first;
    }

    boolean isFull() {
        Batch batch = gathered;
        return batch != null && batch.isFull();
    }

    void flush() {
        Batch batch = gathered;
        if (batch != null) {
            gathered = null;
            mailbox.put(batch);
            mailbox.pump();
        }
    }

    /** The I/O thread has read what there was. */
    void flushAtEnd() {
        gathering = false;
        flush();
    }
}
