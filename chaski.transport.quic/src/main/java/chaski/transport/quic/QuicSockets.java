package chaski.transport.quic;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.handler.codec.quic.SegmentedDatagramPacketAllocator;

/** Creates sockets of one kind, and the I/O handlers that event loops need for them. Stateless, thread-safe. */
interface QuicSockets {

    /**
     * Chooses native epoll where its classes and its library are present, otherwise NIO. Netty's epoll is optional on the module path and
     * in OSGi, so its absence shows as a missing class.
     */
    static QuicSockets best() {
        try {
            return EpollQuicSockets.available() ? new EpollQuicSockets() : new NioQuicSockets();
        } catch (NoClassDefFoundError absent) {
            return new NioQuicSockets();
        }
    }

    /** {@return the I/O handlers of event loops for these sockets} */
    IoHandlerFactory ioHandlers();

    /** {@return a socket that is not bound, its receive buffers set} */
    DatagramChannel open(SocketProtocolFamily family);

    /** {@return what passes many packets to the system in one call, if the sockets can} */
    SegmentedDatagramPacketAllocator segments();
}
