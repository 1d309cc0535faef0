package chaski.node.routing;

/**
 * The time since which a publisher has been refused without interruption, by any session. A publisher that uses
 * {@code offer} waits by offering again, perhaps the next message, so consecutive refusals are one wait. Written by the
 * publishing thread; read by any.
 */
final class RefusalChain {

    /**
     * Refusals further apart are separate waits, unless the publisher has a place in a wait queue or a pending callback
     * in between. Many publishers have a message only every few seconds, and each of them is held up as much as one
     * that offers continuously. The value equals the default of {@code maxStall}.
     */
    static final long SAME_WAIT_NS = 30_000_000_000L;

    private volatile boolean refused;
    private volatile boolean insists;
    private volatile long sinceNs;
    private volatile long lastNs;

    /** Records that an offer was accepted. */
    void accepted() {
        if (refused) {
            refused = false;
            insists = false;
        }
    }

    /**
     * Records that an offer was refused.
     *
     * @param inLine true if it has a place in a wait queue
     * @param nowNs now
     * @return the time since which the publisher has been refused
     */
    long refused(boolean inLine, long nowNs) {
        boolean continues = refused && (inLine || insists || nowNs - lastNs <= SAME_WAIT_NS);
        if (!continues) {
            sinceNs = nowNs;
        }
        lastNs = nowNs;
        insists = false;
        refused = true;
        return sinceNs;
    }

    /** Records that the publisher waits for a callback. */
    void insists() {
        insists = true;
    }

    long sinceNs(long nowNs) {
        return refused ? sinceNs : nowNs;
    }
}
