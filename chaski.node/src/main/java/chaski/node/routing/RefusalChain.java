package chaski.node.routing;

/**
 * Since when a publisher has been refused again and again, whichever session was in its way. A publisher that offers waits by offering
 * again, perhaps with the next message, so refusals that follow each other are one wait. Written by the publishing thread; read by any.
 */
final class RefusalChain {

    /**
     * Refusals further apart are different waits, unless the publisher has a place in a line or a callback meanwhile. Many publishers have
     * a message every few seconds, and each of them is held up as much as one that offers all the time; the usual {@code maxStall} is as
     * long.
     */
    static final long SAME_WAIT_NS = 30_000_000_000L;

    private volatile boolean refused;
    private volatile boolean insists;
    private volatile long sinceNs;
    private volatile long lastNs;

    /** An offer was accepted. */
    void accepted() {
        if (refused) {
            refused = false;
            insists = false;
        }
    }

    /**
     * An offer was refused.
     *
     * @param inLine whether it has a place in a line
     * @param nowNs now
     * @return since when that has been so
     */
    long refused(boolean inLine, long nowNs) {
        boolean goesOn = refused && (inLine || insists || nowNs - lastNs <= SAME_WAIT_NS);
        if (!goesOn) {
            sinceNs = nowNs;
        }
        lastNs = nowNs;
        insists = false;
        refused = true;
        return sinceNs;
    }

    /** The publisher waits to be called back. */
    void insists() {
        insists = true;
    }

    long sinceNs(long nowNs) {
        return refused ? sinceNs : nowNs;
    }
}
