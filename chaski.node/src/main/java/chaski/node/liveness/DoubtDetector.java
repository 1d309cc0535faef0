package chaski.node.liveness;

/**
 * Decides whether the process of a peer that has lost its last link seems to have ended. That is so if the other end
 * has closed the link and every dial since has been refused, for two seconds; or if there is nothing to dial, and the
 * peer has not dialled for as long. A machine that refuses a connection is up and reachable, and the process that
 * listened there is not. Silence, a time-out and an unreachable network prove nothing about a process, and neither does
 * a link that this side has closed.
 *
 * <p>A dial with any result but a refusal restarts the two seconds: the system of a dying process may complete one more
 * connect. While a dial has no result yet, there is no verdict.
 *
 * <p>One outage of one session. Confined to the control loop.
 */
public final class DoubtDetector {

    /** Longer than a listener needs to be closed and bound again, shorter than users notice. */
    static final long REFUSED_FOR_NS = 2_000_000_000L;

    private boolean brokenByPeer;
    private boolean refused;
    private int dialsUnderWay;
    private long sinceNs;

    /** Starts with a peer that has a link. */
    public DoubtDetector() {}

    /**
     * The last link was lost.
     *
     * @param byPeer whether the other end closed or reset it, without a notice of the reason
     * @param nowNs now
     */
    public void linkLost(boolean byPeer, long nowNs) {
        brokenByPeer = byPeer;
        startAgain(nowNs);
    }

    /** One of the peer's endpoints is being dialled. */
    public void dialBegun() {
        dialsUnderWay++;
    }

    /**
     * Such a dial has ended.
     *
     * @param wasRefused whether it was refused, as opposed to connected or failed otherwise
     * @param nowNs now
     */
    public void dialEnded(boolean wasRefused, long nowNs) {
        dialsUnderWay--;
        if (wasRefused) {
            refused = true;
        } else {
            startAgain(nowNs);
        }
    }

    private void startAgain(long nowNs) {
        refused = false;
        sinceNs = nowNs;
    }

    /**
     * Evaluates the verdict.
     *
     * @param nothingToDial true if no endpoint of the peer is known that could be dialled
     * @param nowNs now
     * @return whether the peer's process seems to have ended
     */
    public boolean seemsEnded(boolean nothingToDial, long nowNs) {
        return brokenByPeer && nowNs - sinceNs >= REFUSED_FOR_NS && dialsUnderWay == 0 && (refused || nothingToDial);
    }

    /**
     * Returns when the verdict may change without another event.
     *
     * @param nowNs now
     * @return nanoseconds from now, {@link Long#MAX_VALUE} if it will not
     */
    public long delayNs(long nowNs) {
        long left = sinceNs + REFUSED_FOR_NS - nowNs;
        return brokenByPeer && left > 0 ? left : Long.MAX_VALUE;
    }
}
