package chaski.transport.udp.protocol;

/** A packet that requires an acknowledgement, with its contents, to send them again if it is lost. */
final class SentPacket {

    /** The most pieces of the stream in one packet; more only occur if earlier pieces were divided differently. */
    static final int MAX_PIECES = 4;

    final long number;
    final long sentNs;
    private final long[] pieceFrom = new long[MAX_PIECES];
    private final long[] pieceTo = new long[MAX_PIECES];
    private int pieces;
    int bytes;
    boolean end;
    boolean maxData;
    boolean ackFrequency;
    /** True if it only finds out what the path carries. */
    boolean mtuProbe;
    /** The highest packet number in its ACK, or -1: once this packet has arrived, much lower ones need not be acknowledged again. */
    long acknowledged = -1;

    boolean lost;
    long lostNs;

    SentPacket(long number, long sentNs) {
        this.number = number;
        this.sentNs = sentNs;
    }

    boolean hasRoom() {
        return pieces < MAX_PIECES;
    }

    void add(long from, long to) {
        pieceFrom[pieces] = from;
        pieceTo[pieces] = to;
        pieces++;
    }

    int pieces() {
        return pieces;
    }

    long from(int piece) {
        return pieceFrom[piece];
    }

    long to(int piece) {
        return pieceTo[piece];
    }

    /** {@return whether it carried contents that must arrive} */
    boolean carries() {
        return pieces > 0 || end || maxData;
    }
}
