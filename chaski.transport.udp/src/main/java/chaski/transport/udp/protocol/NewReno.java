package chaski.transport.udp.protocol;

import chaski.transport.udp.wire.DatagramFormat;

/** How many bytes may be on their way, after RFC 9002, section 7 and appendix B. */
final class NewReno {

    /** kInitialWindow: ten datagrams. */
    static final long INITIAL_WINDOW_BYTES = 10L * DatagramFormat.MAX_BYTES;

    /** kMinimumWindow. */
    static final long MINIMUM_WINDOW_BYTES = 2L * DatagramFormat.MAX_BYTES;

    /** Beyond what the send stream ever has on its way it would only grow without need. */
    static final long LARGEST_WINDOW_BYTES = 4L << 20;

    /** kLossReductionFactor is one half. */
    private static final int LOSS_DIVISOR = 2;

    private long windowBytes = INITIAL_WINDOW_BYTES;
    private long slowStartThresholdBytes = Long.MAX_VALUE;
    private long inFlightBytes;
    private long recoveryStartNs = Long.MIN_VALUE;

    long windowBytes() {
        return windowBytes;
    }

    long inFlightBytes() {
        return inFlightBytes;
    }

    boolean slowStart() {
        return windowBytes < slowStartThresholdBytes;
    }

    /** {@return whether one more datagram may leave} */
    boolean hasRoom() {
        return inFlightBytes + DatagramFormat.MAX_BYTES <= windowBytes;
    }

    void sent(long bytes) {
        inFlightBytes += bytes;
    }

    /** A packet is no longer on its way, for a reason that says nothing about the path. */
    void discarded(long bytes) {
        inFlightBytes -= bytes;
    }

    /**
     * A packet arrived.
     *
     * @param bytes its size
     * @param sentNs when it was sent
     * @param used whether the window was what kept the sender back: a window that is not used does not grow
     */
    void acked(long bytes, long sentNs, boolean used) {
        inFlightBytes -= bytes;
        if (!used || sentNs <= recoveryStartNs || windowBytes >= LARGEST_WINDOW_BYTES) {
            return;
        }
        if (slowStart()) {
            windowBytes += bytes;
        } else {
            windowBytes += Math.max(1, DatagramFormat.MAX_BYTES * bytes / windowBytes);
        }
    }

    /** Packets were lost; of what was sent last among them, and is already taken off what is on its way. */
    void congested(long lastSentNs, long nowNs) {
        if (lastSentNs <= recoveryStartNs) {
            return;
        }
        recoveryStartNs = nowNs;
        slowStartThresholdBytes = Math.max(windowBytes / LOSS_DIVISOR, MINIMUM_WINDOW_BYTES);
        windowBytes = slowStartThresholdBytes;
    }

    /** Nothing got through for so long that the path must be learned anew. */
    void persistentlyCongested() {
        windowBytes = MINIMUM_WINDOW_BYTES;
        recoveryStartNs = Long.MIN_VALUE;
    }
}
