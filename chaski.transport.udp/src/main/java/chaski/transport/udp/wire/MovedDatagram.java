package chaski.transport.udp.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Answers a {@link ChallengeDatagram}: the dialler of this connection is at the source address of this datagram.
 *
 * @param serverId the listener's connection id
 * @param token from the challenge
 */
public record MovedDatagram(long serverId, AddressToken token) {

    private static final int BODY_BYTES = 8 + AddressToken.BYTES;

    /**
     * Writes the whole datagram.
     *
     * @param out empty
     */
    public void encode(ByteBuffer out) {
        out.put(DatagramFormat.MOVED).putLong(serverId);
        token.encode(out);
        DatagramFormat.seal(out);
    }

    /**
     * Reads what follows the type.
     *
     * @param in from after the type to before the checksum
     * @return the answer, or {@code null} if it is malformed
     */
    public static @Nullable MovedDatagram decode(ByteBuffer in) {
        return in.remaining() == BODY_BYTES ? new MovedDatagram(in.getLong(), AddressToken.decode(in)) : null;
    }
}
