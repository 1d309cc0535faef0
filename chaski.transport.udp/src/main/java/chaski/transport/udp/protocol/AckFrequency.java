package chaski.transport.udp.protocol;

/**
 * Decides how often the other side is to acknowledge, after the ideas of draft-ietf-quic-ack-frequency: eight times in a window, so that
 * the window grows smoothly and a loss is found soon, but not more often than every second packet. A sender with a small window thus
 * gets as many acknowledgements as without, and none waits longer than a quarter of a round trip.
 */
final class AckFrequency {

    /** Acknowledgements in one window. */
    private static final int ACKS_PER_WINDOW = 8;

    /** Beyond this, fewer acknowledgements save little. */
    private static final int MOST_PACKETS = 16;

    private static final int DELAYS_PER_ROUND_TRIP = 4;

    private static final long NS_PER_US = 1_000;

    private final boolean known;
    private int askedPackets = ReceivedPackets.ACK_EVERY;
    private long askedDelayNs = PathRtt.MAX_ACK_DELAY_NS;
    private int packets = askedPackets;
    private long delayNs = askedDelayNs;

    /**
     * Begins with what applies without a request.
     *
     * @param known whether the other side knows such requests
     */
    AckFrequency(boolean known) {
        this.known = known;
    }

    /** {@return whether a request should be sent with the next packet} */
    boolean due(SendWindow window, PathRtt roundTrip) {
        if (!known || !roundTrip.sampled()) {
            return false;
        }
        long share = window.windowBytes() / window.datagramBytes() / ACKS_PER_WINDOW;
        packets = Math.max(ReceivedPackets.ACK_EVERY, (int) Long.highestOneBit(Math.min(share, MOST_PACKETS)));
        delayNs = Math.max(
                PathRtt.GRANULARITY_NS,
                Math.min(roundTrip.smoothedNs() / DELAYS_PER_ROUND_TRIP, PathRtt.MAX_ACK_DELAY_NS));
        return packets != askedPackets || delayNs > 2 * askedDelayNs || 2 * delayNs < askedDelayNs;
    }

    /** {@return the packets of the request that is due} */
    int packets() {
        return packets;
    }

    /** {@return the delay of the request that is due} */
    int delayUs() {
        return (int) (delayNs / NS_PER_US);
    }

    /** The request that was due has been sent. */
    void sent() {
        askedPackets = packets;
        askedDelayNs = delayNs;
    }

    /** A request is lost: the next one is due whatever the figures. */
    void lost() {
        askedPackets = 0;
    }
}
