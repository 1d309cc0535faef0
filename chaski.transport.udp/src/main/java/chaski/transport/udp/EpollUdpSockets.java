package chaski.transport.udp;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.IntegerUnixChannelOption;

/** Sockets of Linux, by Netty's native library: one system call sends or receives many datagrams. */
final class EpollUdpSockets implements UdpSockets {

    /** Not to fragment, and to ignore what the system has learned about the path, as probes find that out. */
    private static final int IP_PMTUDISC_PROBE = 3;

    private static final ChannelOption<Integer> IP_MTU_DISCOVER =
            new IntegerUnixChannelOption("IP_MTU_DISCOVER", 0, 10);

    private static final ChannelOption<Integer> IPV6_MTU_DISCOVER =
            new IntegerUnixChannelOption("IPV6_MTU_DISCOVER", 41, 23);

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

    /** Sockets of IPv6 also send to IPv4 addresses, and have both options. */
    @Override
    public boolean forbidFragments(DatagramChannel channel) {
        boolean forV4 = probe(channel, IP_MTU_DISCOVER);
        boolean forV6 = probe(channel, IPV6_MTU_DISCOVER);
        return forV4 || forV6;
    }

    private static boolean probe(DatagramChannel channel, ChannelOption<Integer> option) {
        try {
            return channel.config().setOption(option, IP_PMTUDISC_PROBE);
        } catch (ChannelException unknown) {
            return false;
        }
    }
}
