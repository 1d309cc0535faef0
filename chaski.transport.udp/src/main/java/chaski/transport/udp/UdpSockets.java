package chaski.transport.udp;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;

/** Makes the sockets of one kind, and what an I/O thread needs to wait for them. Stateless, thread-safe. */
interface UdpSockets {

    /**
     * Chooses native epoll where its classes and its library are there, otherwise NIO. Neither the module path nor an OSGi
     * framework need have Netty's epoll, so its absence shows as a missing class.
     */
    static UdpSockets best() {
        try {
            return EpollUdpSockets.available() ? new EpollUdpSockets() : new NioUdpSockets();
        } catch (NoClassDefFoundError absent) {
            return new NioUdpSockets();
        }
    }

    /** {@return what lets an event loop wait for these sockets} */
    IoHandlerFactory ioHandlers();

    /** {@return a socket that is not bound, its receive buffers set} */
    DatagramChannel open(SocketProtocolFamily family);
}
