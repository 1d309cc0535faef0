package chaski.transport.udp.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Receives the events of a connection. Every call is made within {@link UdpConnection#receive}, {@link
 * UdpConnection#timeout} or {@link UdpConnection#start}.
 */
public interface ConnectionEvents {

    /**
     * Bytes of the stream, in order.
     *
     * @param bytes at least one; valid only during the call
     */
    void onBytes(ByteBuffer bytes);

    /** The other side sends no more bytes, and all were reported. */
    void onEnd();

    /**
     * A datagram of the other side's user.
     *
     * @param bytes valid only during the call
     */
    void onDatagram(ByteBuffer bytes);

    /**
     * The connection has ended, and not because this side closed it. No call follows.
     *
     * @param problem the error, or {@code null} if the other side closed it in an orderly way
     * @param reset whether the other side reset it, or does not know it any more
     */
    void onClosed(@Nullable String problem, boolean reset);
}
