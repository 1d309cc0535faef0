package chaski.transport.udp.protocol;

/**
 * The first slow start, by HyStart++ (RFC 9406): it ends when the round-trip time grows, which means that a queue fills, and not only when
 * the queue has overflowed and a large part of the window is lost. Growth is slowed at first, for a few rounds, in which a round-trip time
 * that falls again shows that it was a coincidence. Names in comments are those of the RFC.
 *
 * <p>The round-trip time of a packet is measured up to its acknowledgement. Only the shortest of a round counts, so that the delay of
 * acknowledgements does not matter.
 */
final class SlowStart {

    /** N_RTT_SAMPLE. */
    private static final int ENOUGH_SAMPLES = 8;

    /** MIN_RTT_THRESH, MAX_RTT_THRESH and MIN_RTT_DIVISOR: how much growth ends it. */
    private static final long LEAST_GROWTH_NS = 4_000_000;

    private static final long MOST_GROWTH_NS = 16_000_000;
    private static final int GROWTH_DIVISOR = 8;

    /** CSS_GROWTH_DIVISOR and CSS_ROUNDS: the conservative phase. */
    private static final int SLOWER = 4;

    private static final int SLOWER_ROUNDS = 5;

    private static final long UNKNOWN_NS = Long.MAX_VALUE;

    private long roundStartNs = Long.MIN_VALUE;
    private long previousRttNs = UNKNOWN_NS;
    private long currentRttNs = UNKNOWN_NS;
    private int samples;
    private boolean slower;
    private long slowerSinceRttNs;
    private int slowerRounds;
    private boolean over;

    /**
     * A packet arrived. Returns by how much the window grows.
     *
     * @param bytes its size
     * @param sentNs when it was sent
     * @param nowNs the time
     */
    double acked(long bytes, long sentNs, long nowNs) {
        if (sentNs >= roundStartNs) {
            nextRound(nowNs);
        }
        currentRttNs = Math.min(currentRttNs, nowNs - sentNs);
        samples++;
        if (samples >= ENOUGH_SAMPLES) {
            judge();
        }
        return slower ? (double) bytes / SLOWER : bytes;
    }

    /** {@return whether the window has found the capacity of the path} */
    boolean over() {
        return over;
    }

    private void nextRound(long nowNs) {
        roundStartNs = nowNs;
        previousRttNs = currentRttNs;
        currentRttNs = UNKNOWN_NS;
        samples = 0;
        if (slower) {
            slowerRounds++;
            over = slowerRounds >= SLOWER_ROUNDS;
        }
    }

    private void judge() {
        if (slower) {
            slower = currentRttNs >= slowerSinceRttNs;
        } else if (previousRttNs != UNKNOWN_NS && currentRttNs >= previousRttNs + growthNs()) {
            slower = true;
            slowerSinceRttNs = currentRttNs;
            slowerRounds = 0;
        }
    }

    private long growthNs() {
        return Math.max(LEAST_GROWTH_NS, Math.min(previousRttNs / GROWTH_DIVISOR, MOST_GROWTH_NS));
    }
}
