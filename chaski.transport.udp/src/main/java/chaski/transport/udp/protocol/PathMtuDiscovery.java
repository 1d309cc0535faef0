package chaski.transport.udp.protocol;

import chaski.transport.udp.wire.DatagramFormat;

/**
 * Finds how large datagrams may be on this path: Datagram Packetization Layer Path MTU Discovery, RFC 8899. Sizes are UDP payloads.
 *
 * <p>A connection starts with what every path carries, and sends probes: packets of padding of the next larger usual size, one at a time.
 * A size that is acknowledged is used from then on. A size whose probes are lost three times ends the search for ten minutes, as does the
 * largest one. The loss of a probe is no sign of congestion.
 *
 * <p>A path may carry less later, without a report: a black hole. If full packets are lost in three rounds and none arrives in between,
 * the size returns to the base, and the search begins again. A round begins with the loss of a packet that was sent after the previous
 * loss was found. Congestion causes the same very rarely, and then costs a few packets of the base size.
 */
final class PathMtuDiscovery {

    /** MAX_PROBES, and the number of rounds that make a black hole. */
    private static final int MAX_PROBES = 3;

    /** PMTU_RAISE_TIMER. */
    private static final long RAISE_NS = 600_000_000_000L;

    /**
     * The sizes that are tried: tunnels of 1,420 bytes (WireGuard) over IPv4, Ethernet with IPv6, Ethernet with IPv4, jumbo frames, and the
     * largest that is used, which only loopback and virtual networks carry. In this order: on most paths, few probes are lost.
     */
    private static final int[] SIZES = {1_392, 1_452, 1_472, 8_952, DatagramFormat.LARGEST_BYTES};

    private static final long NONE = -1;

    private final int limitBytes;
    private int bytes = DatagramFormat.BASE_BYTES;
    private int next;
    private int failures;
    private long probe = NONE;
    private boolean searching;
    private long searchAtNs;
    private int lossRounds;
    private long lossFoundNs = Long.MIN_VALUE;

    /**
     * Starts at the base.
     *
     * @param limitBytes the largest packet that both sides handle
     */
    PathMtuDiscovery(int limitBytes) {
        this.limitBytes = limitBytes;
        searching = hasNext();
    }

    /** {@return the size of the largest datagram that may be sent, probes excepted} */
    int bytes() {
        return bytes;
    }

    /** Returns the size of the probe that is due now, or 0 if none is. */
    int probeBytes(long nowNs) {
        if (probe != NONE) {
            return 0;
        }
        if (!searching && nowNs >= searchAtNs && hasNext()) {
            searching = true;
            failures = 0;
        }
        return searching ? SIZES[next] : 0;
    }

    /** The probe that was due has been sent, with this packet number. */
    void probeSent(long number) {
        probe = number;
    }

    /** A packet arrived. */
    void acked(SentPacket packet, long nowNs) {
        if (packet.bytes > DatagramFormat.BASE_BYTES) {
            lossRounds = 0;
        }
        if (packet.number == probe) {
            probe = NONE;
            failures = 0;
            bytes = packet.bytes;
            next++;
            if (!hasNext()) {
                rest(nowNs);
            }
        }
    }

    /** A packet was lost. Returns true if the path has become a black hole, and the size is the base again. */
    boolean lost(SentPacket packet, long nowNs) {
        if (packet.mtuProbe) {
            probeLost(packet, nowNs);
            return false;
        }
        if (packet.bytes <= DatagramFormat.BASE_BYTES || packet.bytes > bytes || packet.sentNs <= lossFoundNs) {
            return false;
        }
        lossFoundNs = nowNs;
        lossRounds++;
        if (lossRounds < MAX_PROBES) {
            return false;
        }
        lossRounds = 0;
        bytes = DatagramFormat.BASE_BYTES;
        next = 0;
        failures = 0;
        probe = NONE;
        searching = true;
        return true;
    }

    private void probeLost(SentPacket packet, long nowNs) {
        if (packet.number != probe) {
            return;
        }
        probe = NONE;
        failures++;
        if (failures >= MAX_PROBES) {
            rest(nowNs);
        }
    }

    private void rest(long nowNs) {
        searching = false;
        searchAtNs = nowNs + RAISE_NS;
    }

    private boolean hasNext() {
        return next < SIZES.length && SIZES[next] <= limitBytes;
    }
}
