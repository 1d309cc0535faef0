package chaski.testkit.network;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Receives the datagrams of a {@link DatagramSocket}. Called as events of its process. */
public interface DatagramReceiver {

    /**
     * A datagram arrived.
     *
     * @param datagram from index 0 to its limit; valid only during the call
     * @param from its claimed source
     */
    void onDatagram(ByteBuffer datagram, InetSocketAddress from);

    /**
     * A datagram that was sent reached a port without a socket.
     *
     * @param to its destination
     */
    void onUnreachable(InetSocketAddress to);
}
