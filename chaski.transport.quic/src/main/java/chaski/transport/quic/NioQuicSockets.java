package chaski.transport.quic;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.SegmentedDatagramPacketAllocator;

/** Sockets of the JDK, on every platform. */
final class NioQuicSockets implements QuicSockets {

    @Override
    public IoHandlerFactory ioHandlers() {
        return NioIoHandler.newFactory();
    }

    @Override
    public DatagramChannel open(SocketProtocolFamily family) {
        NioDatagramChannel channel = new NioDatagramChannel(family);
        channel.config().setRecvByteBufAllocator(QuicReceiveBuffers.PACKETS);
        return channel;
    }

    @Override
    public SegmentedDatagramPacketAllocator segments() {
        return SegmentedDatagramPacketAllocator.NONE;
    }
}
