package chaski.node.liveness;

/**
 * Judges whether the process of a peer that has lost its last link seems to have ended. It does when the other end has broken that link
 * off and every dial since has been refused, for two seconds; or when there is nothing to dial, and the peer has not dialled for as
 * long. A machine that answers "nothing listens here" is up and reachable, and the process that listened there is not. Silence, a
 * time-out and an unreachable network say nothing about a process, and neither does a link that this side has closed.
 *
 * <p>A dial that meets anything but a refusal starts the two seconds again: the system of a dying process may complete one more connect.
 * While a dial has no answer yet, there is no verdict.
 *
 * <p>One outage of one session. Confined to the control loop.
 */
public final class DoubtDetector {

    /** Longer than a listener needs that is closed and bound again, shorter than people wait for. */
    static final long REFUSED_FOR_NS = 2_000_000_000L;

    private boolean brokenByPeer;
    private boolean refused;
    private int dialsUnderWay;
    private long sinceNs;

    /** Begins with a peer that has a link. */
    public DoubtDetector() {}

    /**
     * The last link is gone.
     *
     * @param byPeer whether the other end closed or reset it, without a notice why
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
     * @param wasRefused whether it was refused, rather than connected or failed otherwise
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
     * Judges.
     *
     * @param nothingToDial whether no endpoint of the peer is known that could be dialled
     * @param nowNs now
     * @return whether the peer's process seems to have ended
     */
    public boolean seemsEnded(boolean nothingToDial, long nowNs) {
        return brokenByPeer && nowNs - sinceNs >= REFUSED_FOR_NS && dialsUnderWay == 0 && (refused || nothingToDial);
    }

    /**
     * Returns when the verdict may change although nothing happens.
     *
     * @param nowNs now
     * @return nanoseconds from now, {@link Long#MAX_VALUE} if it will not
     */
    public long delayNs(long nowNs) {
        long left = sinceNs + REFUSED_FOR_NS - nowNs;
        return brokenByPeer && left > 0 ? left : Long.MAX_VALUE;
    }
}
