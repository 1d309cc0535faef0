package chaski.transport.tcp;

import chaski.api.Endpoint;
import chaski.api.transport.Link;
import chaski.api.transport.LinkHandler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A link over one TCP connection.
 *
 * <p>All work is done in <em>turns</em> on the I/O thread: a turn asks the handler to write when that was requested, passes what it
 * wrote to the kernel, tells it what was released, and goes round again while there is more. So a handler that writes from
 * {@link LinkHandler#onReleased} is called again by the same loop and not by itself, and however many buffers a turn writes, the
 * system is called once for all. After a few rounds the I/O thread goes to look after its other work, reading first of all.
 *
 * <p>Half-closing: the end of the peer's bytes lets the link send what it holds, then it closes. {@link #closeAfterWrites}
 * sends, ends its own direction, and goes on reading until the peer ends too. If it closed with unread bytes in the
 * kernel, TCP would answer with a reset, and that destroys at the peer what it had not read yet.
 */
final class TcpLink implements Link, Outbox.Owner {

    private static final Logger LOG = System.getLogger(TcpLink.class.getName());

    /** Part of the contract of {@link Link#closeAfterWrites}. */
    private static final long LINGER_MS = 1_000;

    /** With writes of 256 KiB, 2 MiB go out before the link's own and others' input is looked at again. */
    private static final int ROUNDS_PER_TURN = 8;

    /**
     * What is kept of bytes that arrive before {@link #start}. Nothing is read then, unless the peer has already ended its
     * direction: that makes the native sockets read to the end.
     */
    private static final int EARLY_MAX_BYTES = 1024 * 1024;

    private enum Phase {
        OPEN,
        /** Sends what it holds, takes nothing new. */
        DRAINING,
        CLOSING,
        OVER
    }

    private final SocketChannel channel;
    private final SingleThreadIoEventLoop loop;
    private final Endpoint local;
    private final Endpoint remote;
    private final Outbox outbox;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean writeRequested = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final CompletionStage<Void> closedForCallers = closed.copy();
    private final Runnable turn = this::turn;
    private final Runnable nextPass = () -> execute(turn);

    // From here on confined to the I/O thread.
    private Phase phase = Phase.OPEN;
    private @Nullable LinkHandler handler;
    private @Nullable Throwable cause;
    private @Nullable ByteBuf early;
    private @Nullable Future<?> linger;
    private long toldReleased;
    private boolean inTurn;
    private boolean reading;
    private boolean abandoned;
    private boolean inputEnded;
    private boolean channelClosed;

    private TcpLink(SocketChannel channel, SingleThreadIoEventLoop loop, Endpoint local, Endpoint remote) {
        this.channel = channel;
        this.loop = loop;
        this.local = local;
        this.remote = remote;
        this.outbox = new Outbox(channel, this);
    }

    /** Makes the link of a connected channel whose options are set; on its I/O thread. */
    static TcpLink over(SocketChannel channel, SingleThreadIoEventLoop loop) {
        Endpoint local = Addresses.endpoint(TcpTransport.SCHEME, channel.localAddress());
        Endpoint remote = Addresses.endpoint(TcpTransport.SCHEME, channel.remoteAddress());
        TcpLink link = new TcpLink(channel, loop, local, remote);
        Wiring.link(channel, link.new Events());
        channel.closeFuture().addListener(closed -> link.channelClosed());
        return link;
    }

    @Override
    public Endpoint local() {
        return local;
    }

    @Override
    public Endpoint remote() {
        return remote;
    }

    @Override
    public void start(LinkHandler newHandler) {
        if (newHandler == null) {
            throw new NullPointerException("handler");
        }
        if (started.getAndSet(true)) {
            throw new IllegalStateException("the link to " + remote + " is started already");
        }
        try {
            // Also when this is the I/O thread: the caller has started the link before the handler is called.
            loop.execute(() -> begin(newHandler));
        } catch (RejectedExecutionException ended) {
            newHandler.onClosed(null);
        }
    }

    @Override
    public void requestWrite() {
        // What the caller has made ready is visible to an onWritable that is still to come, however it was published.
        VarHandle.fullFence();
        if (writeRequested.get() || writeRequested.getAndSet(true)) {
            return;
        }
        if (!loop.inEventLoop() || !turnFollows()) {
            execute(turn);
        }
    }

    @Override
    public void write(ByteBuffer[] buffers, int count) {
        if (!loop.inEventLoop()) {
            throw new IllegalStateException("write is for the link's I/O thread "
                    + loop.threadProperties().name() + ", called on "
                    + Thread.currentThread().getName() + "; use requestWrite and write in onWritable");
        }
        if (phase == Phase.OPEN) {
            outbox.put(buffers, count);
        } else {
            outbox.discard(buffers, count);
        }
        if (!turnFollows()) {
            execute(turn);
        }
    }

    @Override
    public CompletionStage<Void> close() {
        onLoop(() -> {
            abandonUnlessStarted();
            closeNow(null);
        });
        return closedForCallers;
    }

    @Override
    public CompletionStage<Void> closeAfterWrites() {
        onLoop(() -> {
            abandonUnlessStarted();
            drain();
        });
        return closedForCallers;
    }

    @Override
    public void progressed() {
        if (!turnFollows()) {
            execute(turn);
        }
    }

    @Override
    public void failed(Throwable failure) {
        broke(failure);
    }

    @Override
    public String toString() {
        return "link from " + local + " to " + remote;
    }

    /** {@return done when the link is over} */
    CompletableFuture<Void> closed() {
        return closed;
    }

    private void begin(LinkHandler newHandler) {
        handler = newHandler;
        ByteBuf kept = early;
        early = null;
        if (kept != null) {
            deliver(newHandler, kept);
            delivered(newHandler);
        }
        if (phase == Phase.OVER) {
            tellClosed(newHandler);
        } else {
            channel.config().setAutoRead(true);
            turn();
        }
    }

    private boolean turnFollows() {
        return inTurn || reading;
    }

    private void turn() {
        inTurn = true;
        try {
            for (int round = 1; round(); round++) {
                if (round == ROUNDS_PER_TURN) {
                    // Queued only after the tasks of this pass have run: so the thread polls its sockets in between.
                    loop.executeAfterEventLoopIteration(nextPass);
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

    /** Asks, sends and tells once. {@return whether there is more to do at once} */
    private boolean round() {
        LinkHandler h = handler;
        try {
            if (h != null && writeWanted()) {
                writeRequested.getAndSet(false);
                h.onWritable();
            }
            outbox.flush();
            if (h != null && releaseUntold()) {
                tellReleased(h);
            }
        } catch (Throwable thrown) {
            closeNow(thrown);
        }
        return outbox.unflushed() || (h != null && (writeWanted() || releaseUntold()));
    }

    private boolean writeWanted() {
        return phase == Phase.OPEN && writeRequested.get();
    }

    private boolean releaseUntold() {
        return phase != Phase.OVER && outbox.released() > toldReleased;
    }

    private void tellReleased(LinkHandler h) {
        toldReleased = outbox.released();
        h.onReleased(toldReleased);
    }

    private void received(ByteBuf bytes) {
        LinkHandler h = handler;
        if (phase == Phase.CLOSING || phase == Phase.OVER) {
            return;
        }
        if (h == null) {
            keep(bytes);
        } else {
            deliver(h, bytes);
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

    private void readComplete() {
        LinkHandler h = handler;
        if (h != null && reading) {
            delivered(h);
            turn();
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

    private void keep(ByteBuf bytes) {
        if (phase != Phase.OPEN) {
            return;
        }
        ByteBuf kept = early == null ? Unpooled.buffer() : early;
        if (kept.readableBytes() + bytes.readableBytes() > EARLY_MAX_BYTES) {
            broke(new IllegalStateException("more than " + EARLY_MAX_BYTES + " bytes before the link was started"));
            return;
        }
        early = kept.writeBytes(bytes);
    }

    private void inputEnded() {
        inputEnded = true;
        drain();
    }

    private void drain() {
        if (phase != Phase.OPEN) {
            return;
        }
        phase = Phase.DRAINING;
        linger = loop.schedule(() -> closeNow(null), LINGER_MS, TimeUnit.MILLISECONDS);
        channel.config().setAutoRead(true);
        if (!turnFollows()) {
            turn();
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
        closeNow(inputEnded ? null : Failures.broken(local, remote, failure));
    }

    /** Nobody will start the link any more. */
    private void abandonUnlessStarted() {
        if (handler == null) {
            abandoned = true;
            early = null;
            if (channelClosed) {
                execute(turn);
            }
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

    private void channelClosed() {
        channelClosed = true;
        // Not at once: the channel has yet to let go of the buffers, and a handler may be waiting for a call to return.
        execute(turn);
    }

    private void finish() {
        Future<?> timer = linger;
        if (timer != null) {
            timer.cancel(false);
        }
        LinkHandler h = handler;
        if (h != null) {
            tellLast(h);
        } else if (abandoned) {
            phase = Phase.OVER;
        } else {
            // The peer ended it before it was started. Who starts it is told.
            return;
        }
        closed.complete(null);
    }

    /** What is written in these last calls is dropped, and told once: a handler that goes on writing would never be done. */
    private void tellLast(LinkHandler h) {
        if (releaseUntold()) {
            tellReleasedAtLast(h);
        }
        phase = Phase.OVER;
        tellClosed(h);
        if (outbox.released() > toldReleased) {
            tellReleasedAtLast(h);
        }
    }

    private void tellReleasedAtLast(LinkHandler h) {
        try {
            tellReleased(h);
        } catch (Throwable thrown) {
            LOG.log(Level.WARNING, "The handler of the " + this + " failed in onReleased", thrown);
        }
    }

    private void tellClosed(LinkHandler h) {
        try {
            h.onClosed(cause);
        } catch (Throwable thrown) {
            LOG.log(Level.WARNING, "The handler of the " + this + " failed in onClosed", thrown);
        }
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            execute(task);
        }
    }

    private void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException ended) {
            // The I/O thread ends after its last link: this one is over, and nothing is left to be done for it.
            closed.complete(null);
        }
    }

    /** What Netty tells of the connection. */
    private final class Events extends ChannelInboundHandlerAdapter {

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
            readComplete();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == ChannelInputShutdownEvent.INSTANCE) {
                inputEnded();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            broke(failure);
        }
    }
}
