package chaski.transport.udp;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;

/** Sockets of Linux, by Netty's native library: one system call takes many datagrams, each way. */
final class EpollSockets implements Sockets {

    /** {@return whether the native library is there and works} */
    static boolean available() {
        return Epoll.isAvailable();
    }

    @Override
    public IoHandlerFactory ioHandlers() {
        return EpollIoHandler.newFactory();
    }

    @Override
    public DatagramChannel open(SocketProtocolFamily family) {
        EpollDatagramChannel channel = new EpollDatagramChannel(family);
        channel.config().setMaxDatagramPayloadSize(ReceiveBuffers.DATAGRAM_BYTES);
        channel.config().setRecvByteBufAllocator(ReceiveBuffers.MANY_AT_ONCE);
        return channel;
    }
}
