package chaski.transport.udp.protocol;

import chaski.transport.udp.wire.DatagramFormat;

/**
 * CUBIC, RFC 9438: after a loss the window returns to its previous size along a cubic function of time, stays near it, and then
 * grows faster. On short paths, where that would be slower than Reno, it grows as Reno would.
 *
 * <p>The first slow start is that of {@link SlowStart}. The time of the function runs only while the window limits the sender, at most one round trip per acknowledgement, so that a
 * sender that pauses finds the window that it left (section 5.8). Names in comments are those of the RFC.
 */
final class Cubic implements CongestionControl {

    /** kInitialWindow of RFC 9002: ten datagrams. */
    static final int INITIAL_DATAGRAMS = 10;

    /** The limit of the initial window with larger datagrams, RFC 9002, section 7.2. */
    private static final long INITIAL_LIMIT_BYTES = 14_720;

    /** kMinimumWindow of RFC 9002. */
    static final int MINIMUM_DATAGRAMS = 2;

    /** More than the send stream ever has in flight: beyond this, growth has no effect. */
    static final long LARGEST_WINDOW_BYTES = 4L << 20;

    /** C, in datagrams per second cubed. */
    private static final double C = 0.4;

    /** beta_cubic. */
    private static final double BETA = 0.7;

    /** alpha_cubic: with it, Reno's growth and this reduction have the average window of Reno. */
    private static final double ALPHA = 3 * (1 - BETA) / (1 + BETA);

    /** A target further away is approached in steps, section 4.4. */
    private static final double STEEPEST_GROWTH = 1.5;

    private static final double NS_PER_SECOND = 1e9;

    private final SlowStart start = new SlowStart();
    private double datagramBytes = DatagramFormat.BASE_BYTES;
    private double window = initialWindow();
    private double threshold = Double.MAX_VALUE;
    /** cwnd_prior: the window at the last reduction, or 0. */
    private double prior;
    /** W_max: where the plateau of the function is. */
    private double plateau;
    /** W_est: what Reno's window would be. */
    private double reno;
    /** K, in seconds. */
    private double plateauAfter;

    private boolean inEpoch;
    private long epochNs;
    private long lastAckNs;
    private long recoveryStartNs = Long.MIN_VALUE;

    @Override
    public long windowBytes() {
        return (long) window;
    }

    @Override
    public boolean slowStart() {
        return window < threshold;
    }

    @Override
    public void acked(long bytes, long sentNs, boolean used, long nowNs, PathRtt roundTrip) {
        long passedNs = Math.min(nowNs - lastAckNs, roundTrip.smoothedNs());
        lastAckNs = nowNs;
        if (!used || sentNs <= recoveryStartNs || window >= LARGEST_WINDOW_BYTES) {
            return;
        }
        if (slowStart()) {
            slowStart(bytes, sentNs, nowNs);
        } else {
            avoidCongestion(bytes, passedNs, roundTrip.smoothedNs());
        }
    }

    @Override
    public void congested(long lastSentNs, long nowNs) {
        if (lastSentNs <= recoveryStartNs) {
            return;
        }
        recoveryStartNs = nowNs;
        // Fast convergence, section 4.7: a flow whose plateau sinks leaves room for new ones.
        plateau = window < plateau ? window * (1 + BETA) / 2 : window;
        prior = window;
        threshold = Math.max(window * BETA, MINIMUM_DATAGRAMS * datagramBytes);
        window = threshold;
        inEpoch = false;
    }

    @Override
    public void persistentlyCongested() {
        window = MINIMUM_DATAGRAMS * datagramBytes;
        recoveryStartNs = Long.MIN_VALUE;
        inEpoch = false;
    }

    /** RFC 9002, section 7.2: the initial window is calculated again, and no window falls below the minimum. */
    @Override
    public void datagramBytes(int bytes) {
        boolean initial = window == initialWindow();
        datagramBytes = bytes;
        window = initial ? initialWindow() : Math.max(window, MINIMUM_DATAGRAMS * datagramBytes);
        threshold = Math.max(threshold, MINIMUM_DATAGRAMS * datagramBytes);
        inEpoch = false;
    }

    private void slowStart(long bytes, long sentNs, long nowNs) {
        boolean first = threshold == Double.MAX_VALUE;
        window += first ? start.acked(bytes, sentNs, nowNs) : bytes;
        if (first && start.over()) {
            threshold = window;
        }
    }

    private double initialWindow() {
        return Math.min(
                INITIAL_DATAGRAMS * datagramBytes, Math.max(INITIAL_LIMIT_BYTES, MINIMUM_DATAGRAMS * datagramBytes));
    }

    private void avoidCongestion(long bytes, long passedNs, long roundTripNs) {
        if (!inEpoch) {
            beginEpoch();
        } else {
            epochNs += passedNs;
        }
        double share = bytes / window;
        reno += (reno < prior ? ALPHA : 1) * datagramBytes * share;
        if (cubic(epochNs) < reno) {
            window = Math.max(window, reno);
        } else {
            double target = Math.min(cubic(epochNs + roundTripNs), STEEPEST_GROWTH * window);
            window += Math.max(0, target - window) * share;
        }
        window = Math.min(window, LARGEST_WINDOW_BYTES);
    }

    private void beginEpoch() {
        inEpoch = true;
        epochNs = 0;
        reno = window;
        plateau = Math.max(plateau, window);
        plateauAfter = Math.cbrt((plateau - window) / datagramBytes / C);
    }

    /** W_cubic(t), in bytes. */
    private double cubic(long ns) {
        double t = ns / NS_PER_SECOND - plateauAfter;
        return plateau + C * t * t * t * datagramBytes;
    }
}
