package chaski.testkit.network;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Decides which datagrams pass, before the line is applied to them. */
@FunctionalInterface
public interface DatagramFilter {

    /**
     * Decides about one datagram.
     *
     * @param from its claimed source
     * @param to its destination
     * @param datagram its bytes, which must not be changed
     * @return true if it passes; otherwise it is lost
     */
    boolean passes(InetSocketAddress from, InetSocketAddress to, ByteBuffer datagram);
}
