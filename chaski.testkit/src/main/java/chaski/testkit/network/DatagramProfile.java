package chaski.testkit.network;

import java.time.Duration;

/**
 * The properties of a line from one host to another that carries datagrams.
 *
 * @param latency the minimum transit time of a datagram; default zero
 * @param jitter the most that is added to it, drawn for each datagram, so that they may overtake each other; default
 *     zero
 * @param loss the share that is lost, 0 to 1; default 0
 * @param duplication the share that arrives twice, 0 to 1; default 0
 * @param reordering the share that is held back, 0 to 1; default 0
 * @param holdBack how long these are held back; default 5 ms
 * @param bytesPerSecond the rate of the bottleneck, 0 for no limit; default 0
 * @param queueBytes the size of its queue, beyond which datagrams are lost; default 64 KiB
 * @param mtuBytes larger datagrams are lost; default 65,507
 */
public record DatagramProfile(
        Duration latency,
        Duration jitter,
        double loss,
        double duplication,
        double reordering,
        Duration holdBack,
        long bytesPerSecond,
        int queueBytes,
        int mtuBytes) {

    private static final int MOST_MTU_BYTES = 65_507;

    /** A line without delay, limit or loss. */
    public static final DatagramProfile DEFAULT = new DatagramProfile(
            Duration.ZERO, Duration.ZERO, 0, 0, 0, Duration.ofMillis(5), 0, 64 << 10, MOST_MTU_BYTES);

    /**
     * Checks the ranges.
     *
     * @param latency the minimum transit time of a datagram; default zero
     * @param jitter the most that is added to it, drawn for each datagram, so that they may overtake each other; default
     *     zero
     * @param loss the share that is lost, 0 to 1; default 0
     * @param duplication the share that arrives twice, 0 to 1; default 0
     * @param reordering the share that is held back, 0 to 1; default 0
     * @param holdBack how long these are held back; default 5 ms
     * @param bytesPerSecond the rate of the bottleneck, 0 for no limit; default 0
     * @param queueBytes the size of its queue, beyond which datagrams are lost; default 64 KiB
     * @param mtuBytes larger datagrams are lost; default 65,507
     */
    public DatagramProfile {
        if (latency.isNegative() || jitter.isNegative() || holdBack.isNegative() || bytesPerSecond < 0) {
            throw new IllegalArgumentException("expected times and a rate of zero or more, got " + latency + ", "
                    + jitter + ", " + holdBack + ", " + bytesPerSecond);
        }
        if (!isShare(loss) || !isShare(duplication) || !isShare(reordering)) {
            throw new IllegalArgumentException(
                    "expected shares from 0 to 1, got " + loss + ", " + duplication + ", " + reordering);
        }
        if (queueBytes < 1 || mtuBytes < 1 || mtuBytes > MOST_MTU_BYTES) {
            throw new IllegalArgumentException("expected a queue of 1 byte or more and an MTU of 1 to " + MOST_MTU_BYTES
                    + ", got " + queueBytes + ", " + mtuBytes);
        }
    }

    /**
     * Returns a copy with another delay.
     *
     * @param least the latency
     * @param more the jitter
     * @return the copy
     */
    public DatagramProfile delay(Duration least, Duration more) {
        return new DatagramProfile(
                least, more, loss, duplication, reordering, holdBack, bytesPerSecond, queueBytes, mtuBytes);
    }

    /**
     * Returns a copy with another loss.
     *
     * @param share 0 to 1
     * @return the copy
     */
    public DatagramProfile loss(double share) {
        return new DatagramProfile(
                latency, jitter, share, duplication, reordering, holdBack, bytesPerSecond, queueBytes, mtuBytes);
    }

    /**
     * Returns a copy with another duplication.
     *
     * @param share 0 to 1
     * @return the copy
     */
    public DatagramProfile duplication(double share) {
        return new DatagramProfile(
                latency, jitter, loss, share, reordering, holdBack, bytesPerSecond, queueBytes, mtuBytes);
    }

    /**
     * Returns a copy with another reordering.
     *
     * @param share 0 to 1
     * @param by how long those are held back
     * @return the copy
     */
    public DatagramProfile reordering(double share, Duration by) {
        return new DatagramProfile(latency, jitter, loss, duplication, share, by, bytesPerSecond, queueBytes, mtuBytes);
    }

    /**
     * Returns a copy with another bottleneck.
     *
     * @param rate bytes per second, 0 for no limit
     * @param queue how many bytes wait at most
     * @return the copy
     */
    public DatagramProfile bottleneck(long rate, int queue) {
        return new DatagramProfile(latency, jitter, loss, duplication, reordering, holdBack, rate, queue, mtuBytes);
    }

    /**
     * Returns a copy with another largest datagram.
     *
     * @param bytes the MTU
     * @return the copy
     */
    public DatagramProfile mtu(int bytes) {
        return new DatagramProfile(
                latency, jitter, loss, duplication, reordering, holdBack, bytesPerSecond, queueBytes, bytes);
    }

    private static boolean isShare(double value) {
        return value >= 0 && value <= 1;
    }
}
