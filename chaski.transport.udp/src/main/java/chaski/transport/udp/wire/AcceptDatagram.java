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
 * @param largestBytes the largest packet that the listener accepts; 0, and absent from the datagram, if the request named none
 */
public record AcceptDatagram(
        long clientId,
        long serverId,
        long maxData,
        int idleTimeoutMs,
        long resetHigh,
        long resetLow,
        int largestBytes) {

    private static final int BODY_BYTES = 8 + 8 + 8 + 4 + 16;
    private static final int LARGEST_FIELD_BYTES = 2;

    /**
     * Writes the whole datagram.
     *
     * @param out empty
     */
    public void encode(ByteBuffer out) {
        out.put(DatagramFormat.ACCEPT).putLong(clientId).putLong(serverId).putLong(maxData);
        out.putInt(idleTimeoutMs).putLong(resetHigh).putLong(resetLow);
        if (largestBytes > 0) {
            out.putShort((short) largestBytes);
        }
        DatagramFormat.seal(out);
    }

    /**
     * Reads what follows the type.
     *
     * @param in from after the type to before the checksum
     * @return the answer, or {@code null} if it is malformed
     */
    public static @Nullable AcceptDatagram decode(ByteBuffer in) {
        boolean negotiates = in.remaining() == BODY_BYTES + LARGEST_FIELD_BYTES;
        if (in.remaining() != BODY_BYTES && !negotiates) {
            return null;
        }
        AcceptDatagram accept = new AcceptDatagram(
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getInt(),
                in.getLong(),
                in.getLong(),
                negotiates ? Short.toUnsignedInt(in.getShort()) : 0);
        boolean tooSmall = negotiates && accept.largestBytes < DatagramFormat.BASE_BYTES;
        return accept.maxData < 0 || accept.idleTimeoutMs <= 0 || tooSmall ? null : accept;
    }
}
