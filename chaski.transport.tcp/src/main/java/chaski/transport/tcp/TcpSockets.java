package chaski.transport.tcp;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;

/** Creates sockets of one kind, and the I/O handlers that event loops need for them. Stateless, thread-safe. */
interface TcpSockets {

    /**
     * Chooses native epoll where its classes and its library are present, otherwise NIO. Netty's epoll is optional on the module path and
     * in OSGi, so its absence shows as a missing class.
     */
    static TcpSockets best() {
        try {
            return EpollTcpSockets.available() ? new EpollTcpSockets() : new NioTcpSockets();
        } catch (NoClassDefFoundError absent) {
            return new NioTcpSockets();
        }
    }

    /** {@return the I/O handlers of event loops for these sockets} */
    IoHandlerFactory ioHandlers();

    /** {@return how long a link may delay small writes; 0 if the timers of its event loop are not that precise} */
    long coalescingNs();

    /** {@return a socket that is not connected} */
    SocketChannel connecting(SocketProtocolFamily family);

    /** {@return a socket that is not bound} */
    ServerSocketChannel listening(SocketProtocolFamily family);
}
