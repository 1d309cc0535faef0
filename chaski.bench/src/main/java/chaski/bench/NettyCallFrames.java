package chaski.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.util.List;

/** Splits arriving bytes into calls or results. Confined to the event loop. */
abstract class NettyCallFrames extends ByteToMessageDecoder {

    private static final int LENGTH_BYTES = 4;
    private static final int INITIAL_BYTES = 64;

    /** One frame arrived. */
    abstract void received(ChannelHandlerContext context, long id, int method, ByteBuf in);

    static ByteBuf begin(ByteBufAllocator allocator, long id, int method) {
        return allocator.buffer(INITIAL_BYTES).writeInt(0).writeLong(id).writeByte(method);
    }

    static ByteBuf end(ByteBuf frame) {
        return frame.setInt(0, frame.readableBytes() - LENGTH_BYTES);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws IOException {
        while (in.readableBytes() >= LENGTH_BYTES) {
            int length = in.getInt(in.readerIndex());
            if (length < 0 || length > LengthFrameReader.MAX_MESSAGE_BYTES) {
                throw new IOException(
                        "expected a length of 0 to " + LengthFrameReader.MAX_MESSAGE_BYTES + ", got " + length);
            }
            if (in.readableBytes() < LENGTH_BYTES + length) {
                return;
            }
            in.skipBytes(LENGTH_BYTES);
            received(context, in.readLong(), in.readUnsignedByte(), in);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
