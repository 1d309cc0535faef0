package chaski.transport.udp.protocol;

import chaski.transport.udp.wire.UdpAckFrame;
import org.jspecify.annotations.Nullable;

/**
 * Determines the outcome of packets: acknowledged, lost, or in need of a probe. RFC 9002, sections 5 to 7 and appendix A, with
 * one packet number space.
 */
final class LossRecovery {

    /** kPacketThreshold. */
    static final int PACKET_THRESHOLD = 3;

    /** kPersistentCongestionThreshold. */
    private static final int PERSISTENT_CONGESTION_THRESHOLD = 3;

    /** Probes sent when the timer runs out, so that one more loss does not cost another timeout. */
    private static final int PROBES = 2;

    /**
     * The limit of the backoff of probes, unlike in the RFC: a probe costs two packets, and a path that works again is
     * to be found soon. The idle timeout ends a connection that gets no answer.
     */
    private static final long LONGEST_PTO_NS = 2_000_000_000;

    /** A packet declared lost is remembered for that many timeouts, to see whether that was wrong. */
    private static final int LOST_MEMORY_PTOS = 3;

    /** Notified of the outcome of packets. */
    interface Owner {

        /** It has arrived. */
        void acked(SentPacket packet);

        /** It has not: its contents must be sent again. */
        void lost(SentPacket packet);
    }

    private final Owner owner;
    private final Statistics statistics;
    private final PathRtt roundTrip = new PathRtt();
    private final SendWindow window = new SendWindow(new Cubic());
    private final PacketPacer pacer = new PacketPacer();
    private final SentPackets sent = new SentPackets();
    private long largestAcked = -1;
    private long lastAskingNs;
    private long lossAtNs;
    private boolean lossPending;
    private int open;
    private int ptoCount;
    private int probesDue;
    private long firstSampleNs = Long.MAX_VALUE;

    LossRecovery(Owner owner, Statistics statistics) {
        this.owner = owner;
        this.statistics = statistics;
    }

    PathRtt roundTrip() {
        return roundTrip;
    }

    SendWindow window() {
        return window;
    }

    PacketPacer pacer() {
        return pacer;
    }

    /** {@return how many probes may be sent regardless of the window} */
    int probesDue() {
        return probesDue;
    }

    /** {@return whether packets that require an acknowledgement are in flight} */
    boolean waits() {
        return open > 0;
    }

    /** A packet that requires an acknowledgement was sent; its size is known. */
    void sent(SentPacket packet, boolean probe) {
        sent.add(packet);
        open++;
        lastAskingNs = packet.sentNs;
        window.sent(packet.bytes);
        pacer.sent(packet.bytes);
        if (probe) {
            probesDue--;
        }
    }

    /** A probe that is due has nothing to carry: the oldest packet's contents are sent again, lost or not. */
    @Nullable
    SentPacket oldest() {
        for (long n = sent.first(); n < sent.end(); n++) {
            SentPacket packet = sent.get(n);
            if (packet != null && !packet.lost && packet.carries()) {
                return packet;
            }
        }
        return null;
    }

    /**
     * An acknowledgement has arrived.
     *
     * @param nextNumber the number of the next packet to be sent
     * @return whether it is possible
     */
    boolean acknowledged(UdpAckFrame ack, long nextNumber, long nowNs) {
        if (ack.largest() >= nextNumber) {
            return false;
        }
        boolean used = window.used();
        sample(ack, nowNs);
        boolean any = false;
        for (int i = 0; i < ack.count(); i++) {
            long to = Math.min(ack.last(i), sent.end() - 1);
            for (long n = Math.max(ack.first(i), sent.first()); n <= to; n++) {
                SentPacket packet = sent.get(n);
                if (packet != null) {
                    any |= !packet.lost;
                    arrived(packet, used, nowNs);
                }
            }
        }
        largestAcked = Math.max(largestAcked, ack.largest());
        if (any) {
            ptoCount = 0;
            probesDue = 0;
        }
        findLost(nowNs);
        return true;
    }

    private void sample(UdpAckFrame ack, long nowNs) {
        SentPacket newest = sent.get(ack.largest());
        if (newest != null && ack.largest() > largestAcked) {
            roundTrip.sample(nowNs - newest.sentNs, ack.delayUs() * 1000);
            firstSampleNs = Math.min(firstSampleNs, nowNs);
        }
    }

    private void arrived(SentPacket packet, boolean used, long nowNs) {
        sent.remove(packet.number);
        if (packet.lost) {
            statistics.packetsSpuriouslyLost++;
        } else {
            open--;
            window.left(packet.bytes);
            window.control().acked(packet.bytes, packet.sentNs, used, nowNs, roundTrip);
        }
        owner.acked(packet);
    }

    /** {@return whether a timer is to run at all} */
    boolean timed() {
        return lossPending || open > 0;
    }

    /** {@return when {@link #timeout} is to be called; only when a timer is to run} */
    long timeoutNs() {
        return lossPending
                ? lossAtNs
                : lastAskingNs + Math.min(roundTrip.ptoNs() << Math.min(ptoCount, 20), LONGEST_PTO_NS);
    }

    /** The timer may have expired. */
    void timeout(long nowNs) {
        if (!timed() || nowNs < timeoutNs()) {
            return;
        }
        if (lossPending) {
            findLost(nowNs);
            return;
        }
        ptoCount++;
        probesDue = PROBES;
        statistics.probes++;
        // The timer restarts even if no probe can be sent now.
        lastAskingNs = nowNs;
    }

    private void findLost(long nowNs) {
        lossPending = false;
        long delayNs = Math.max(9 * Math.max(roundTrip.smoothedNs(), roundTrip.latestNs()) / 8, PathRtt.GRANULARITY_NS);
        long forgetNs = LOST_MEMORY_PTOS * roundTrip.ptoNs();
        SentPacket firstLost = null;
        SentPacket lastLost = null;
        boolean unbroken = true;
        for (long n = sent.first(); n < sent.end() && n <= largestAcked; n++) {
            SentPacket packet = sent.get(n);
            if (packet == null) {
                unbroken &= firstLost == null;
            } else if (packet.lost) {
                if (nowNs - packet.lostNs > forgetNs) {
                    sent.remove(n);
                }
            } else if (n <= largestAcked - PACKET_THRESHOLD || nowNs - packet.sentNs >= delayNs) {
                lose(packet, nowNs);
                if (!packet.mtuProbe) {
                    firstLost = firstLost == null ? packet : firstLost;
                    lastLost = packet;
                }
            } else {
                long atNs = packet.sentNs + delayNs;
                lossAtNs = lossPending ? Math.min(lossAtNs, atNs) : atNs;
                lossPending = true;
            }
        }
        if (firstLost != null && lastLost != null) {
            window.control().congested(lastLost.sentNs, nowNs);
            if (unbroken && isPersistent(firstLost, lastLost)) {
                window.control().persistentlyCongested();
            }
        }
    }

    private void lose(SentPacket packet, long nowNs) {
        packet.lost = true;
        packet.lostNs = nowNs;
        open--;
        statistics.packetsLost++;
        window.left(packet.bytes);
        owner.lost(packet);
    }

    /**
     * RFC 9002, section 7.6. Gaps of packets that require no acknowledgement hide congestion here, so that too much may
     * be sent.
     */
    private boolean isPersistent(SentPacket first, SentPacket last) {
        return first.sentNs > firstSampleNs
                && last.sentNs - first.sentNs > PERSISTENT_CONGESTION_THRESHOLD * roundTrip.ptoNs();
    }
}
