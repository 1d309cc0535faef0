package chaski.transport.udp.protocol;

import chaski.transport.udp.wire.DatagramFormat;
import chaski.transport.udp.wire.PacketHeader;
import chaski.transport.udp.wire.UdpAckFrame;
import chaski.transport.udp.wire.UdpFrames;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** Composes the packets of one connection from what is due: acknowledgements, grants, datagrams, pieces of the stream. */
final class PacketWriter {

    /** Packets that require no acknowledgement, until one does to find out whether acknowledgements arrive. */
    private static final int MAX_UNASKED = 32;

    private static final int MAX_DATAGRAMS = 64;

    private final long remoteId;
    private final ReceivedPackets received;
    private final ReceiveStream in;
    private final SendStream out;
    private final LossRecovery recovery;
    private final Statistics statistics;
    private final PathMtuDiscovery mtu;
    private final AckFrequency frequency;
    private final UdpAckFrame ack = new UdpAckFrame();
    private final Deque<ByteBuffer> datagrams = new ArrayDeque<>();
    private long nextNumber;
    private long pacedUntilNs = Long.MAX_VALUE;
    private boolean grants;
    private boolean pingDue;
    private int unasked;

    /**
     * Creates a writer that has written nothing.
     *
     * @param remoteId the other side's id of the connection
     * @param received the packets to acknowledge
     * @param in the stream to grant more of
     * @param out the stream to send
     * @param recovery decides when packets may leave, and which are lost
     * @param largestBytes the largest packet that may be tried, or 0 if the other side knows neither larger packets nor ACK_FREQUENCY
     * @param statistics counts what is sent
     */
    PacketWriter(
            long remoteId,
            ReceivedPackets received,
            ReceiveStream in,
            SendStream out,
            LossRecovery recovery,
            int largestBytes,
            Statistics statistics) {
        this.remoteId = remoteId;
        this.received = received;
        this.in = in;
        this.out = out;
        this.recovery = recovery;
        this.mtu = new PathMtuDiscovery(largestBytes);
        this.frequency = new AckFrequency(largestBytes > 0);
        this.statistics = statistics;
    }

    /** Grants bytes of the incoming stream from now on, since the user accepts them. */
    void grantBytes() {
        grants = true;
    }

    /** Makes the next packet require an acknowledgement, even if nothing else is to be sent. */
    void ping() {
        pingDue = true;
    }

    /** Queues a copy of a datagram; returns false if too many wait already. */
    boolean offer(ByteBuffer datagram) {
        if (datagrams.size() >= MAX_DATAGRAMS) {
            return false;
        }
        datagrams.add(ByteBuffer.allocate(datagram.remaining())
                .put(datagram.duplicate())
                .flip());
        return true;
    }

    /** Drops the waiting datagrams. */
    void dropDatagrams() {
        datagrams.clear();
    }

    /** {@return the number of the next packet: lower ones have been sent} */
    long nextNumber() {
        return nextNumber;
    }

    /** {@return when the pacer allows the next packet; the end of time if it does not delay it} */
    long pacedUntilNs() {
        return pacedUntilNs;
    }

    /** {@return the size of the largest packet that may be written now} */
    int largestBytes(long nowNs) {
        return Math.max(mtu.bytes(), mtu.probeBytes(nowNs));
    }

    /**
     * Writes the next packet if there is one to send now.
     *
     * @param target empty, with room for {@link #largestBytes}
     * @param nowNs the time
     * @return whether there was one
     */
    boolean write(ByteBuffer target, long nowNs) {
        pacedUntilNs = Long.MAX_VALUE;
        boolean probe = recovery.probesDue() > 0;
        if (probe || (hasWork() && mayLeave(nowNs))) {
            boolean mtuProbe = !probe && mtuProbeDue(nowNs);
            return mtuProbe ? writeMtuProbe(target, nowNs) : writePacket(target, probe, nowNs);
        }
        return received.ackDue(nowNs) && writeAck(target, nowNs);
    }

    /** Writes the packet with the CLOSE that is due. */
    void writeClose(ByteBuffer target, ClosePhase close) {
        PacketHeader.encode(target, remoteId, nextNumber++);
        close.write(target);
        seal(target);
    }

    /** A packet has arrived. */
    void acked(SentPacket packet, long nowNs) {
        mtu.acked(packet, nowNs);
        recovery.window().datagramBytes(mtu.bytes());
    }

    /** A packet is lost: what it carried is due again, datagrams excepted. */
    void lost(SentPacket packet, long nowNs) {
        if (mtu.lost(packet, nowNs)) {
            statistics.blackHoles++;
            recovery.window().datagramBytes(mtu.bytes());
        }
        if (packet.ackFrequency) {
            frequency.lost();
        }
        repeat(packet);
    }

