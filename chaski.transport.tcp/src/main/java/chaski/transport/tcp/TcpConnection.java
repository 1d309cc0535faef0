package chaski.transport.tcp;

import chaski.api.transport.LinkHandler;
import chaski.api.transport.TransportErrors;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The state of one link and all that happens on it. Confined to the link's I/O thread.
 *
 * <p>Work is done in <em>turns</em>: a turn asks the handler to write if that was requested, passes the written buffers to the kernel,
 * reports which were released, and repeats while there is more. A handler that writes from {@link LinkHandler#onReleased} is thus called
 * again by the loop instead of by itself, and all buffers of a round cost one system call. After a few rounds the I/O thread serves its
 * other work, reading first of all. A call on the I/O thread is followed by a turn anyway; only other threads queue a task.
 *
 * <p>When the peer ends its direction, the link sends its pending bytes and closes. {@link #closeAfterWrites} sends them, ends its own
 * direction, and continues to read until the peer ends, too. Closing with unread bytes in the kernel would make TCP answer with a
 * reset, which discards at the peer what it has not read yet.
 */
final class TcpConnection extends ChannelInboundHandlerAdapter implements TcpSendQueue.Owner {

    /** With writes of 256 KiB, 2 MiB are sent before the I/O thread reads again. */
    private static final int ROUNDS_PER_TURN = 8;

    private enum Phase {
        OPEN,
        /** Sends its pending bytes, accepts no others. */
        DRAINING,
        CLOSING,
        OVER
    }

    private final SocketChannel channel;
    private final SingleThreadIoEventLoop loop;
    private final long lingerMs;
    private final TcpLink link;
    private final Optional<LinkTls> tls;
    private final AtomicBoolean writeRequested;
    private final CompletableFuture<Void> closed;
    private final TcpSendQueue outbox;
    private final HandlerNotifier notifier;
    private final EarlyBytes early = new EarlyBytes();
    private final WriteCoalescing coalescing;
    private final Runnable turn = this::takeTurn;
    private final Runnable nextTurn;
    private final Runnable turnAfterDelay = this::takeTurnAfterDelay;

    private Phase phase = Phase.OPEN;
    private @Nullable LinkHandler handler;
    private @Nullable Throwable cause;
    private @Nullable Future<?> linger;
    private boolean inTurn;
    private boolean delayed;
    private boolean reading;
    private boolean abandoned;
    private boolean inputEnded;
    private boolean endingOutput;
    private boolean channelClosed;

    /**
     * Creates the state of a link.
     *
     * @param channel its channel, connected
     * @param loop its I/O thread
     * @param lingerMs how long it may take to send its pending bytes before it closes
     * @param coalescingNs how long it may delay small writes, or 0
     * @param link the link, for messages
     * @param tls encrypts the bytes, if the link is encrypted
     * @param writeRequested set by any thread that requests a turn
     * @param closed to be completed when the link has ended
     */
    TcpConnection(
            SocketChannel channel,
            SingleThreadIoEventLoop loop,
            long lingerMs,
            long coalescingNs,
            TcpLink link,
            Optional<LinkTls> tls,
            AtomicBoolean writeRequested,
            CompletableFuture<Void> closed) {
        this.channel = channel;
        this.loop = loop;
        this.lingerMs = lingerMs;
        this.link = link;
        this.tls = tls;
        this.writeRequested = writeRequested;
        this.closed = closed;
        this.outbox = new TcpSendQueue(channel, this);
        this.notifier = new HandlerNotifier(outbox, link);
        this.coalescing = new WriteCoalescing(coalescingNs);
        this.nextTurn = () -> loop.execute(turn);
    }

    /** Adds itself to the pipeline. */
    void attach() {
        tls.ifPresentOrElse(secured -> secured.attach(channel), () -> TlsDetector.attach(channel));
        ChannelSetup.link(channel, this);
        // Not immediately: the channel must first release the buffers, and a call of the handler may have to return.
        channel.closeFuture().addListener(done -> {
            channelClosed = true;
            loop.execute(turn);
        });
    }

    /** {@return the task that takes a turn; any thread may queue it} */
    Runnable turn() {
        return turn;
    }

    /** {@return whether the call that runs on the I/O thread is followed by a turn, so that none need be queued} */
    boolean turnFollows() {
        return inTurn || reading;
    }

    /** Begins to read and to call the handler. */
    void begin(LinkHandler newHandler) {
        handler = newHandler;
        ByteBuf first = early.take();
        if (first != null) {
            deliver(newHandler, first);
            delivered(newHandler);
        }
        if (phase == Phase.OVER) {
            notifier.closed(newHandler, cause);
            return;
        }
        if (inputEnded) {
            drain();
        } else if (phase != Phase.CLOSING) {
            channel.config().setAutoRead(true);
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

    /** Closes a link that its user never receives; the peer may still receive why. */
    void abandon() {
        abandonUnlessStarted();
        closeNow(null);
    }

    void close() {
        abandon();
        tls.ifPresent(LinkTls::abort);
        turnSoon();
    }

    void closeAfterWrites() {
        abandonUnlessStarted();
        drain();
        turnSoon();
    }

    @Override
    public void progressed() {
        turnSoon();
    }

    @Override
    public void failed(Throwable failure) {
        if (TlsErrors.isConsequence(failure)) {
            // The call in progress reports next what ended TLS, usually an alert of the peer; that is the cause to
            // report.
            loop.execute(() -> broke(failure));
        } else {
            broke(failure);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            received(bytes);
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        LinkHandler h = handler;
        if (h != null && reading) {
            delivered(h);
            takeTurn();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputEnded = true;
            if (handler != null || abandoned) {
                drain();
                turnSoon();
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        broke(tls.map(secured -> secured.explained(failure)).orElse(failure));
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
                if (delayWrite()) {
                    break;
                }
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
            endOutput();
        }
        if (channelClosed && !outbox.holds() && phase != Phase.OVER) {
            finish();
        }
    }

    /** Delays the next write if nothing else is to be done now; returns true if so. */
    private boolean delayWrite() {
        if (delayed || !coalescing.isDue() || outbox.unflushed() || releaseDue()) {
            return false;
        }
        delayed = true;
        loop.schedule(turnAfterDelay, coalescing.waitNs(), TimeUnit.NANOSECONDS);
        return true;
    }

    private void takeTurnAfterDelay() {
        delayed = false;
        takeTurn();
    }

    /** Writes, flushes and reports once; returns true if there is more to do now. */
    private boolean round() {
        LinkHandler h = handler;
        try {
            if (h != null && writeWanted()) {
                // An exchange, not just a store: it makes everything visible that happened before the request.
                writeRequested.getAndSet(false);
                long before = outbox.given();
                h.onWritable();
                coalescing.wrote(outbox.given() - before);
            }
            outbox.flush();
            if (h != null && releaseDue()) {
                notifier.released(h);
            }
        } catch (Throwable thrown) {
            closeNow(thrown);
        }
        return outbox.unflushed() || (h != null && (writeWanted() || releaseDue()));
    }

    private boolean writeWanted() {
        return phase == Phase.OPEN && !delayed && writeRequested.get();
    }

    private boolean releaseDue() {
        return phase != Phase.OVER && notifier.releaseDue();
    }

    /** Receives bytes from the peer; keeps them if the link is not started yet. */
    void received(ByteBuf bytes) {
        if (phase == Phase.CLOSING || phase == Phase.OVER) {
            return;
        }
        LinkHandler h = handler;
        if (h != null) {
            deliver(h, bytes);
        } else if (!abandoned && !early.add(bytes)) {
            broke(new IllegalStateException(
                    "more than " + EarlyBytes.MAX_BYTES + " bytes arrived before the link was started"));
        }
    }

    private void deliver(LinkHandler h, ByteBuf bytes) {
        reading = true;
        try {
            h.onBytes(SharedReceiveBuffer.view(bytes));
        } catch (Throwable thrown) {
            closeNow(thrown);
        }
    }

    private void delivered(LinkHandler h) {
        try {
            if (phase != Phase.CLOSING) {
                h.onReadComplete();
            }
        } catch (Throwable thrown) {
            closeNow(thrown);
        }
        reading = false;
    }

    private void drain() {
        if (phase != Phase.OPEN) {
            return;
        }
        phase = Phase.DRAINING;
        linger = loop.schedule(() -> closeNow(null), lingerMs, TimeUnit.MILLISECONDS);
        if (!inputEnded) {
            channel.config().setAutoRead(true);
        }
    }

    /** Everything was sent: ends this direction, or the link if the other direction has ended, too. */
    private void endOutput() {
        if (inputEnded) {
            closeNow(null);
        } else if (!channel.isOutputShutdown() && !endingOutput) {
            endingOutput = true;
            tls.ifPresentOrElse(secured -> secured.endOutput(this::shutdownOutput), this::shutdownOutput);
        }
    }

    private void shutdownOutput() {
        channel.shutdownOutput().addListener(done -> {
            if (!done.isSuccess()) {
                closeNow(null);
            }
        });
    }

    /** The connection failed. After the peer has ended its direction, that only means that it no longer reads either. */
    private void broke(Throwable failure) {
        closeNow(inputEnded ? null : TransportErrors.broken(link.local(), link.remote(), failure));
    }

    /** The link will not be started any more. */
    private void abandonUnlessStarted() {
        if (handler == null) {
            abandoned = true;
            early.take();
        }
    }

    private void closeNow(@Nullable Throwable why) {
        if (phase == Phase.CLOSING || phase == Phase.OVER) {
            return;
        }
        phase = Phase.CLOSING;
        cause = why;
        tls.ifPresentOrElse(LinkTls::close, channel::close);
    }

    private void finish() {
        Future<?> timer = linger;
        if (timer != null) {
            timer.cancel(false);
        }
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
