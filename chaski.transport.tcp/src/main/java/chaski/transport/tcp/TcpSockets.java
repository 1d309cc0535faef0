package chaski.transport.tcp;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;

/** Makes the sockets of one kind, and what an I/O thread needs to wait for them. Stateless, thread-safe. */
interface TcpSockets {

    /**
     * Chooses native epoll where its classes and its library are there, otherwise NIO. Neither the module path nor an OSGi
     * framework need have Netty's epoll, so its absence shows as a missing class.
     */
    static TcpSockets best() {
        try {
            return EpollTcpSockets.available() ? new EpollTcpSockets() : new NioTcpSockets();
        } catch (NoClassDefFoundError absent) {
            return new NioTcpSockets();
        }
    }

    /** {@return what lets an event loop wait for these sockets} */
    IoHandlerFactory ioHandlers();

    /** {@return how long a link may let small messages gather before it writes on; 0 when threads do not wait for so short a time} */
    long coalescingNs();

    /** {@return a socket that is not connected} */
    SocketChannel connecting(SocketProtocolFamily family);

    /** {@return a socket that is not bound} */
    ServerSocketChannel listening(SocketProtocolFamily family);
}
