package chaski.transport.udp.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Requires the dialler to repeat its request with this token, which proves that it owns the address.
 *
 * @param clientId from the request
 * @param token the token to return
 */
public record RetryDatagram(long clientId, AddressToken token) {

    private static final int BODY_BYTES = 8 + AddressToken.BYTES;

    /**
     * Writes the whole datagram.
     *
     * @param out empty
     */
    public void encode(ByteBuffer out) {
        out.put(DatagramFormat.RETRY).putLong(clientId);
        token.encode(out);
        DatagramFormat.seal(out);
    }

    /**
     * Reads what follows the type.
     *
     * @param in from after the type to before the checksum
     * @return the answer, or {@code null} if it is malformed
     */
    public static @Nullable RetryDatagram decode(ByteBuffer in) {
        return in.remaining() == BODY_BYTES ? new RetryDatagram(in.getLong(), AddressToken.decode(in)) : null;
    }
}
