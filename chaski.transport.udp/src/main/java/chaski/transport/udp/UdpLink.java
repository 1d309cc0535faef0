package chaski.transport.udp;

import chaski.api.Endpoint;
import chaski.api.transport.IpAddresses;
import chaski.api.transport.Link;
import chaski.api.transport.LinkHandler;
import chaski.transport.udp.wire.UdpFrames;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A link over one UDP connection, as its users see it: it passes every request to the I/O thread, where {@link
 * UdpLinkState} does the work. Thread-safe, except {@link #write} and {@link #sendDatagram}.
 */
final class UdpLink implements Link {

    private final IoLoop loop;
    private final Endpoint local;
    private final Endpoint remote;
    private final UdpLinkState turns;
    private final Runnable turn;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean writeRequested = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final CompletionStage<Void> closedForCallers = closed.copy();

    UdpLink(IoLoop loop, InetSocketAddress local, InetSocketAddress remote, long lingerMs) {
        this.loop = loop;
        this.local = IpAddresses.endpoint(UdpTransport.SCHEME, local);
        this.remote = IpAddresses.endpoint(UdpTransport.SCHEME, remote);
        this.turns = new UdpLinkState(loop, lingerMs, this, writeRequested, closed);
        this.turn = turns.turn();
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
    public void start(LinkHandler handler) {
        Objects.requireNonNull(handler, "handler");
        if (started.getAndSet(true)) {
            throw new IllegalStateException("the " + this + " is started already");
        }
        try {
            // Also when this is the I/O thread: the caller has started the link before the handler is called.
            loop.execute(() -> turns.begin(handler));
        } catch (RejectedExecutionException ended) {
            // No thread is left on which to call it.
            handler.onClosed(null);
        }
    }

    @Override
    public void requestWrite() {
        // Makes what the caller has prepared visible to the onWritable that follows, however it was published.
        VarHandle.fullFence();
        if (writeRequested.get() || writeRequested.getAndSet(true)) {
            return;
        }
        if (!loop.current() || !turns.turnFollows()) {
            execute(turn);
        }
    }

    @Override
    public void write(ByteBuffer[] buffers, int count) {
        requireLoop("write");
        turns.write(buffers, count);
    }

    @Override
    public int largestDatagramBytes() {
        return UdpFrames.MAX_DATAGRAM_BYTES;
    }

    @Override
    public boolean sendDatagram(ByteBuffer bytes) {
        requireLoop("sendDatagram");
        return turns.sendDatagram(bytes);
    }

    @Override
    public CompletionStage<Void> close() {
        onLoop(turns::close);
        return closedForCallers;
    }

    @Override
    public CompletionStage<Void> closeAfterWrites() {
        onLoop(turns::closeAfterWrites);
        return closedForCallers;
    }

    @Override
    public String toString() {
        return "link from " + local + " to " + remote;
    }

    /** {@return its state, for its I/O thread} */
    UdpLinkState turns() {
        return turns;
    }

    /** Runs a task on its I/O thread. */
    void onIoThread(Runnable task) {
        execute(task);
    }

    /** {@return done when the link has ended} */
    CompletableFuture<Void> closed() {
        return closed;
    }

    private void requireLoop(String what) {
        if (!loop.current()) {
            throw new IllegalStateException(what + " is for the link's I/O thread and was called on "
                    + Thread.currentThread().getName() + "; use requestWrite, and send in onWritable");
        }
    }

    private void onLoop(Runnable task) {
        if (loop.current()) {
            task.run();
        } else {
            execute(task);
        }
    }

    private void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException ended) {
            // The I/O thread ends after its last link: this one has ended, and nothing is left to be done for it.
            closed.complete(null);
        }
    }
}
