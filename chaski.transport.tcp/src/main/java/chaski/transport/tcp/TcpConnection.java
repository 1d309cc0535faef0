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
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The state of one link and all that happens on it. Confined to the link's I/O thread.
 *
 * <p>Work is done in <em>turns</em>: a turn asks the handler to write when that was requested, passes what it wrote to the
 * kernel, tells it what was released, and goes round again while there is more. So a handler that writes from
 * {@link LinkHandler#onReleased} is called again by that loop and not by itself, and however many buffers it writes, the system is
 * called once for all. After a few rounds the I/O thread looks after its other work, reading first of all. A call that already
 * runs on the I/O thread is followed by a turn anyway; only others cost a task.
 *
 * <p>The end of the peer's bytes lets the link send what it holds, then it closes. {@link #closeAfterWrites} sends, ends its own
 * direction, and goes on reading until the peer ends too. If it closed with unread bytes in the kernel, TCP would answer
 * with a reset, and that destroys at the peer what it had not read yet.
 */
final class TcpConnection extends ChannelInboundHandlerAdapter implements TcpSendQueue.Owner {

    /** With writes of 256 KiB, 2 MiB go out before the link's own and others' input is looked at again. */
    private static final int ROUNDS_PER_TURN = 8;

    private enum Phase {
        OPEN,
        /** Sends what it holds, takes nothing new. */
        DRAINING,
        CLOSING,
        OVER
    }

    private final SocketChannel channel;
    private final SingleThreadIoEventLoop loop;
    private final long lingerMs;
    private final TcpLink link;
    private final AtomicBoolean writeRequested;
    private final CompletableFuture<Void> closed;
    private final TcpSendQueue outbox;
    private final HandlerNotifier reports;
    private final EarlyBytes early = new EarlyBytes();
    private final WriteCoalescing gathering;
    private final Runnable turn = this::takeTurn;
    private final Runnable nextTurn;
    private final Runnable turnAfterGathering = this::takeTurnAfterGathering;

    private Phase phase = Phase.OPEN;
    private @Nullable LinkHandler handler;
    private @Nullable Throwable cause;
    private @Nullable Future<?> linger;
    private boolean inTurn;
    private boolean gathers;
    private boolean reading;
    private boolean abandoned;
    private boolean inputEnded;
    private boolean channelClosed;

    /**
     * Makes the state of a link.
     *
     * @param channel its channel, connected
     * @param loop its I/O thread
     * @param lingerMs how long it may take to send what it was given before it closes
     * @param gatherNs how long it may let small messages gather, or 0
     * @param link whose state it is, for messages
     * @param writeRequested set by any thread that asks for a turn
     * @param closed to be completed when the link is over
     */
    TcpConnection(
            SocketChannel channel,
            SingleThreadIoEventLoop loop,
            long lingerMs,
            long gatherNs,
            TcpLink link,
            AtomicBoolean writeRequested,
            CompletableFuture<Void> closed) {
        this.channel = channel;
        this.loop = loop;
        this.lingerMs = lingerMs;
        this.link = link;
        this.writeRequested = writeRequested;
        this.closed = closed;
        this.outbox = new TcpSendQueue(channel, this);
        this.reports = new HandlerNotifier(outbox, link);
        this.gathering = new WriteCoalescing(gatherNs);
        this.nextTurn = () -> loop.execute(turn);
    }

    /** Takes its place in the pipeline. */
    void attach() {
        ChannelSetup.link(channel, this);
        // Not at once: the channel has yet to let go of the buffers, and a call of the handler may have to return.
        channel.closeFuture().addListener(done -> {
            channelClosed = true;
            loop.execute(turn);
        });
    }

    /** {@return the task that takes a turn; any thread may queue it} */
    Runnable turn() {
        return turn;
    }

    /** {@return whether the call that runs on the I/O thread is followed by a turn} */
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
            reports.closed(newHandler, cause);
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

    void close() {
        abandonUnlessStarted();
        closeNow(null);
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
        broke(failure);
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
        broke(failure);
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
                if (letGather()) {
                    break;
                }
                if (round == ROUNDS_PER_TURN) {
                    // Queued only after the tasks of this pass have run: so the thread polls its sockets in between.
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

    /** Puts off asking the handler again, if nothing else is to be done now. */
    private boolean letGather() {
        if (gathers || !gathering.isDue() || outbox.unflushed() || releaseDue()) {
            return false;
        }
        gathers = true;
        loop.schedule(turnAfterGathering, gathering.waitNs(), TimeUnit.NANOSECONDS);
        return true;
    }

    private void takeTurnAfterGathering() {
        gathers = false;
        takeTurn();
    }

    /** Asks, sends and tells once, and returns whether there is more to do at once. */
    private boolean round() {
        LinkHandler h = handler;
        try {
            if (h != null && writeWanted()) {
                // An exchange, not just a store: it sees all that those who requested it have done before.
                writeRequested.getAndSet(false);
                long before = outbox.given();
                h.onWritable();
                gathering.wrote(outbox.given() - before);
            }
            outbox.flush();
            if (h != null && releaseDue()) {
                reports.released(h);
            }
        } catch (Throwable thrown) {
            closeNow(thrown);
        }
        return outbox.unflushed() || (h != null && (writeWanted() || releaseDue()));
    }

    private boolean writeWanted() {
        return phase == Phase.OPEN && !gathers && writeRequested.get();
    }

    private boolean releaseDue() {
        return phase != Phase.OVER && reports.releaseDue();
    }

    /** Takes bytes of the peer; keeps them if the link is not started yet. */
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
            h.onBytes(view(bytes));
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

    private static ByteBuffer view(ByteBuf bytes) {
        int from = bytes.readerIndex();
        int length = bytes.readableBytes();
        ByteBuffer view =
                bytes.nioBufferCount() == 1 ? bytes.internalNioBuffer(from, length) : bytes.nioBuffer(from, length);
        return view.order(ByteOrder.BIG_ENDIAN);
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

    /** Everything was sent: ends this direction, or the link when the other direction is at its end too. */
    private void endOutput() {
        if (inputEnded) {
            closeNow(null);
        } else if (!channel.isOutputShutdown()) {
            channel.shutdownOutput().addListener(done -> {
                if (!done.isSuccess()) {
                    closeNow(null);
                }
            });
        }
    }

    /** The connection failed. After the end of the peer's bytes that is how a peer says that it reads no more either. */
    private void broke(Throwable failure) {
        closeNow(inputEnded ? null : TransportErrors.broken(link.local(), link.remote(), failure));
    }

    /** Nobody will start the link any more. */
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
        channel.close();
    }

    private void finish() {
        Future<?> timer = linger;
        if (timer != null) {
            timer.cancel(false);
        }
        LinkHandler h = handler;
        if (h != null) {
            reports.last(h, cause, () -> phase = Phase.OVER);
        } else if (abandoned) {
            phase = Phase.OVER;
        } else {
            // The peer ended it before it was started. Who starts it is told.
            return;
        }
        closed.complete(null);
    }
}
