package chaski.transport.udp.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The envelope of every datagram: a type first, a checksum last. The checksum begins with a constant that is not sent,
 * so datagrams of other protocols and truncated ones do not pass. Stateless.
 */
public final class DatagramFormat {

    /**
     * What every path on the Internet carries (RFC 9000, section 14). Datagrams that open a connection are no larger, and an
     * {@link InitialDatagram} is no smaller; a packet is larger only after the path has been found to carry it.
     */
    public static final int BASE_BYTES = 1200;

    /**
     * The largest packet that this implementation sends and accepts. It fits into the 65,536 bytes of a loopback interface four times:
     * larger ones save little processor time, and the memory to receive them grows.
     */
    public static final int LARGEST_BYTES = 16_384;

    /** Type and checksum. */
    public static final int MIN_BYTES = 5;

    /** Of the checksum. */
    public static final int CHECKSUM_BYTES = 4;

    /** Type of {@link InitialDatagram}. */
    public static final byte INITIAL = 1;

    /** Type of {@link RetryDatagram}. */
    public static final byte RETRY = 2;

    /** Type of {@link AcceptDatagram}. */
    public static final byte ACCEPT = 3;

    /** Type of {@link RefusedDatagram}. */
    public static final byte REFUSED = 4;

    /** Type of a packet, see {@link PacketHeader}. */
    public static final byte PACKET = 5;

    /** Type of {@link ResetDatagram}. */
    public static final byte RESET = 6;

    /** Type of {@link ChallengeDatagram}. */
    public static final byte CHALLENGE = 7;

    /** Type of {@link MovedDatagram}. */
    public static final byte MOVED = 8;

    private static final byte[] SALT = "chaski-udp-1".getBytes(StandardCharsets.US_ASCII);

    private DatagramFormat() {}

    /**
     * Ends a datagram with its checksum.
     *
     * @param out the datagram from index 0 to its position; with room for the checksum
     */
    public static void seal(ByteBuffer out) {
        out.putInt(checksum(out, out.position()));
    }

    /**
     * Checks an arriving datagram, and removes the checksum from its end.
     *
     * @param in the datagram from index 0 to its limit
     * @return whether it is whole
     */
    public static boolean open(ByteBuffer in) {
        int bytes = in.limit() - CHECKSUM_BYTES;
        if (in.limit() < MIN_BYTES || in.getInt(bytes) != checksum(in, bytes)) {
            return false;
        }
        in.limit(bytes);
        return true;
    }

    private static int checksum(ByteBuffer datagram, int bytes) {
        CRC32C sum = new CRC32C();
        sum.update(SALT);
        sum.update(datagram.duplicate().position(0).limit(bytes));
        return (int) sum.getValue();
    }
}
