package chaski.transport.udp.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Asks a dialler whose packets come from another address than before to show that it is there.
 *
 * @param clientId the dialler's connection id
 * @param token what to send back
 */
public record Challenge(long clientId, Token token) {

    private static final int BODY_BYTES = 8 + Token.BYTES;

    /**
     * Writes the whole datagram.
     *
     * @param out empty
     */
    public void encode(ByteBuffer out) {
        out.put(Datagram.CHALLENGE).putLong(clientId);
        token.encode(out);
        Datagram.seal(out);
    }

    /**
     * Reads what follows the type.
     *
     * @param in from after the type to before the checksum
     * @return the question, or {@code null} when it is not of the form
     */
    public static @Nullable Challenge decode(ByteBuffer in) {
        return in.remaining() == BODY_BYTES ? new Challenge(in.getLong(), Token.decode(in)) : null;
    }
}