    private void repeat(SentPacket packet) {
        out.lost(packet);
        if (packet.maxData) {
            in.grantLost();
        }
    }

    private boolean hasWork() {
        return pingDue || grantDue() || !datagrams.isEmpty() || out.hasWork();
    }

    private boolean grantDue() {
        return grants && in.grantDue();
    }

    /** True if the congestion window has room, and the pacer allows a packet. */
    private boolean mayLeave(long nowNs) {
        if (!recovery.window().hasRoom()) {
            return false;
        }
        long delayNs = recovery.pacer().delayNs(nowNs, recovery.window(), recovery.roundTrip());
        if (delayNs > 0) {
            pacedUntilNs = nowNs + delayNs;
            return false;
        }
        return true;
    }

    /** True if the size of packets matters, since bytes wait for more than one, and a larger size should be tried. */
    private boolean mtuProbeDue(long nowNs) {
        return recovery.roundTrip().sampled() && mtu.probeBytes(nowNs) > 0 && out.fills(mtu.bytes());
    }

    /**
     * One probe may exceed the window by its additional size, since a sender that always fills its window would otherwise never send it. It
     * carries nothing that would have to be sent again.
     */
    private boolean writeMtuProbe(ByteBuffer target, long nowNs) {
        SentPacket packet = new SentPacket(nextNumber++, nowNs);
        packet.mtuProbe = true;
        int end = mtu.probeBytes(nowNs) - DatagramFormat.CHECKSUM_BYTES;
        PacketHeader.encode(target, remoteId, packet.number);
        UdpFrames.ping(target);
        while (target.position() < end) {
            target.put(UdpFrames.PADDING);
        }
        mtu.probeSent(packet.number);
        finish(target, packet, false);
        return true;
    }

    /** A probe of the timer has at most the base size: it may be due because the path carries no larger ones any more. */
    private boolean writePacket(ByteBuffer target, boolean probe, long nowNs) {
        int end = (probe ? DatagramFormat.BASE_BYTES : mtu.bytes()) - DatagramFormat.CHECKSUM_BYTES;
        if (probe && !hasWork()) {
            repeatOldest();
        }
        SentPacket packet = new SentPacket(nextNumber++, nowNs);
        PacketHeader.encode(target, remoteId, packet.number);
        if (received.ackWanted()) {
            writeAckFrame(target, end, nowNs);
            packet.acknowledged = received.largest();
        }
        if (grantDue()) {
            UdpFrames.maxData(target, in.grant(nowNs, recovery.roundTrip().smoothedNs()));
            packet.maxData = true;
        }
        if (frequency.due(recovery.window(), recovery.roundTrip())
                && end - target.position() >= UdpFrames.ACK_FREQUENCY_BYTES) {
            UdpFrames.ackFrequency(target, frequency.packets(), frequency.delayUs());
            frequency.sent();
            packet.ackFrequency = true;
        }
        writeDatagrams(target, end);
        boolean asks = packet.maxData || out.write(target, end - target.position(), packet);
        if (pingDue || probe || !asks) {
            pingDue = false;
            if (target.position() < end) {
                UdpFrames.ping(target);
            }
        }
        finish(target, packet, probe);
        return true;
    }

    private void finish(ByteBuffer target, SentPacket packet, boolean probe) {
        unasked = 0;
        seal(target);
        packet.bytes = target.position();
        recovery.sent(packet, probe);
    }

    private boolean writeAck(ByteBuffer target, long nowNs) {
        if (++unasked > MAX_UNASKED && mayLeave(nowNs)) {
            pingDue = true;
            return writePacket(target, false, nowNs);
        }
        PacketHeader.encode(target, remoteId, nextNumber++);
        writeAckFrame(target, DatagramFormat.BASE_BYTES - DatagramFormat.CHECKSUM_BYTES, nowNs);
        seal(target);
        return true;
    }

    private void writeAckFrame(ByteBuffer target, int end, long nowNs) {
        received.render(ack, nowNs);
        UdpFrames.ack(target, ack, end - target.position());
        received.ackSent();
    }

    private void writeDatagrams(ByteBuffer target, int end) {
        for (ByteBuffer next = datagrams.peek();
                next != null && next.remaining() + UdpFrames.DATAGRAM_HEADER_BYTES <= end - target.position();
                next = datagrams.peek()) {
            UdpFrames.datagram(target, next);
            datagrams.remove();
        }
    }

    private void repeatOldest() {
        SentPacket oldest = recovery.oldest();
        if (oldest != null) {
            repeat(oldest);
        }
    }

    private void seal(ByteBuffer target) {
        DatagramFormat.seal(target);
        statistics.packetsSent++;
    }
}
