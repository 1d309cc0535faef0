package chaski.transport.udp;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;

/** Sockets of Linux, by Netty's native library: one system call sends or receives many datagrams. */
final class EpollUdpSockets implements UdpSockets {

    /**
     * {@return whether the native library is present and works}
     *
     * <p>If it does not work, Netty keeps the reason forever: an exception with the stack of the first caller. So a thread without classes of
     * this module on its stack calls first, and a bundle that is replaced leaves nothing behind.
     */
    static boolean available() {
        Thread first = new Thread(Epoll::isAvailable, "chaski-udp-epoll");
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
    public DatagramChannel open(SocketProtocolFamily family) {
        EpollDatagramChannel channel = new EpollDatagramChannel(family);
        channel.config().setMaxDatagramPayloadSize(DatagramReceiveBuffers.DATAGRAM_BYTES);
        channel.config().setRecvByteBufAllocator(DatagramReceiveBuffers.MANY_AT_ONCE);
        return channel;
    }
}
