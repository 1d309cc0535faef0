package chaski.streamer.subscribe;

import org.jspecify.annotations.Nullable;

/** Batches in the order they came, each linked to the next. Guarded by its mailbox's entry. */
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

    /** Adds one message, to the last batch if that came the same way. */
    void add(Delivery delivery, Refund refund) {
        Batch end = last;
        if (end == null || end.refund() != refund || end.isFull()) {
            end = new Batch(refund);
            add(end);
        }
        end.add(delivery);
    }

    /** Takes the whole chain away. */
    @Nullable
    Batch removeAll() {
        Batch all = first;
        first = null;
        last = null;
        return all;
    }
}
