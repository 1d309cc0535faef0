package chaski.transport.tcp;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/**
 * Sets the options of sockets and builds the pipeline between a socket and its link: encryption, if there is any, in front of the
 * link's handler.
 */
final class ChannelSetup {

    /** The most connections that wait to be accepted; the kernel's own limit applies if it is lower. */
    private static final int BACKLOG = 1024;

    /** Never reached: the user of a link decides how much it holds, and Netty's own signals would only cost time. */
    private static final WriteBufferWaterMark NO_WATER_MARK =
            new WriteBufferWaterMark(Integer.MAX_VALUE - 1, Integer.MAX_VALUE);

    private static final SharedReceiveBuffer RECEIVE_BUFFERS = new SharedReceiveBuffer();

    private ChannelSetup() {}

    /** {@return the family whose sockets reach the address} */
    static SocketProtocolFamily family(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
    }

    /** Prepares a socket that is connected or about to be; it reads nothing yet. */
    static void connection(SocketChannel channel) {
        channel.config()
                .setAutoRead(false)
                // A peer that ends its direction may still read.
                .setAllowHalfClosure(true)
                // Small writes are coalesced before they reach the socket, which must then send them immediately.
                .setTcpNoDelay(true)
                .setKeepAlive(true)
                // Never used on the hot path, and the pooled one is slow to start, see Staging.
                .setAllocator(UnpooledByteBufAllocator.DEFAULT)
                .setRecvByteBufAllocator(RECEIVE_BUFFERS)
                .setWriteBufferWaterMark(NO_WATER_MARK);
    }

    /** Adds encryption to the pipeline. It collects bytes until a record is complete, so it needs receive buffers of its own. */
    static void encryption(SocketChannel channel, ChannelHandler... tls) {
        channel.config().setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator());
        channel.pipeline().addLast(tls);
    }

    /** Adds the handler of a link to the end of its connection's pipeline. */
    static void link(SocketChannel channel, ChannelHandler events) {
        channel.pipeline().addLast(events);
    }

    /** Closes a channel that was never used. */
    static void discard(Channel channel) {
        if (channel.isRegistered()) {
            channel.close();
        } else {
            channel.unsafe().closeForcibly();
        }
    }

    /** Prepares a socket that is about to listen. */
    static void listener(ServerSocketChannel channel, ChannelHandler acceptor) {
        // A node that restarts binds its port although old connections still time out on it.
        channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
        channel.config().setBacklog(BACKLOG);
        channel.pipeline().addLast(acceptor);
    }
}
