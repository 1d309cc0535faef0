package chaski.transport.tcp;

/**
 * Tells when a link should let small messages gather before it asks its handler to write again. A system call costs as much as hundreds of
 * small messages do; a link that is asked again and again while others publish would make one for every few dozen.
 *
 * <p>It waits only in a stream: after several writes on end that each carried little. A message that comes alone, an answer to a question
 * and a short burst go out at once. Confined to the link's I/O thread.
 */
final class WriteCoalescing {

    /** How long is waited where the system's timers are that fine; it is also what a message in a stream may be late by. */
    static final long WAIT_NS = 50_000;

    /** So many bytes in one write are worth a system call. */
    static final int ENOUGH_BYTES = 32 * 1024;

    private static final int WRITES_AT_ONCE = 4;

    private final long waitNs;
    private int smallWrites;

    /**
     * Nothing written yet.
     *
     * @param waitNs how long to wait, or 0 for never
     */
    WriteCoalescing(long waitNs) {
        this.waitNs = waitNs;
    }

    /** The handler was asked and wrote so much. */
    void wrote(long bytes) {
        smallWrites = bytes == 0 || bytes >= ENOUGH_BYTES ? 0 : Math.min(smallWrites + 1, WRITES_AT_ONCE);
    }

    /** {@return whether to wait before the handler is asked again} */
    boolean isDue() {
        return waitNs > 0 && smallWrites == WRITES_AT_ONCE;
    }

    long waitNs() {
        return waitNs;
    }
}
