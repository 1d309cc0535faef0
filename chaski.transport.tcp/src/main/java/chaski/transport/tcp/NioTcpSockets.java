package chaski.transport.tcp;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.channels.spi.SelectorProvider;

/** Sockets of the JDK, on every platform. */
final class NioTcpSockets implements TcpSockets {

    @Override
    public IoHandlerFactory ioHandlers() {
        return NioIoHandler.newFactory();
    }

    /** A selector waits for whole milliseconds: at full speed that would delay megabytes. */
    @Override
    public long coalescingNs() {
        return 0;
    }

    @Override
    public SocketChannel connecting(SocketProtocolFamily family) {
        return new NioSocketChannel(SelectorProvider.provider(), family);
    }

    @Override
    public ServerSocketChannel listening(SocketProtocolFamily family) {
        return new NioServerSocketChannel(SelectorProvider.provider(), family);
    }
}
