package chaski.node.liveness;

import chaski.api.node.HeartbeatConfig;
import chaski.api.node.PeerState;

/**
 * The opinion on one peer, formed from its silence: alive, then suspect, then down, as long as nothing is received;
 * alive again as soon as something is.
 *
 * <p>A node that is itself late doubts itself first (the idea of Lifeguard: Dadgar, Phillips, Currey, 2017). If {@link
 * #tick} comes more than an interval after it was due, this process did not run: the apparent silence of the peer may
 * be its own. The opinion then does not get worse for one more interval, in which a PING can be answered. A node that
 * is late every time must still come to a verdict, hence at most three such reprieves in one silence.
 *
 * <p>The control loop calls {@link #heard} with the time of the last traffic, then {@link #tick}, then {@link
 * #takePing}, at {@link #deadlineNs} or before, with one timer a peer or one for all. An I/O thread that receives
 * stores the time in its own field. Confined to the control loop.
 */
public final class FailureDetector {

    /** Keeps the round-trip time up to date on a busy link, where no silence requests a PING. */
    static final int INTERVALS_PER_MEASUREMENT = 4;

    static final int MAX_REPRIEVES = 3;

    private long intervalNs;
    private long suspectNs;
    private long downNs;

    private PeerState state = PeerState.ALIVE;
    private long heardNs;
    private long pingedNs;
    private long reprievedUntilNs;
    private int reprieves;
    private long tickedNs;
    private long dueNs;

    /**
     * Starts with a peer from which something was just received. A PING is due immediately, to measure the round-trip
     * time.
     *
     * @param config the times
     * @param nowNs now
     */
    public FailureDetector(HeartbeatConfig config, long nowNs) {
        times(config);
        heardNs = nowNs;
        pingedNs = nowNs - INTERVALS_PER_MEASUREMENT * intervalNs;
        reprievedUntilNs = nowNs;
        tickedNs = nowNs - intervalNs;
        dueNs = nowNs;
    }

    /**
     * Changes the times. A silence that began under the old ones is no reason to suspect a peer by the new ones: a PING
     * is sent first.
     *
     * @param config the times
     * @param nowNs now
     */
    public void reconfigure(HeartbeatConfig config, long nowNs) {
        times(config);
        pingedNs = nowNs - INTERVALS_PER_MEASUREMENT * intervalNs;
        reprievedUntilNs = nowNs + intervalNs;
        dueNs = nowNs;
    }

    private void times(HeartbeatConfig config) {
        intervalNs = config.interval().toNanos();
        suspectNs = config.suspectAfter().toNanos();
        downNs = config.downAfter().toNanos();
    }

    /**
     * Traffic of any kind was received from the peer.
     *
     * @param atNs when; what is older than the last is ignored
     */
    public void heard(long atNs) {
        if (atNs - heardNs > 0) {
            heardNs = atNs;
            reprieves = 0;
            reprievedUntilNs = atNs;
            dueNs = state == PeerState.ALIVE ? nextNs() : atNs;
        }
    }

    /**
     * Evaluates the silence.
     *
     * @param nowNs now
     * @return the change of the opinion
     */
    public Transition tick(long nowNs) {
        if (nowNs - dueNs > intervalNs && reprieves < MAX_REPRIEVES) {
            reprieves++;
            reprievedUntilNs = nowNs + intervalNs;
            pingedNs = nowNs - INTERVALS_PER_MEASUREMENT * intervalNs;
        }
        Transition change = judge(nowNs);
        tickedNs = nowNs;
        dueNs = nextNs();
        return change;
    }

    /**
     * Returns whether a PING is due now, and counts it as sent. Not for a peer without a link.
     *
     * @param nowNs now
     * @return true if a PING must be sent
     */
    public boolean takePing(long nowNs) {
        if (nowNs - nextPingNs() < 0) {
            return false;
        }
        pingedNs = nowNs;
        dueNs = nextNs();
        return true;
    }

    /** {@return the opinion} */
    public PeerState state() {
        return state;
    }

    /** {@return when {@link #tick} is due; calling it earlier does no harm} */
    public long deadlineNs() {
        return dueNs;
    }

    private Transition judge(long nowNs) {
        long silenceNs = nowNs - heardNs;
        if (silenceNs < suspectNs) {
            return become(PeerState.ALIVE, Transition.RECOVERED);
        }
        if (nowNs - reprievedUntilNs < 0 || state == PeerState.DOWN) {
            return Transition.NONE;
        }
        return silenceNs >= downNs
                ? become(PeerState.DOWN, Transition.FAILED)
                : become(PeerState.SUSPECT, Transition.SUSPECTED);
    }

    private Transition become(PeerState next, Transition change) {
        if (state == next) {
            return Transition.NONE;
        }
        state = next;
        return change;
    }

    private long nextPingNs() {
        return earlier(later(heardNs, pingedNs) + intervalNs, pingedNs + INTERVALS_PER_MEASUREMENT * intervalNs);
    }

    private long nextNs() {
        return switch (state) {
            case ALIVE -> earlier(nextPingTickNs(), later(heardNs + suspectNs, reprievedUntilNs));
            case SUSPECT -> earlier(nextPingTickNs(), later(heardNs + downNs, reprievedUntilNs));
            case DOWN -> nextPingTickNs();
        };
    }

    /**
     * A PING that was due at the last tick was sent then, or cannot be sent; another immediate wake-up would be
     * useless.
     */
    private long nextPingTickNs() {
        long pingNs = nextPingNs();
        return pingNs - tickedNs > 0 ? pingNs : tickedNs + intervalNs;
    }

    private static long earlier(long a, long b) {
        return a - b < 0 ? a : b;
    }

    private static long later(long a, long b) {
        return a - b > 0 ? a : b;
    }
}
