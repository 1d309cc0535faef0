package chaski.transport.udp.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Requests a connection. Always of {@link DatagramFormat#BASE_BYTES}, so that any answer is smaller.
 *
 * @param version of this protocol
 * @param clientId the dialler's connection id, random
 * @param maxData how many bytes of the stream the dialler accepts at first
 * @param idleTimeoutMs the silence after which it ends the connection
 * @param token from a {@link RetryDatagram}, or {@code null} in the first attempt
 * @param largestBytes the largest packet that the dialler accepts; 0 if it accepts none above {@link DatagramFormat#BASE_BYTES}
 *     and does not know ACK_FREQUENCY
 */
public record InitialDatagram(
        int version,
        long clientId,
        long maxData,
        int idleTimeoutMs,
        @Nullable AddressToken token,
        int largestBytes) {

    /** The version that this module supports. */
    public static final int VERSION = 1;

    private static final int FIXED_BYTES = 1 + 1 + 8 + 8 + 4 + 1;

    /**
     * Writes the whole datagram.
     *
     * @param out empty, with room for {@link DatagramFormat#BASE_BYTES}
     */
    public void encode(ByteBuffer out) {
        out.put(DatagramFormat.INITIAL).put((byte) version).putLong(clientId);
        out.putLong(maxData).putInt(idleTimeoutMs).put((byte) (token == null ? 0 : AddressToken.BYTES));
        if (token != null) {
            token.encode(out);
        }
        out.putShort((short) largestBytes);
        while (out.position() < DatagramFormat.BASE_BYTES - DatagramFormat.CHECKSUM_BYTES) {
            out.put((byte) 0);
        }
        DatagramFormat.seal(out);
    }

    /**
     * Reads what follows the type.
     *
     * @param in from after the type to before the checksum
     * @return the request, or {@code null} if it is malformed; if its version is another one, only the version and the
     *     id are valid
     */
    public static @Nullable InitialDatagram decode(ByteBuffer in) {
        if (in.limit() != DatagramFormat.BASE_BYTES - DatagramFormat.CHECKSUM_BYTES
                || in.remaining() < FIXED_BYTES - 1) {
            return null;
        }
        int version = Byte.toUnsignedInt(in.get());
        long clientId = in.getLong();
        long maxData = in.getLong();
        int idleTimeoutMs = in.getInt();
        int tokenBytes = Byte.toUnsignedInt(in.get());
        if (version != VERSION) {
            return new InitialDatagram(version, clientId, 0, 0, null, 0);
        }
        if (maxData < 0 || idleTimeoutMs <= 0 || (tokenBytes != 0 && tokenBytes != AddressToken.BYTES)) {
            return null;
        }
        AddressToken token = tokenBytes == 0 ? null : AddressToken.decode(in);
        // The padding of an implementation that does not know this field.
        int largestBytes = Short.toUnsignedInt(in.getShort());
        return largestBytes == 0 || largestBytes >= DatagramFormat.BASE_BYTES
                ? new InitialDatagram(version, clientId, maxData, idleTimeoutMs, token, largestBytes)
                : null;
    }
}
