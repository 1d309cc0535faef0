package chaski.streamer.subscribe;

import org.jspecify.annotations.Nullable;

/** Batches in the order they arrived, each linked to the next. Guarded by its mailbox's entry. */
final class BatchChain {

    private @Nullable Batch first;
    private @Nullable Batch last;

    void add(Batch batch) {
        if (last == null) {
            first = batch;
        } else {
            last.next = batch;
        }
        last = batch;
    }

    /** Adds one message, to the last batch if that has the same refund. */
    void add(Delivery delivery, CreditRefund refund) {
        Batch end = last;
        if (end == null || end.refund() != refund || end.isFull()) {
            end = new Batch(refund);
            add(end);
        }
        end.add(delivery);
    }

    /** Removes the whole chain. */
    @Nullable
    Batch removeAll() {
        Batch all = first;
        first = null;
        last = null;
        return all;
    }
}
