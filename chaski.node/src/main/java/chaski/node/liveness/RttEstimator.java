package chaski.node.liveness;

import chaski.api.node.RoundTrip;
import java.time.Duration;
import java.util.Arrays;

/**
 * The round-trip times to one peer: smoothed and with their variation after RFC 6298 section 2 (alpha 1/8, beta 1/4), which
 * never stops adapting; the extremes; and percentiles of the last 1,024 by the nearest rank.
 *
 * <p>Thread-safe: samples come from the control loop, snapshots are taken by any thread.
 */
public final class RttEstimator {

    /** Enough for a 99th percentile of ten samples, and eight kilobytes a peer when full. */
    static final int WINDOW = 1024;

    private static final int FIRST_WINDOW = 16;

    private long[] window = new long[FIRST_WINDOW];
    private long samples;
    private long smoothedNs;
    private long variationNs;
    private long minNs;
    private long maxNs;

    /** Starts without a sample. */
    public RttEstimator() {}

    /**
     * Takes one measurement.
     *
     * @param rttNs the time between PING and PONG in nanoseconds, not negative
     */
    public synchronized void sample(long rttNs) {
        if (rttNs < 0) {
            throw new IllegalArgumentException("expected a round trip of 0 ns or more, got " + rttNs);
        }
        if (samples == 0) {
            smoothedNs = rttNs;
            variationNs = rttNs / 2;
            minNs = rttNs;
            maxNs = rttNs;
        } else {
            variationNs += (Math.abs(smoothedNs - rttNs) - variationNs) / 4;
            smoothedNs += (rttNs - smoothedNs) / 8;
            minNs = Math.min(minNs, rttNs);
            maxNs = Math.max(maxNs, rttNs);
        }
        if (samples == window.length && window.length < WINDOW) {
            window = Arrays.copyOf(window, window.length * 2);
        }
        window[(int) (samples % window.length)] = rttNs;
        samples++;
    }

    /** {@return the smoothed round-trip time in nanoseconds; 0 while there is no sample} */
    public synchronized long smoothedNs() {
        return smoothedNs;
    }

    /** {@return everything that is known now} */
    public synchronized RoundTrip snapshot() {
        long[] sorted = Arrays.copyOf(window, (int) Math.min(samples, window.length));
        Arrays.sort(sorted);
        return new RoundTrip(
                samples,
                Duration.ofNanos(smoothedNs),
                Duration.ofNanos(variationNs),
                Duration.ofNanos(minNs),
                Duration.ofNanos(maxNs),
                Duration.ofNanos(percentile(sorted, 50)),
                Duration.ofNanos(percentile(sorted, 99)));
    }

    private static long percentile(long[] sorted, int percent) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (sorted.length * percent + 99) / 100;
        return sorted[rank - 1];
    }
}
