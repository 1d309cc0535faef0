package chaski.transport.quic;

import chaski.api.transport.LinkHandler;
import chaski.api.transport.TransportErrors;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamResetException;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The state of one link and all that happens on it. Confined to the link's I/O thread.
 *
 * <p>Work is done in <em>turns</em>: a turn asks the handler to write if that was requested, passes what it wrote to the QUIC library,
 * reports which buffers were released, and repeats while there is more. A handler that writes from {@link LinkHandler#onReleased} is thus
 * called again by the loop instead of by itself. After a few rounds the I/O thread serves its other work, reading first of all. A call on
 * the I/O thread is followed by a turn anyway; only other threads queue a task.
 *
 * <p>A QUIC connection that is closed loses what was not received. So when links end after their writes, each end sends what it has and
 * ends its direction of the stream; {@link QuicEnding} decides when the connection may be closed.
 */
final class QuicConnection extends ChannelInboundHandlerAdapter implements QuicSendQueue.Owner, QuicEvents.Stage {

    /** With writes of 256 KiB, 2 MiB are passed on before the I/O thread reads again. */
    private static final int ROUNDS_PER_TURN = 8;

    private enum Phase {
        OPEN,
        /** Sends its pending bytes, accepts no others. */
        DRAINING,
        CLOSING,
        OVER
    }

    private final QuicEvents events;
    private final QuicStreamChannel stream;
    private final SingleThreadIoEventLoop loop;
    private final QuicReactor reactor;
    private final QuicLink link;
    private final QuicDatagrams datagrams;
    private final QuicEnding ending;
    private final AtomicBoolean writeRequested;
    private final CompletableFuture<Void> closed;
    private final QuicSendQueue outbox;
    private final QuicNotifier notifier;
    private final QuicReader reader;
    private final Runnable turn = this::takeTurn;
    private final Runnable nextTurn;

    private Phase phase = Phase.OPEN;
    private @Nullable LinkHandler handler;
    private @Nullable Throwable cause;
    private @Nullable Future<?> linger;
    private boolean inTurn;
    private boolean abandoned;
    private boolean over;

    /**
     * Creates the state of a link.
     *
     * @param parts its connection, established, and its stream
     * @param reactor the resources of the transport
     * @param link the link, for messages
     * @param writeRequested set by any thread that requests a turn
     * @param closed to be completed when the link has ended
     */
    QuicConnection(
            QuicLink.Parts parts,
            QuicReactor reactor,
            QuicLink link,
            AtomicBoolean writeRequested,
            CompletableFuture<Void> closed) {
        this.events = parts.events();
        this.stream = parts.stream();
        this.loop = parts.loop();
        this.reactor = reactor;
        this.link = link;
        this.writeRequested = writeRequested;
        this.closed = closed;
        // the first byte of the acceptor's stream only opens it
        this.reader = new QuicReader(!stream.isLocalCreated(), thrown -> closeNow(thrown, QuicClose.FAILED));
        this.outbox = new QuicSendQueue(stream, this);
        this.ending = new QuicEnding(events, stream, reactor.lingerMs());
        this.notifier = new QuicNotifier(outbox, link);
        this.datagrams = new QuicDatagrams(
                stream.parent(),
                reactor.counters(),
                events.datagramBytes(),
                reactor.codecs().idleMs(),
                new QuicPathCheck(loop, outbox::given, reader::received, this::stalled));
        this.nextTurn = () -> loop.execute(turn);
    }

    /** Takes over the events of the connection and its stream. */
    void attach() {
        events.stage(this);
        QuicStreams.prepare(stream, this);
    }

    /** {@return the task that takes a turn; any thread may queue it} */
    Runnable turn() {
        return turn;
    }

    /** {@return whether the call that runs on the I/O thread is followed by a turn, so that none need be queued} */
    boolean turnFollows() {
        return inTurn || reader.reading();
    }

    /** Begins to call the handler. */
    void begin(LinkHandler newHandler) {
        handler = newHandler;
        if (reader.deliverKept(newHandler)) {
            delivered(newHandler);
        }
        if (phase == Phase.OVER) {
            notifier.closed(newHandler, cause);
            return;
        }
        if (ending.inputEnded()) {
            drain();
        } else if (phase != Phase.CLOSING) {
            stream.config().setAutoRead(true);
        }
        takeTurn();
    }

    void write(ByteBuffer[] buffers, int count) {
        if (phase == Phase.OPEN) {
            outbox.put(buffers, count);
        } else {
            outbox.discard(buffers, count);
        }
        turnSoon();
    }

    int largestDatagramBytes() {
        return datagrams.largestBytes();
    }

    boolean sendDatagram(ByteBuffer bytes) {
        return phase == Phase.OPEN && datagrams.send(bytes);
    }

    void close() {
        abandonUnlessStarted();
        closeNow(null, QuicClose.CLOSED);
        turnSoon();
    }

    void closeAfterWrites() {
        abandonUnlessStarted();
        drain();
        turnSoon();
    }

    /** Nothing is left at the other side, or nothing more arrives there. */
    void unreachable() {
        closeNow(QuicErrors.reset(link.local(), link.remote()), QuicClose.FAILED);
    }

    @Override
    public void moved() {
        datagrams.moved();
    }

    private void stalled() {
        reactor.counters().count(QuicCounter.STALLED);
        unreachable();
    }

    @Override
    public void progressed() {
        turnSoon();
    }

    @Override
    public void failed(Throwable failure) {
        if (failure instanceof ClosedChannelException || failure instanceof ChannelOutputShutdownException) {
            return; // the end of the connection follows, and has the reason
        }
        broke(failure);
    }

    @Override
    public void stream(QuicStreamChannel mark) {
        ending.peerReceivedAll();
        turnSoon();
    }

    @Override
    public void datagram(ByteBuf bytes) {
        if (phase == Phase.OPEN) {
            try {
                datagrams.receive(bytes, handler);
            } catch (Throwable thrown) {
                closeNow(thrown, QuicClose.FAILED);
            }
            turnSoon();
        }
    }

    @Override
    public void ended() {
        if (phase == Phase.OPEN || phase == Phase.DRAINING) {
            cause = QuicErrors.ended(
                    link.local(), link.remote(), events, reactor.codecs().idleMs());
            phase = Phase.CLOSING;
        }
        over();
    }

    /** The connection takes and brings nothing more. */
    private void over() {
        if (!over) {
            over = true;
            takeTurn();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            reader.skipOpener(bytes);
            if (bytes.isReadable()) {
                received(bytes);
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        LinkHandler h = handler;
        if (h != null && reader.reading()) {
            delivered(h);
            takeTurn();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            ending.endInput();
            if (handler != null || abandoned) {
                drain();
                turnSoon();
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (failure instanceof QuicStreamResetException reset) {
            closeNow(
                    reset.applicationProtocolCode() == QuicClose.FAILED.code()
                            ? QuicErrors.reset(link.local(), link.remote())
                            : null,
                    QuicClose.CLOSED);
        } else {
            failed(failure);
        }
    }

    private void turnSoon() {
        if (!turnFollows()) {
            loop.execute(turn);
        }
    }

    private void takeTurn() {
        inTurn = true;
        try {
            for (int round = 1; round(); round++) {
                if (round == ROUNDS_PER_TURN) {
                    // Queued only after the tasks of this pass, so that the thread polls its sockets in between.
                    loop.executeAfterEventLoopIteration(nextTurn);
                    break;
                }
            }
        } finally {
            inTurn = false;
        }
        if (phase == Phase.DRAINING && !outbox.holds()) {
            ending.endOutput();
            if (ending.complete()) {
                closeNow(null, QuicClose.COMPLETE);
            }
        }
        if (over && !outbox.holds() && phase != Phase.OVER) {
            finish();
        }
    }

    /** Writes and reports once; returns true if there is more to do now. */
    private boolean round() {
        LinkHandler h = handler;
        try {
            if (h != null && writeWanted()) {
                // An exchange, not just a store: it makes everything visible that happened before the request.
                writeRequested.getAndSet(false);
                h.onWritable();
            }
            if (h != null && releaseDue()) {
                notifier.released(h);
            }
        } catch (Throwable thrown) {
            closeNow(thrown, QuicClose.FAILED);
        }
        return h != null && (writeWanted() || releaseDue());
    }

    private boolean writeWanted() {
        return phase == Phase.OPEN && writeRequested.get();
    }

    private boolean releaseDue() {
        return phase != Phase.OVER && notifier.releaseDue();
    }

    private void received(ByteBuf bytes) {
        if (phase == Phase.CLOSING || phase == Phase.OVER) {
            return;
        }
        LinkHandler h = handler;
        if (h != null) {
            reader.deliver(h, bytes);
        } else if (!abandoned && !reader.keep(bytes)) {
            stream.config().setAutoRead(false);
        }
    }

    private void delivered(LinkHandler h) {
        reader.delivered(phase == Phase.CLOSING ? null : h);
    }

    private void drain() {
        if (phase != Phase.OPEN) {
            return;
        }
        phase = Phase.DRAINING;
        linger = loop.schedule(() -> closeNow(null, QuicClose.CLOSED), reactor.lingerMs(), TimeUnit.MILLISECONDS);
        stream.config().setAutoRead(true);
    }

    /** The stream failed. After the peer has ended its direction, that only means that it no longer reads either. */
    private void broke(Throwable failure) {
        closeNow(
                ending.inputEnded() ? null : TransportErrors.broken(link.local(), link.remote(), failure),
                QuicClose.FAILED);
    }

    /** The link will not be started any more. */
    private void abandonUnlessStarted() {
        if (handler == null) {
            abandoned = true;
            reader.drop();
        }
    }

    private void closeNow(@Nullable Throwable why, QuicClose code) {
        if (phase == Phase.CLOSING || phase == Phase.OVER) {
            return;
        }
        phase = Phase.CLOSING;
        cause = why;
        ending.endNow(code, this::over);
    }

    private void finish() {
        Future<?> timer = linger;
        if (timer != null) {
            timer.cancel(false);
        }
        datagrams.end();
        LinkHandler h = handler;
        if (h != null) {
            notifier.last(h, cause, () -> phase = Phase.OVER);
        } else if (abandoned) {
            phase = Phase.OVER;
        } else {
            // The peer ended the link before it was started; starting it reports the end.
            return;
        }
        closed.complete(null);
    }
}
