package chaski.transport.tcp;

/**
 * Decides when a link delays a write so that small messages are sent together. A system call costs as much as hundreds of small messages;
 * without a delay, a link would make one for every few dozen while other threads publish.
 *
 * <p>It delays only in a stream: after several consecutive small writes. A single message, a reply and a short burst
 * are sent immediately. Confined to the link's I/O thread.
 */
final class WriteCoalescing {

    /** The delay where the system's timers are that precise; a message in a stream is late by this at most. */
    static final long WAIT_NS = 50_000;

    /** A write of this many bytes is worth a system call. */
    static final int ENOUGH_BYTES = 32 * 1024;

    private static final int WRITES_AT_ONCE = 4;

    private final long waitNs;
    private int smallWrites;

    /**
     * Creates the state of a link that has written nothing.
     *
     * @param waitNs how long to delay, or 0 for never
     */
    WriteCoalescing(long waitNs) {
        this.waitNs = waitNs;
    }

    /** The handler has written that many bytes. */
    void wrote(long bytes) {
        smallWrites = bytes == 0 || bytes >= ENOUGH_BYTES ? 0 : Math.min(smallWrites + 1, WRITES_AT_ONCE);
    }

    /** {@return whether to delay the next write} */
    boolean isDue() {
        return waitNs > 0 && smallWrites == WRITES_AT_ONCE;
    }

    long waitNs() {
        return waitNs;
    }
}
