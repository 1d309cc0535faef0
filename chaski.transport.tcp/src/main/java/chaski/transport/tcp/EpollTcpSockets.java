package chaski.transport.tcp;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;

/** Sockets of Linux, by Netty's native library: fewer system calls and less garbage than NIO. */
final class EpollTcpSockets implements TcpSockets {

    /**
     * {@return whether the native library is present and works}
     *
     * <p>If it does not work, Netty keeps the reason forever: an exception with the stack of the first caller. So a thread without classes of
     * this module on its stack calls first, and a bundle that is replaced leaves nothing behind.
     */
    static boolean available() {
        Thread first = new Thread(Epoll::isAvailable, "chaski-tcp-epoll");
        first.setDaemon(true);
        first.setContextClassLoader(null);
        first.start();
        try {
            first.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // then the next line is the first caller
        }
        return Epoll.isAvailable();
    }

    @Override
    public IoHandlerFactory ioHandlers() {
        return EpollIoHandler.newFactory();
    }

    @Override
    public long coalescingNs() {
        return WriteCoalescing.WAIT_NS;
    }

    @Override
    public SocketChannel connecting(SocketProtocolFamily family) {
        return new EpollSocketChannel(family);
    }

    @Override
    public ServerSocketChannel listening(SocketProtocolFamily family) {
        return new EpollServerSocketChannel(family);
    }
}
