package chaski.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection whose handshake fails. The first handler of its pipeline, in front of the encryption.
 *
 * <p>If the peer ends its direction during the handshake, nothing can follow, and the connection closes. If this end has refused the
 * handshake, it delivers the alert before the connection closes.
 *
 * <p>A client of TLS 1.3 sends data before the server has judged its certificate. Closing with bytes unread makes TCP reset the
 * connection, and the reset overtakes the alert. Therefore this end sends the alert, ends its direction, and discards what arrives until
 * the peer ends, too, for as long as links linger, and reads no more than {@value #MOST_BYTES} bytes; what comes after them stays in the
 * kernel. Until then the link is open, and is counted as such. Confined to the link's I/O thread.
 */
final class FailedHandshake extends ChannelDuplexHandler {

    /** More than a client sends before it learns of the refusal. To discard it costs no more than the handshake did. */
    static final int MOST_BYTES = 1024 * 1024;

    /** A fatal alert, "unexpected message", in a record that is not encrypted: RFC 8446, sections 5.1 and 6. */
    private static final byte[] NOT_TLS = {21, 3, 3, 0, 2, 2, 10};

    private final SslHandler tls;
    private final long longestMs;
    private @Nullable Future<?> timer;
    private boolean lingering;
    private int discarded;

    /**
     * Creates the handler.
     *
     * @param tls the encryption
     * @param longestMs how long the peer may take to receive the alert
     */
    FailedHandshake(SslHandler tls, long longestMs) {
        this.tls = tls;
        this.longestMs = longestMs;
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (lingering) {
            context.channel().closeFuture().addListener(closed -> promise.trySuccess());
            return;
        }
        Throwable refusal = tls.handshakeFuture().cause();
        if (refusal == null
                || !TlsErrors.isAlerted(refusal)
                || !context.channel().isActive()) {
            context.close(promise);
            return;
        }
        lingering = true;
        context.channel().closeFuture().addListener(closed -> promise.trySuccess());
        timer = context.executor().schedule(() -> end(context), longestMs, TimeUnit.MILLISECONDS);
        context.channel().config().setAutoRead(false);
        // Written after the alert, if TLS has written one: what is written last is sent last.
        context.writeAndFlush(TlsErrors.isNotTls(refusal) ? Unpooled.wrappedBuffer(NOT_TLS) : Unpooled.EMPTY_BUFFER)
                .addListener(sent -> ((SocketChannel) context.channel()).shutdownOutput());
        context.read();
    }

    /** Closes the connection if it waits for the peer to end. */
    void abort(ChannelHandlerContext context) {
        if (lingering) {
            end(context);
        }
    }

    private void end(ChannelHandlerContext context) {
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
        context.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (lingering) {
            discarded += ((ByteBuf) message).readableBytes();
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!lingering) {
            context.fireChannelReadComplete();
        } else if (discarded < MOST_BYTES) {
            context.read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        boolean ended = event == ChannelInputShutdownEvent.INSTANCE;
        if (ended && (lingering || !tls.handshakeFuture().isDone())) {
            end(context);
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (lingering) {
            end(context);
        } else {
            context.fireExceptionCaught(failure);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
        context.fireChannelInactive();
    }
}
