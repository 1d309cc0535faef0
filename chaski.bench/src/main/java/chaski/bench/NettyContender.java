package chaski.bench;

import io.netty.channel.EventLoopGroup;

/**
 * What Netty provides without further code: {@code writeAndFlush} for each message from the caller's thread, flushes
 * consolidated, native epoll where it loads.
 */
final class NettyContender implements Contender {

    @Override
    public Side listen(Sink sink) {
        EventLoopGroup group = NettyChannels.group();
        NettySide side = new NettySide(group, sink);
        side.endpoint(NettyChannels.endpoint(NettyChannels.listen(group, () -> new NettyFrames(side))));
        return side;
    }

    @Override
    public Side connect(String endpoint, Sink sink) {
        EventLoopGroup group = NettyChannels.group();
        NettySide side = new NettySide(group, sink);
        side.endpoint(endpoint);
        NettyChannels.connect(group, endpoint, () -> new NettyFrames(side));
        return side;
    }
}
