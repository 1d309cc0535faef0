package chaski.transport.quic;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.handler.codec.quic.EpollQuicUtils;
import io.netty.handler.codec.quic.SegmentedDatagramPacketAllocator;

/** Sockets of Linux, by Netty's native library: one system call sends or receives many packets. */
final class EpollQuicSockets implements QuicSockets {

    /** As many packets of 1,350 bytes as the system takes in one call of 64 KiB. */
    private static final int SEGMENTS = 44;

    /**
     * {@return whether the native library is present and works}
     *
     * <p>If it does not work, Netty keeps the reason forever: an exception with the stack of the first caller. So a thread without classes of
     * this module on its stack calls first, and a bundle that is replaced leaves nothing behind.
     */
    static boolean available() {
        return FirstCall.of("chaski-quic-epoll", Epoll::isAvailable);
    }

    @Override
    public IoHandlerFactory ioHandlers() {
        return EpollIoHandler.newFactory();
    }

    @Override
    public DatagramChannel open(SocketProtocolFamily family) {
        EpollDatagramChannel channel = new EpollDatagramChannel(family);
        channel.config().setMaxDatagramPayloadSize(QuicReceiveBuffers.PACKET_BYTES);
        channel.config().setRecvByteBufAllocator(QuicReceiveBuffers.PACKETS_AT_ONCE);
        return channel;
    }

    @Override
    public SegmentedDatagramPacketAllocator segments() {
        return EpollQuicUtils.newSegmentedAllocator(SEGMENTS);
    }
}
