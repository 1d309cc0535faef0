package chaski.transport.udp.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the dialler to ask again, with this token: so the listener knows that the address is the dialler's.
 *
 * @param clientId from the request
 * @param token what to send back
 */
public record Retry(long clientId, Token token) {

    private static final int BODY_BYTES = 8 + Token.BYTES;

    /**
     * Writes the whole datagram.
     *
     * @param out empty
     */
    public void encode(ByteBuffer out) {
        out.put(Datagram.RETRY).putLong(clientId);
        token.encode(out);
        Datagram.seal(out);
    }

    /**
     * Reads what follows the type.
     *
     * @param in from after the type to before the checksum
     * @return the answer, or {@code null} when it is not of the form
     */
    public static @Nullable Retry decode(ByteBuffer in) {
        return in.remaining() == BODY_BYTES ? new Retry(in.getLong(), Token.decode(in)) : null;
    }
}
