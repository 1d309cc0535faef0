package chaski.transport.tcp;

import chaski.api.Endpoint;
import chaski.api.transport.IpAddresses;
import chaski.api.transport.Link;
import chaski.api.transport.LinkHandler;
import chaski.api.transport.LinkSecurity;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.socket.SocketChannel;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A link over one TCP connection, as its users see it. It passes every request to the I/O thread, where the {@link TcpConnection} does
 * the work. Thread-safe, except {@link #write}.
 */
final class TcpLink implements Link {

    private final SingleThreadIoEventLoop loop;
    private final Endpoint local;
    private final Endpoint remote;
    private final Optional<LinkTls> tls;
    private final TcpConnection connection;
    private final Runnable turn;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean writeRequested = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final CompletionStage<Void> closedForCallers = closed.copy();

    private TcpLink(SocketChannel channel, SingleThreadIoEventLoop loop, TcpReactor reactor, Optional<LinkTls> tls) {
        this.loop = loop;
        this.tls = tls;
        this.local = IpAddresses.endpoint(TcpTransport.SCHEME, channel.localAddress());
        this.remote = IpAddresses.endpoint(TcpTransport.SCHEME, channel.remoteAddress());
        this.connection = new TcpConnection(
                channel, loop, reactor.lingerMs(), reactor.sockets().coalescingNs(), this, tls, writeRequested, closed);
        this.turn = connection.turn();
    }

    /** Creates the link of a connected channel whose options are set, and begins the handshake of TLS; on its I/O thread. */
    static TcpLink over(
            SocketChannel channel, SingleThreadIoEventLoop loop, TcpReactor reactor, Optional<LinkTls> tls) {
        TcpLink link = new TcpLink(channel, loop, reactor, tls);
        link.connection.attach();
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
    public List<X509Certificate> peerCertificates() {
        return tls.map(LinkTls::peerCertificates).orElse(List.of());
    }

    @Override
    public Optional<LinkSecurity> security() {
        return tls.map(LinkTls::security);
    }

    @Override
    public void start(LinkHandler handler) {
        Objects.requireNonNull(handler, "handler");
        if (started.getAndSet(true)) {
            throw new IllegalStateException("the " + this + " is started already");
        }
        try {
            // Also when this is the I/O thread: the caller has started the link before the handler is called.
            loop.execute(() -> connection.begin(handler));
        } catch (RejectedExecutionException ended) {
            // No I/O thread is left to call it on.
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
        if (!loop.inEventLoop() || !connection.turnFollows()) {
            execute(turn);
        }
    }

    @Override
    public void write(ByteBuffer[] buffers, int count) {
        if (!loop.inEventLoop()) {
            throw new IllegalStateException("write is for the link's I/O thread and was called on "
                    + Thread.currentThread().getName() + "; use requestWrite, and write in onWritable");
        }
        connection.write(buffers, count);
    }

    @Override
    public CompletionStage<Void> close() {
        onLoop(connection::close);
        return closedForCallers;
    }

    @Override
    public CompletionStage<Void> closeAfterWrites() {
        onLoop(connection::closeAfterWrites);
        return closedForCallers;
    }

    @Override
    public String toString() {
        return "link from " + local + " to " + remote;
    }

    /** {@return done when the link has ended} */
    CompletableFuture<Void> closed() {
        return closed;
    }

    /** {@return its state, for the I/O thread} */
    TcpConnection connection() {
        return connection;
    }

    /** Runs a task on the I/O thread; immediately if that is the current thread. */
    void onLoop(Runnable task) {
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
            // The I/O thread ends after its last link: this one has ended, and nothing is left to be done for it.
            closed.complete(null);
        }
    }
}
