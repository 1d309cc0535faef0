package chaski.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.util.List;

/** Splits arriving bytes into messages, and notifies the side of changes of its channel. Confined to the event loop. */
final class NettyFrames extends ByteToMessageDecoder {

    private final NettySide side;

    NettyFrames(NettySide side) {
        this.side = side;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        side.active(context.channel());
        super.channelActive(context);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
            throws IOException, InterruptedException {
        while (in.readableBytes() >= HandoffBuffer.LENGTH_BYTES) {
            int length = in.getInt(in.readerIndex());
            if (length < 0 || length > LengthFrameReader.MAX_MESSAGE_BYTES) {
                throw new IOException(
                        "expected a length of 0 to " + LengthFrameReader.MAX_MESSAGE_BYTES + ", got " + length);
            }
            if (in.readableBytes() < HandoffBuffer.LENGTH_BYTES + length) {
                return;
            }
            byte[] message = new byte[length];
            in.skipBytes(HandoffBuffer.LENGTH_BYTES).readBytes(message);
            side.received(message);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        side.writabilityChanged();
        super.channelWritabilityChanged(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        side.writabilityChanged();
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        side.failed(cause);
        context.close();
    }
}
