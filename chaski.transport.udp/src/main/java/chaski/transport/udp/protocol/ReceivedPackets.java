package chaski.transport.udp.protocol;

import chaski.transport.udp.wire.UdpAckFrame;

/** Records which packets have arrived, and when they must be acknowledged (RFC 9000, section 13.2). */
final class ReceivedPackets {

    /**
     * The most ranges that are tracked; beyond this, the lowest are dropped, and packets still missing there count as
     * repeated.
     */
    private static final int MAX_RANGES = 256;

    /** A packet that arrives so much later than others counts as lost: its contents will be sent again. */
    private static final int REORDERING = 256;

    /** Packets that require an acknowledgement until one is due immediately, unless the other side asks for another number. */
    static final int ACK_EVERY = 2;

    /** The limit of what the other side may ask for: a window of a few packets must not wait for each acknowledgement. */
    private static final int MOST_ACK_EVERY = 32;

    private final LongRanges numbers = new LongRanges();
    private long floor;
    private long largest = -1;
    private long largestNs;
    private int unacknowledged;
    private long ackDueNs;
    private boolean ackNow;
    private int ackEvery = ACK_EVERY;
    private long maxDelayNs = PathRtt.MAX_ACK_DELAY_NS;
    private long frequencyNumber = -1;
    private int reportsDue;

    /** {@return whether a packet has arrived before, or is so old that this is not known any more} */
    boolean isRepeated(long number) {
        return number < floor || numbers.contains(number);
    }

    /**
     * The other side asks for fewer or more acknowledgements. The newest request applies, within limits.
     *
     * @param number the number of its packet
     * @param packets after how many packets to acknowledge at once
     * @param delayNs how long an acknowledgement may be delayed
     */
    void frequency(long number, int packets, long delayNs) {
        if (number > frequencyNumber) {
            frequencyNumber = number;
            ackEvery = Math.min(packets, MOST_ACK_EVERY);
            maxDelayNs = Math.min(delayNs, PathRtt.MAX_ACK_DELAY_NS);
        }
    }

    /** Records a packet that is not repeated. */
    void add(long number, boolean asksForAck, long nowNs) {
        boolean inOrder = number == largest + 1;
        numbers.add(number, number + 1);
        if (numbers.count() > MAX_RANGES) {
            floor = numbers.to(0);
            numbers.removeFirst();
        }
        if (number > largest) {
            largest = number;
            largestNs = nowNs;
        }
        if (!asksForAck) {
            return;
        }
        if (unacknowledged == 0) {
            ackDueNs = nowNs + maxDelayNs;
        }
        unacknowledged++;
        if (!inOrder) {
            // As many as it takes until the other side knows that the packets in the gap are lost.
            reportsDue = LossRecovery.PACKET_THRESHOLD;
        }
        if (reportsDue > 0 || unacknowledged >= ackEvery) {
            ackNow = true;
        }
        reportsDue = Math.max(0, reportsDue - 1);
    }

    /** {@return whether an acknowledgement is pending} */
    boolean ackWanted() {
        return unacknowledged > 0;
    }

    /** {@return whether an acknowledgement must be sent even if there is nothing else to send} */
    boolean ackDue(long nowNs) {
        return unacknowledged > 0 && (ackNow || nowNs >= ackDueNs);
    }

    /** {@return the largest number that has arrived, or -1} */
    long largest() {
        return largest;
    }

    /** {@return when an acknowledgement must be sent; only if one is pending} */
    long ackDueNs() {
        return ackDueNs;
    }

    /** Writes the ranges that have arrived. */
    void render(UdpAckFrame ack, long nowNs) {
        ack.clear();
        ack.delayUs((nowNs - largestNs) / 1000);
        for (int i = numbers.count() - 1; i >= 0 && ack.count() < UdpAckFrame.MAX_RANGES; i--) {
            ack.add(numbers.from(i), numbers.to(i) - 1);
        }
    }

    /** An acknowledgement was sent. */
    void ackSent() {
        unacknowledged = 0;
        ackNow = false;
    }

    /**
     * The other side has received the acknowledgement of numbers up to this one: much lower ones need not be
     * acknowledged again.
     */
    void acknowledgementReceived(long largestAcked) {
        long number = largestAcked - REORDERING;
        if (number > floor) {
            floor = number;
            numbers.removeBelow(number);
        }
    }
}
