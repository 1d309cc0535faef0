package chaski.transport.udp;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;

/** Sockets of the JDK, on every platform. */
final class NioUdpSockets implements UdpSockets {

    @Override
    public IoHandlerFactory ioHandlers() {
        return NioIoHandler.newFactory();
    }

    @Override
    public DatagramChannel open(SocketProtocolFamily family) {
        NioDatagramChannel channel = new NioDatagramChannel(family);
        channel.config().setRecvByteBufAllocator(DatagramReceiveBuffers.ONE_BY_ONE);
        return channel;
    }

    /** The option exists since Java 19. */
    @Override
    public boolean forbidFragments(DatagramChannel channel) {
        try {
            for (ChannelOption<?> option : channel.config().getOptions().keySet()) {
                if (option.name().endsWith("IP_DONTFRAGMENT")) {
                    @SuppressWarnings("unchecked") // its type by the JDK's documentation
                    ChannelOption<Boolean> dontFragment = (ChannelOption<Boolean>) option;
                    return channel.config().setOption(dontFragment, true);
                }
            }
        } catch (ChannelException unsupported) {
            return false;
        }
        return false;
    }
}
