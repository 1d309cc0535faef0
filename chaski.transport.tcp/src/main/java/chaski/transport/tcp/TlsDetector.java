package chaski.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes a peer that uses TLS on a link that does not: the first bytes are a record of a handshake or an alert (RFC 8446, section
 * 5.1). Without it the users of the link would only see bytes that they cannot read. Examines the first bytes that arrive, once, then
 * leaves the pipeline. Confined to the link's I/O thread.
 */
final class TlsDetector extends ChannelInboundHandlerAdapter {

    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int HEADER_BYTES = 5;

    /** A client sends its greeting and waits: no record of it is longer than this. */
    private static final int LONGEST_RECORD = 16 * 1024;

    private static final int ALERT_BYTES = 2;

    /** Adds itself to the pipeline of a link that is not encrypted. */
    static void attach(SocketChannel channel) {
        channel.pipeline().addLast(new TlsDetector());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        String found = found((ByteBuf) message);
        if (found == null) {
            context.pipeline().remove(this);
            context.fireChannelRead(message);
        } else {
            ReferenceCountUtil.release(message);
            context.fireExceptionCaught(new SSLException(found));
        }
    }

    private static @Nullable String found(ByteBuf bytes) {
        int at = bytes.readerIndex();
        if (bytes.readableBytes() < HEADER_BYTES || bytes.getByte(at + 1) != 3 || bytes.getByte(at + 2) > 4) {
            return null;
        }
        int length = bytes.getUnsignedShort(at + 3);
        return switch (bytes.getByte(at)) {
            case HANDSHAKE ->
                length > 0 && length <= LONGEST_RECORD
                        ? "the other side uses TLS, and this node does not; it needs an identity to connect to this one, or that one"
                        : null;
            case ALERT ->
                length == ALERT_BYTES && bytes.readableBytes() == HEADER_BYTES + ALERT_BYTES
                        ? "the other side requires TLS; this node needs an identity of its trust domain"
                        : null;
            default -> null;
        };
    }
}
