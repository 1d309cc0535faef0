package chaski.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/**
 * What Netty provides without further code: {@code writeAndFlush} for each message from the caller's thread, flushes
 * consolidated, native epoll where it loads.
 */
final class NettyContender implements Contender {

    /** The most flushes that are merged into one; Netty's own default. */
    private static final int FLUSHES = FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES;

    /**
     * Callers wait above the size of Chaski's send log and continue below half of it; with a lower limit they would
     * wait more often.
     */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(4 << 20, 8 << 20);

    @Override
    public Side listen(Sink sink) {
        EventLoopGroup group = group();
        NettySide side = new NettySide(group, sink);
        Channel server = new ServerBootstrap()
                .group(group)
                .channel(serverType())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(pipeline(side))
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
        side.endpoint("tcp://127.0.0.1:" + ((InetSocketAddress) server.localAddress()).getPort());
        return side;
    }

    @Override
    public Side connect(String endpoint, Sink sink) {
        URI uri = URI.create(endpoint);
        EventLoopGroup group = group();
        NettySide side = new NettySide(group, sink);
        side.endpoint(endpoint);
        new Bootstrap()
                .group(group)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .handler(pipeline(side))
                .connect(uri.getHost(), uri.getPort())
                .syncUninterruptibly();
        return side;
    }

    private static EventLoopGroup group() {
        IoHandlerFactory factory = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(1, factory);
    }

    private static Class<? extends ServerChannel> serverType() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    private static ChannelInitializer<Channel> pipeline(NettySide side) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline()
                        .addLast(new FlushConsolidationHandler(FLUSHES, true))
                        .addLast(new NettyFrames(side));
            }
        };
    }
}
