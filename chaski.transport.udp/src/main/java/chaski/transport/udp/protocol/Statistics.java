package chaski.transport.udp.protocol;

/** What one connection has done so far; for reports, not for decisions. */
public final class Statistics {

    long packetsSent;
    long packetsReceived;
    long packetsLost;
    long packetsSpuriouslyLost;
    long packetsRepeated;
    long probes;
    long bytesRetransmitted;
    long blackHoles;

    Statistics() {}

    /** {@return packets sent, of whatever contents} */
    public long packetsSent() {
        return packetsSent;
    }

    /** {@return packets received, not counting repeated ones} */
    public long packetsReceived() {
        return packetsReceived;
    }

    /** {@return packets declared lost} */
    public long packetsLost() {
        return packetsLost;
    }

    /** {@return packets declared lost and acknowledged later} */
    public long packetsSpuriouslyLost() {
        return packetsSpuriouslyLost;
    }

    /** {@return packets that were ignored because they had arrived before, or arrived too late to know} */
    public long packetsRepeated() {
        return packetsRepeated;
    }

    /** {@return probe timeouts} */
    public long probes() {
        return probes;
    }

    /** {@return how often the path ceased to carry packets of the size that was found} */
    public long blackHoles() {
        return blackHoles;
    }

    /** {@return bytes of the stream that were sent again} */
    public long bytesRetransmitted() {
        return bytesRetransmitted;
    }
}
