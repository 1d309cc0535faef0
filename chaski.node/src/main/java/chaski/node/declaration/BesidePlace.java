package chaski.node.declaration;

/**
 * The room beside the window that one taker holds: a peer, or this node's own messages.
 *
 * <p>The room is a range of the taker's cumulative figure of bytes taken. Room is assumed to be consumed in the order in which it was
 * taken, so the range becomes free as the cumulative figure of bytes released passes through it. Guarded by the pool.
 */
final class BesidePlace {

    private long from;
    private long upTo;
    private long outstanding;

    /**
     * Takes room for one message; only while nothing is outstanding.
     *
     * @param takenBefore what the taker has taken so far, in the window and beside it
     * @param bytes the size
     */
    void take(long takenBefore, long bytes) {
        from = takenBefore;
        upTo = takenBefore + bytes;
        outstanding = bytes;
    }

    /**
     * Frees the room that has been released since.
     *
     * @param released what the taker has released so far, in the window and beside it
     * @return how much of the room beside the window became free
     */
    long release(long released) {
        long before = outstanding;
        outstanding = Math.max(0, upTo - Math.max(from, released));
        return before - outstanding;
    }

    /** {@return how much is outstanding} */
    long outstanding() {
        return outstanding;
    }

    /** {@return how much of a range of the cumulative figure lies in this room} */
    long overlap(long start, long end) {
        return Math.max(0, Math.min(end, upTo) - Math.max(from, start));
    }
}
