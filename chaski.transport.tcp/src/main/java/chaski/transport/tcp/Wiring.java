package chaski.transport.tcp;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;

/**
 * Sets the options of sockets and lines up what stands between a socket and its link: today nothing. What encrypts goes here, in front
 * of the link's events, for both directions of dialling alike; the pipeline then needs receive buffers of its own
 * ({@link ReceiveBuffers}), and the link is told of when the handshake is done.
 */
final class Wiring {

    /** The most connections that wait to be accepted; the kernel's own limit counts if it is lower. */
    private static final int BACKLOG = 1024;

    /** Never reached: what a link may hold is decided by the one who writes, and Netty's own signals only cost. */
    private static final WriteBufferWaterMark NO_WATER_MARK =
            new WriteBufferWaterMark(Integer.MAX_VALUE - 1, Integer.MAX_VALUE);

    private static final ReceiveBuffers RECEIVE_BUFFERS = new ReceiveBuffers();

    private Wiring() {}

    /** Prepares a socket that is connected or about to be; it reads nothing yet. */
    static void connection(SocketChannel channel) {
        channel.config()
                .setAutoRead(false)
                // The end of what the peer sends is not the end of what it reads.
                .setAllowHalfClosure(true)
                // Small writes are put together before they reach the socket; what reaches it must leave.
                .setTcpNoDelay(true)
                .setKeepAlive(true)
                // Never used on the hot path, and the pooled one is slow to start, see Staging.
                .setAllocator(UnpooledByteBufAllocator.DEFAULT)
                .setRecvByteBufAllocator(RECEIVE_BUFFERS)
                .setWriteBufferWaterMark(NO_WATER_MARK);
    }

    /** Puts a link's events at the end of its connection's pipeline. */
    static void link(SocketChannel channel, ChannelHandler events) {
        channel.pipeline().addLast(events);
    }

    /** Closes a channel that never became of use. */
    static void discard(Channel channel) {
        if (channel.isRegistered()) {
            channel.close();
        } else {
            channel.unsafe().closeForcibly();
        }
    }

    /** Prepares a socket that is about to listen. */
    static void listener(ServerSocketChannel channel, ChannelHandler acceptance) {
        // A node that comes back takes its port although old connections still time out on it.
        channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
        channel.config().setBacklog(BACKLOG);
        channel.pipeline().addLast(acceptance);
    }
}
