package chaski.transport.udp.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a connection.
 *
 * @param clientId from the request
 * @param code the reason
 */
public record RefusedDatagram(long clientId, int code) {

    /** The port is bound, but accepts no new connections. */
    public static final int NOT_LISTENING = 1;

    /** The request is of a version that the listener does not support. */
    public static final int VERSION = 2;

    /** The listener has reached its limit of connections. */
    public static final int FULL = 3;

    private static final int BODY_BYTES = 8 + 1;

    /**
     * Writes the whole datagram.
     *
     * @param out empty
     */
    public void encode(ByteBuffer out) {
        out.put(DatagramFormat.REFUSED).putLong(clientId).put((byte) code);
        DatagramFormat.seal(out);
    }

    /**
     * Reads what follows the type.
     *
     * @param in from after the type to before the checksum
     * @return the answer, or {@code null} if it is malformed
     */
    public static @Nullable RefusedDatagram decode(ByteBuffer in) {
        return in.remaining() == BODY_BYTES ? new RefusedDatagram(in.getLong(), Byte.toUnsignedInt(in.get())) : null;
    }
}
