package chaski.streamer.subscribe;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Messages that came the same way, so that their credit is given back in one sum. First filled by one thread, then emptied by another;
 * guarded by whoever holds it.
 */
final class Batch {

    /**
     * About what one read brings. A consumer is faster than the reader that feeds it: woken for each quarter of this, it was found asleep
     * again by the next one.
     */
    private static final int MAX_MESSAGES = 1024;

    /** What a peer may have queued here before the consumer sees it. */
    private static final long MAX_COST = 256 * 1024;

    private static final int FIRST_MESSAGES = 8;

    private final Refund refund;
    private @Nullable Delivery[] items = new @Nullable Delivery[FIRST_MESSAGES];
    private int size;
    private int read;
    private long cost;
    private long owed;

    @Nullable
    Batch next;

    Batch(Refund refund) {
        this.refund = refund;
    }

    Refund refund() {
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

    /** Takes the next message out; what it cost is owed. */
    Delivery take() {
        Delivery delivery = Objects.requireNonNull(items[read], "taken already");
        items[read++] = null;
        owed += delivery.cost();
        return delivery;
    }

    boolean isEmpty() {
        return read == size;
    }

    /** What was taken out since the last settlement. */
    long owed() {
        return owed;
    }

    /** Tells what is owed and owes nothing any more. */
    long settle() {
        long sum = owed;
        owed = 0;
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

    /** Throws the rest away; tells how many messages that were. */
    int discard() {
        int rest = size - read;
        while (read < size) {
            take();
        }
        return rest;
    }
}
