package chaski.transport.udp.protocol;

import chaski.transport.udp.wire.DatagramFormat;

/** Limits the bytes in flight, after RFC 9002, section 7 and appendix B. */
final class NewReno {

    /** kInitialWindow: ten datagrams. */
    static final long INITIAL_WINDOW_BYTES = 10L * DatagramFormat.MAX_BYTES;

    /** kMinimumWindow. */
    static final long MINIMUM_WINDOW_BYTES = 2L * DatagramFormat.MAX_BYTES;

    /** More than the send stream ever has in flight: beyond this, growth has no effect. */
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

    /** {@return whether one more datagram may be sent} */
    boolean hasRoom() {
        return inFlightBytes + DatagramFormat.MAX_BYTES <= windowBytes;
    }

    void sent(long bytes) {
        inFlightBytes += bytes;
    }

    /** A packet is no longer in flight, for a reason that has nothing to do with the path. */
    void discarded(long bytes) {
        inFlightBytes -= bytes;
    }

    /**
     * A packet arrived.
     *
     * @param bytes its size
     * @param sentNs when it was sent
     * @param used whether the window limited the sender: a window that is not used does not grow
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

    /**
     * Packets were lost. They are already subtracted from what is in flight.
     *
     * @param lastSentNs when the latest of them was sent
     * @param nowNs the time
     */
    void congested(long lastSentNs, long nowNs) {
        if (lastSentNs <= recoveryStartNs) {
            return;
        }
        recoveryStartNs = nowNs;
        slowStartThresholdBytes = Math.max(windowBytes / LOSS_DIVISOR, MINIMUM_WINDOW_BYTES);
        windowBytes = slowStartThresholdBytes;
    }

    /** Nothing was received for so long that the path must be measured again. */
    void persistentlyCongested() {
        windowBytes = MINIMUM_WINDOW_BYTES;
        recoveryStartNs = Long.MIN_VALUE;
    }
}
