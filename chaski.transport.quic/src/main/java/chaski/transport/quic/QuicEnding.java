package chaski.transport.quic;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * How a link ends. In order, both ends end their direction of the stream. When the dialler has received the end of the acceptor's, it
 * opens and ends another stream, its mark. The acceptor, which then knows that everything has arrived in both directions, closes the
 * connection. Without the mark, the last bytes of the acceptor could be lost with the connection.
 *
 * <p>At once, this end closes the connection. But while the congestion window is full, the QUIC library sends nothing, not even that, and
 * forgets it. Then this end resets the stream, which is repeated until it arrives, and the other end closes the connection. Confined to the
 * link's I/O thread.
 */
final class QuicEnding {

    /** As many bytes in the window certainly have room for the frame that closes a connection. */
    private static final int ROOM_BYTES = 4_096;

    private final QuicEvents events;
    private final QuicStreamChannel stream;
    private final long lingerMs;
    private final boolean acceptor;
    private boolean inputEnded;
    private boolean outputEnded;
    private boolean peerReceivedAll;

    QuicEnding(QuicEvents events, QuicStreamChannel stream, long lingerMs) {
        this.events = events;
        this.stream = stream;
        this.lingerMs = lingerMs;
        this.acceptor = stream.isLocalCreated();
    }

    /** {@return whether everything that the other end has sent has been received} */
    boolean inputEnded() {
        return inputEnded;
    }

    /** The other end has ended its direction. */
    void endInput() {
        inputEnded = true;
        if (!acceptor) {
            stream.parent()
                    .createStream(QuicStreamType.UNIDIRECTIONAL, QuicStreams.UNUSED)
                    .addListener(created -> {
                        if (created.isSuccess()) {
                            ((QuicStreamChannel) created.getNow()).shutdownOutput();
                        }
                    });
        }
    }

    /** Everything was passed on: ends this direction. */
    void endOutput() {
        if (!outputEnded) {
            outputEnded = true;
            stream.shutdownOutput();
        }
    }

    /** The mark of the dialler has arrived. */
    void peerReceivedAll() {
        peerReceivedAll = true;
    }

    /** {@return whether the connection may be closed, since everything has arrived in both directions} */
    boolean complete() {
        return acceptor && inputEnded && outputEnded && peerReceivedAll;
    }

    /**
     * Ends the connection at once, whatever is still to be sent.
     *
     * @param code the reason
     * @param released called as soon as no buffer is held, if the connection itself lasts a little longer
     */
    void endNow(QuicClose code, Runnable released) {
        if (stream.bytesBeforeUnwritable() >= ROOM_BYTES) {
            events.close(code);
            return;
        }
        EventLoop loop = stream.eventLoop();
        // as a task: the library may be in the middle of something
        loop.execute(() -> {
            stream.shutdown(code.code()).addListener(reset -> stream.close().addListener(closed -> released.run()));
            Future<?> deadline = loop.schedule(() -> events.close(code), lingerMs, TimeUnit.MILLISECONDS);
            events.over().thenRun(() -> deadline.cancel(false));
        });
    }
}
