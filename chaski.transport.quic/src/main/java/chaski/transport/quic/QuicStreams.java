package chaski.transport.quic;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** Sets the options of sockets, connections and streams. */
final class QuicStreams {

    /** For pipelines that need one. */
    static final ChannelHandler UNUSED = new Unused();

    /** A request to the system, which may grant less: what arrives while the I/O thread is busy waits there, or is lost. */
    private static final int KERNEL_BUFFER_BYTES = 4 << 20;

    private QuicStreams() {}

    /** {@return the family whose sockets reach the address} */
    static SocketProtocolFamily family(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
    }

    /** Prepares a socket. */
    static void socket(DatagramChannel channel) {
        channel.config().setAllocator(UnpooledByteBufAllocator.DEFAULT);
        channel.config().setOption(ChannelOption.SO_RCVBUF, KERNEL_BUFFER_BYTES);
        channel.config().setOption(ChannelOption.SO_SNDBUF, KERNEL_BUFFER_BYTES);
    }

    /** Prepares a connection. */
    static void connection(QuicChannel channel) {
        channel.config().setAllocator(UnpooledByteBufAllocator.DEFAULT);
        // the deadline of the attempt is enough
        channel.config().setConnectTimeoutMillis(0);
    }

    /** Prepares the stream of a link and begins to read. */
    static void prepare(QuicStreamChannel stream, ChannelHandler events) {
        stream.config()
                // a peer that ends its direction may still read
                .setAllowHalfClosure(true)
                .setAllocator(UnpooledByteBufAllocator.DEFAULT)
                .setRecvByteBufAllocator(QuicReceiveBuffers.STREAM);
        stream.pipeline().addLast(events);
        if (!stream.isRegistered()) {
            stream.parent().eventLoop().register(stream);
        }
        stream.read();
    }

    /** Closes a socket that is not needed. */
    static void discard(DatagramChannel socket) {
        if (socket.isRegistered()) {
            socket.close();
        } else {
            socket.unsafe().closeForcibly();
        }
    }

    /** Prepares a connection and passes its events on. */
    static final class Setup extends ChannelInitializer<QuicChannel> {

        private final QuicEvents events;

        Setup(QuicEvents events) {
            this.events = events;
        }

        @Override
        protected void initChannel(QuicChannel channel) {
            connection(channel);
            channel.pipeline().addLast(events);
        }
    }

    @Sharable
    private static final class Unused extends ChannelInboundHandlerAdapter {}
}
