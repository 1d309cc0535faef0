package chaski.transport.udp.protocol;

import chaski.transport.udp.wire.DatagramFormat;

/**
 * Spreads what the window allows over the round trip, RFC 9002, section 7.7: a bucket that fills a little faster than the window
 * empties. On short paths, where timers are too coarse for that, the bucket is large enough not to matter.
 */
final class PacketPacer {

    /** What may be sent without a delay: the initial window, as the RFC recommends. */
    private static final double BURST_BYTES = Cubic.INITIAL_DATAGRAMS * DatagramFormat.BASE_BYTES;

    /** Of the largest datagrams, whatever their size: the minimum window. */
    private static final int BURST_DATAGRAMS = Cubic.MINIMUM_DATAGRAMS;

    /** A timer may be this late; what should have been sent by then is sent immediately. */
    private static final long TIMER_SLACK_NS = 2_000_000;

    private double bytes = BURST_BYTES;
    private long lastNs;

    /** {@return how long to wait until a datagram may be sent; zero for now} */
    long delayNs(long nowNs, SendWindow window, PathRtt roundTrip) {
        double rate = rate(window, roundTrip);
        double datagram = window.datagramBytes();
        double burst = Math.max(Math.max(BURST_BYTES, BURST_DATAGRAMS * datagram), rate * TIMER_SLACK_NS);
        bytes = Math.min(bytes + rate * (nowNs - lastNs), burst);
        lastNs = nowNs;
        return bytes >= datagram ? 0 : 1 + (long) ((datagram - bytes) / rate);
    }

    void sent(int count) {
        bytes -= count;
    }

    private static double rate(SendWindow window, PathRtt roundTrip) {
        double gain = window.control().slowStart() ? 2 : 1.25;
        return gain * window.windowBytes() / roundTrip.smoothedNs();
    }
}
