package chaski.testkit.network;

import java.time.Duration;

/**
 * The properties of a line from one host to another that carries links.
 *
 * @param latency the minimum transit time of a byte; default zero
 * @param jitter the most that is added to it, drawn for each packet; packets keep their order; default zero
 * @param bytesPerSecond the rate, 0 for no limit; default 0
 * @param bufferBytes how much the kernels and the line take before the sender's link has to hold what it is given; 1 to
 *     64 MiB; default 64 KiB
 * @param largestReadBytes a reader receives pieces of random sizes up to this, split anywhere; 1 to 64 KiB; default 64
 *     KiB
 */
public record LinkProfile(
        Duration latency, Duration jitter, long bytesPerSecond, int bufferBytes, int largestReadBytes) {

    /** The largest piece a reader receives. */
    static final int MOST_READ_BYTES = 64 << 10;

    private static final int MOST_BUFFER_BYTES = 64 << 20;

    /** A line without delay or limit. */
    public static final LinkProfile DEFAULT =
            new LinkProfile(Duration.ZERO, Duration.ZERO, 0, 64 << 10, MOST_READ_BYTES);

    /**
     * Checks the ranges.
     *
     * @param latency the minimum transit time of a byte; default zero
     * @param jitter the most that is added to it, drawn for each packet; packets keep their order; default zero
     * @param bytesPerSecond the rate, 0 for no limit; default 0
     * @param bufferBytes how much the kernels and the line take before the sender's link has to hold what it is given; 1 to
     *     64 MiB; default 64 KiB
     * @param largestReadBytes a reader receives pieces of random sizes up to this, split anywhere; 1 to 64 KiB; default 64
     *     KiB
     */
    public LinkProfile {
        if (latency.isNegative() || jitter.isNegative() || bytesPerSecond < 0) {
            throw new IllegalArgumentException("expected a latency, jitter and rate of zero or more, got " + latency
                    + ", " + jitter + ", " + bytesPerSecond);
        }
        if (bufferBytes < 1 || bufferBytes > MOST_BUFFER_BYTES) {
            throw new IllegalArgumentException(
                    "expected a buffer of 1 to " + MOST_BUFFER_BYTES + ", got " + bufferBytes);
        }
        if (largestReadBytes < 1 || largestReadBytes > MOST_READ_BYTES) {
            throw new IllegalArgumentException(
                    "expected reads of 1 to " + MOST_READ_BYTES + ", got " + largestReadBytes);
        }
    }

    /**
     * Returns a copy with another delay.
     *
     * @param least the latency
     * @param more the jitter
     * @return the copy
     */
    public LinkProfile delay(Duration least, Duration more) {
        return new LinkProfile(least, more, bytesPerSecond, bufferBytes, largestReadBytes);
    }

    /**
     * Returns a copy with another rate.
     *
     * @param value bytes per second, 0 for no limit
     * @return the copy
     */
    public LinkProfile bytesPerSecond(long value) {
        return new LinkProfile(latency, jitter, value, bufferBytes, largestReadBytes);
    }

    /**
     * Returns a copy with another buffer.
     *
     * @param value bytes
     * @return the copy
     */
    public LinkProfile bufferBytes(int value) {
        return new LinkProfile(latency, jitter, bytesPerSecond, value, largestReadBytes);
    }

    /**
     * Returns a copy with another size of reads; 1 delivers every byte separately.
     *
     * @param value bytes
     * @return the copy
     */
    public LinkProfile largestReadBytes(int value) {
        return new LinkProfile(latency, jitter, bytesPerSecond, bufferBytes, value);
    }
}
