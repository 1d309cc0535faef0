package chaski.transport.quic;

import chaski.api.Endpoint;
import chaski.api.transport.Link;
import chaski.api.transport.LinkHandler;
import chaski.api.transport.LinkSecurity;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.handler.codec.quic.QuicStreamChannel;
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
 * A link over one QUIC connection, as its users see it. It passes every request to the I/O thread, where the {@link QuicConnection} does
 * the work. Thread-safe, except {@link #write} and {@link #sendDatagram}.
 */
final class QuicLink implements Link {

    /**
     * What a link consists of.
     *
     * @param events those of its connection
     * @param stream its stream
     * @param loop its I/O thread
     * @param security the credentials of this end
     * @param local the address of this end
     * @param remote that of the other end
     */
    record Parts(
            QuicEvents events,
            QuicStreamChannel stream,
            SingleThreadIoEventLoop loop,
            LinkSecurity security,
            Endpoint local,
            Endpoint remote) {}

    private final SingleThreadIoEventLoop loop;
    private final Endpoint local;
    private final Endpoint remote;
    private final LinkSecurity security;
    private final List<X509Certificate> peerCertificates;
    private final QuicConnection connection;
    private final Runnable turn;
    private final CompletableFuture<Void> gone;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean writeRequested = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final CompletionStage<Void> closedForCallers = closed.copy();

    private QuicLink(Parts parts, QuicReactor reactor) {
        this.loop = parts.loop();
        this.local = parts.local();
        this.remote = parts.remote();
        this.security = parts.security();
        this.peerCertificates = QuicTls.peerCertificates(parts.stream().parent());
        this.connection = new QuicConnection(parts, reactor, this, writeRequested, closed);
        this.turn = connection.turn();
        this.gone = parts.events().over();
    }

    /** Creates the link of an established connection; on its I/O thread. */
    static QuicLink of(Parts parts, QuicReactor reactor) {
        QuicLink link = new QuicLink(parts, reactor);
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
        return peerCertificates;
    }

    @Override
    public Optional<LinkSecurity> security() {
        return Optional.of(security);
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
        requireLoop("write");
        connection.write(buffers, count);
    }

    @Override
    public int largestDatagramBytes() {
        return connection.largestDatagramBytes();
    }

    @Override
    public boolean sendDatagram(ByteBuffer bytes) {
        requireLoop("sendDatagram");
        if (bytes.remaining() > largestDatagramBytes()) {
            throw new IllegalArgumentException("expected a datagram of at most " + largestDatagramBytes()
                    + " bytes, got " + bytes.remaining() + "; see largestDatagramBytes");
        }
        return connection.sendDatagram(bytes);
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

    /** {@return done when its connection has ended, too, which may be a little later} */
    CompletableFuture<Void> gone() {
        return gone;
    }

    /** {@return its state, for the I/O thread} */
    QuicConnection connection() {
        return connection;
    }

    private void requireLoop(String method) {
        if (!loop.inEventLoop()) {
            throw new IllegalStateException(method + " is for the link's I/O thread and was called on "
                    + Thread.currentThread().getName() + "; use requestWrite, and call it in onWritable");
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
            // The I/O thread ends after its last link: this one has ended, and nothing is left to be done for it.
            closed.complete(null);
        }
    }
}
