package chaski.testkit.network;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Decides which datagrams pass, before the line does anything to them. */
@FunctionalInterface
public interface DatagramFilter {

    /**
     * Decides about one datagram.
     *
     * @param from where it says that it comes from
     * @param to where it goes
     * @param datagram its bytes, to be left as they are
     * @return whether it passes; otherwise it is lost
     */
    boolean passes(InetSocketAddress from, InetSocketAddress to, ByteBuffer datagram);
}
