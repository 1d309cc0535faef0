package chaski.transport.udp.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Requires a dialler whose packets come from a new address to prove that it owns that address.
 *
 * @param clientId the dialler's connection id
 * @param token the token to return
 */
public record ChallengeDatagram(long clientId, AddressToken token) {

    private static final int BODY_BYTES = 8 + AddressToken.BYTES;

    /**
     * Writes the whole datagram.
     *
     * @param out empty
     */
    public void encode(ByteBuffer out) {
        out.put(DatagramFormat.CHALLENGE).putLong(clientId);
        token.encode(out);
        DatagramFormat.seal(out);
    }

    /**
     * Reads what follows the type.
     *
     * @param in from after the type to before the checksum
     * @return the challenge, or {@code null} if it is malformed
     */
    public static @Nullable ChallengeDatagram decode(ByteBuffer in) {
        return in.remaining() == BODY_BYTES ? new ChallengeDatagram(in.getLong(), AddressToken.decode(in)) : null;
    }
}
