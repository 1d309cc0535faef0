package chaski.transport.udp.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Receives what happens on a connection. Every call comes from within {@link UdpConnection#receive}, {@link UdpConnection#timeout} or
 * {@link UdpConnection#start}.
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
     * The connection is over, and not because this side closed it. Nothing follows.
     *
     * @param problem what went wrong, or {@code null} if the other side closed it in order
     * @param reset whether the other side broke it off, or does not know it any more
     */
    void onClosed(@Nullable String problem, boolean reset);
}
