package chaski.transport.udp;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;

/** Creates sockets of one kind, and the I/O handlers that event loops need for them. Stateless, thread-safe. */
interface UdpSockets {

    /**
     * Chooses native epoll where its classes and its library are present, otherwise NIO. Netty's epoll is optional on the module path and
     * in OSGi, so its absence shows as a missing class.
     */
    static UdpSockets best() {
        try {
            return EpollUdpSockets.available() ? new EpollUdpSockets() : new NioUdpSockets();
        } catch (NoClassDefFoundError absent) {
            return new NioUdpSockets();
        }
    }

    /** {@return the I/O handlers of event loops for these sockets} */
    IoHandlerFactory ioHandlers();

    /** {@return a socket that is not bound, its receive buffers set} */
    DatagramChannel open(SocketProtocolFamily family);

    /**
     * Makes the system and routers drop datagrams that are too large, instead of fragmenting them.
     *
     * @param channel the socket
     * @return whether that is possible here
     */
    boolean forbidFragments(DatagramChannel channel);
}
