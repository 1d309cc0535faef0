package chaski.transport.quic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicDatagramExtensionEvent;
import io.netty.handler.codec.quic.QuicPathEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Receives the events of one QUIC connection and passes them to what it is at the time: a handshake, later a link. Remembers why it ended.
 * Confined to the connection's I/O thread.
 */
final class QuicEvents extends ChannelInboundHandlerAdapter {

    /** Receives the events. No method may close the connection at once: the library is in the middle of something. */
    interface Stage {

        /** Both ends are authenticated, as far as this one knows; the acceptor may still refuse the dialler. */
        default void established() {}

        /** The address of the dialler has changed. */
        default void moved() {}

        /** The other end has opened a stream, whose first bytes have arrived. */
        void stream(QuicStreamChannel stream);

        /** A datagram has arrived. */
        void datagram(ByteBuf bytes);

        /** The connection has ended; called as a task of its own. */
        void ended();
    }

    private final QuicCounters counters;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private Stage stage;
    private @Nullable QuicChannel channel;
    private @Nullable QuicConnectionCloseEvent close;
    private @Nullable Throwable failure;
    private int datagramBytes;

    QuicEvents(QuicCounters counters, Stage first) {
        this.counters = counters;
        this.stage = first;
    }

    /** Passes all further events to another stage. */
    void stage(Stage next) {
        stage = next;
    }

    /** {@return the connection, once there is one} */
    Optional<QuicChannel> channel() {
        return Optional.ofNullable(channel);
    }

    /** {@return how the other end closed the connection, if it did} */
    Optional<QuicConnectionCloseEvent> close() {
        return Optional.ofNullable(close);
    }

    /** {@return the first failure that this end found, if there was one} */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** {@return the size of the largest datagram that the other end accepts and one packet carries; 0 for none} */
    int datagramBytes() {
        return datagramBytes;
    }

    /** {@return done when the connection has ended} */
    CompletableFuture<Void> over() {
        return over;
    }

    /** Closes the connection as soon as the library has finished what it is doing. */
    void close(QuicClose why) {
        QuicChannel open = channel;
        if (open != null) {
            open.eventLoop().execute(() -> open.close(true, why.code(), Unpooled.EMPTY_BUFFER));
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        QuicChannel added = (QuicChannel) context.channel();
        channel = added;
        // Not at once: the channel must first release buffers, and a call of a handler may have to return.
        added.closeFuture().addListener(done -> added.eventLoop().execute(() -> {
            stage.ended();
            over.complete(null);
        }));
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        stage.established();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof QuicStreamChannel stream) {
            stage.stream(stream);
        } else {
            ByteBuf datagram = (ByteBuf) message;
            try {
                stage.datagram(datagram);
            } finally {
                datagram.release();
            }
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof QuicConnectionCloseEvent closed) {
            close = closed;
            // At once: the library would wait for three probe timeouts, in which nothing can happen any more.
            context.channel().eventLoop().execute(context.channel()::close);
        } else if (event instanceof QuicDatagramExtensionEvent extension) {
            datagramBytes = extension.maxLength();
        } else if (event instanceof QuicPathEvent.PeerMigrated) {
            counters.count(QuicCounter.MOVED);
            stage.moved();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        if (failure == null && !(thrown instanceof ClosedChannelException)) {
            failure = thrown;
        }
    }
}
