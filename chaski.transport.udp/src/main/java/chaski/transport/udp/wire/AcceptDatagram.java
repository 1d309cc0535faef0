package chaski.transport.udp.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Grants a connection.
 *
 * @param clientId from the request
 * @param serverId the listener's connection id, random and unique among its connections
 * @param maxData how many bytes of the stream the listener accepts at first
 * @param idleTimeoutMs the silence after which it ends the connection
 * @param resetHigh first half of the secret that a {@link ResetDatagram} for this connection must contain
 * @param resetLow second half
 */
public record AcceptDatagram(
        long clientId, long serverId, long maxData, int idleTimeoutMs, long resetHigh, long resetLow) {

    private static final int BODY_BYTES = 8 + 8 + 8 + 4 + 16;

    /**
     * Writes the whole datagram.
     *
     * @param out empty
     */
    public void encode(ByteBuffer out) {
        out.put(DatagramFormat.ACCEPT).putLong(clientId).putLong(serverId).putLong(maxData);
        out.putInt(idleTimeoutMs).putLong(resetHigh).putLong(resetLow);
        DatagramFormat.seal(out);
    }

    /**
     * Reads what follows the type.
     *
     * @param in from after the type to before the checksum
     * @return the answer, or {@code null} if it is malformed
     */
    public static @Nullable AcceptDatagram decode(ByteBuffer in) {
        if (in.remaining() != BODY_BYTES) {
            return null;
        }
        AcceptDatagram accept =
                new AcceptDatagram(in.getLong(), in.getLong(), in.getLong(), in.getInt(), in.getLong(), in.getLong());
        return accept.maxData < 0 || accept.idleTimeoutMs <= 0 ? null : accept;
    }
}
