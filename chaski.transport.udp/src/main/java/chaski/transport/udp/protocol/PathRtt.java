package chaski.transport.udp.protocol;

/** The round-trip time as RFC 9002, section 5, estimates it. In nanoseconds. */
final class PathRtt {

    /** kGranularity: no timer is finer. */
    static final long GRANULARITY_NS = 1_000_000;

    /** kInitialRtt. */
    static final long INITIAL_RTT_NS = 333_000_000;

    /** max_ack_delay: how long a receiver may delay an acknowledgement; the same for all in this protocol. */
    static final long MAX_ACK_DELAY_NS = 25_000_000;

    private boolean sampled;
    private long latestNs;
    private long minNs;
    private long smoothedNs = INITIAL_RTT_NS;
    private long varianceNs = INITIAL_RTT_NS / 2;

    /**
     * Takes a sample.
     *
     * @param rttNs the time since the largest acknowledged packet was sent
     * @param ackDelayNs the delay before the acknowledgement, as reported by the other side
     */
    void sample(long rttNs, long ackDelayNs) {
        latestNs = Math.max(1, rttNs);
        if (!sampled) {
            sampled = true;
            minNs = latestNs;
            smoothedNs = latestNs;
            varianceNs = latestNs / 2;
            return;
        }
        minNs = Math.min(minNs, latestNs);
        long delayNs = Math.min(ackDelayNs, MAX_ACK_DELAY_NS);
        long adjustedNs = latestNs >= minNs + delayNs ? latestNs - delayNs : latestNs;
        varianceNs = (3 * varianceNs + Math.abs(smoothedNs - adjustedNs)) / 4;
        smoothedNs = (7 * smoothedNs + adjustedNs) / 8;
    }

    boolean sampled() {
        return sampled;
    }

    long latestNs() {
        return latestNs;
    }

    long smoothedNs() {
        return smoothedNs;
    }

    /** {@return the probe timeout before any backoff: the longest that an answer may take} */
    long ptoNs() {
        return smoothedNs + Math.max(4 * varianceNs, GRANULARITY_NS) + MAX_ACK_DELAY_NS;
    }
}
