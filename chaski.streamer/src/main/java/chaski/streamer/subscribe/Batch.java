package chaski.streamer.subscribe;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Messages whose credit is returned to the same {@link CreditRefund}, so that it can be returned in one sum. Filled by
 * one thread, then emptied by another; guarded by its current holder.
 */
final class Batch {

    /**
     * About as much as one read brings. A consumer is faster than the reader that feeds it: woken for each quarter of
     * this, it was idle again by the next one.
     */
    private static final int MAX_MESSAGES = 1024;

    /** The most a peer may have queued here before the consumer sees it. */
    private static final long MAX_COST = 256 * 1024;

    private static final int FIRST_MESSAGES = 8;

    private final CreditRefund refund;
    private @Nullable Delivery[] items = new @Nullable Delivery[FIRST_MESSAGES];
    private int size;
    private int read;
    private long cost;
    private long pendingRefund;

    @Nullable
    Batch next;

    Batch(CreditRefund refund) {
        this.refund = refund;
    }

    CreditRefund refund() {
        return refund;
    }

    void add(Delivery delivery) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        items[size++] = delivery;
        cost += delivery.cost();
    }

    boolean isFull() {
        return size >= MAX_MESSAGES || cost >= MAX_COST;
    }

    int size() {
        return size;
    }

    /** Removes the next message and adds its cost to the pending refund. */
    Delivery take() {
        Delivery delivery = Objects.requireNonNull(items[read], "taken already");
        items[read++] = null;
        pendingRefund += delivery.cost();
        return delivery;
    }

    boolean isEmpty() {
        return read == size;
    }

    /** The cost of the messages taken since the last refund. */
    long pendingRefund() {
        return pendingRefund;
    }

    /** Returns the pending refund and resets it to 0. */
    long takeRefund() {
        long sum = pendingRefund;
        pendingRefund = 0;
        return sum;
    }

    /** The end of the chain that begins here. */
    Batch last() {
        Batch end = this;
        while (end.next != null) {
            end = end.next;
        }
        return end;
    }

    /** Drops the rest and returns how many messages that were. */
    int discard() {
        int rest = size - read;
        while (read < size) {
            take();
        }
        return rest;
    }
}
