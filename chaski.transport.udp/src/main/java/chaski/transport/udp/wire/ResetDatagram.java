package chaski.transport.udp.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reports that a connection is not known any more. It is valid only with the secret that was sent when the connection was granted, so that
 * an attacker off the path cannot end a connection.
 *
 * @param serverId the connection id of the packet that it answers
 * @param resetHigh first half of the secret
 * @param resetLow second half
 */
public record ResetDatagram(long serverId, long resetHigh, long resetLow) {

    /**
     * The length on the wire. The packet that it answers is longer, so that two sides do not answer each other forever.
     */
    public static final int BYTES = 1 + 8 + 16 + DatagramFormat.CHECKSUM_BYTES;

    private static final int BODY_BYTES = 8 + 16;

    /**
     * Writes the whole datagram.
     *
     * @param out empty
     */
    public void encode(ByteBuffer out) {
        out.put(DatagramFormat.RESET).putLong(serverId).putLong(resetHigh).putLong(resetLow);
        DatagramFormat.seal(out);
    }

    /**
     * Reads what follows the type.
     *
     * @param in from after the type to before the checksum
     * @return its contents, or {@code null} if it is malformed
     */
    public static @Nullable ResetDatagram decode(ByteBuffer in) {
        return in.remaining() == BODY_BYTES ? new ResetDatagram(in.getLong(), in.getLong(), in.getLong()) : null;
    }
}
