package chaski.transport.quic;

import chaski.api.Endpoint;
import chaski.api.transport.Link;
import chaski.api.transport.LinkHandler;
import chaski.api.transport.LinkSecurity;
import io.netty.channel.SingleThreadIoEventLoop;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * A link that ended in its handshake, because one end refused the certificate of the other. It is passed to the acceptor so that the user
 * learns the reason, as with other transports. Thread-safe, except {@link #write}.
 */
final class EndedLink implements Link {

    private final SingleThreadIoEventLoop loop;
    private final Endpoint local;
    private final Endpoint remote;
    private final LinkSecurity security;
    private final Throwable cause;
    private final CompletionStage<Void> closed = CompletableFuture.completedFuture(null);

    EndedLink(SingleThreadIoEventLoop loop, Endpoint local, Endpoint remote, LinkSecurity security, Throwable cause) {
        this.loop = loop;
        this.local = local;
        this.remote = remote;
        this.security = security;
        this.cause = cause;
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
    public Optional<LinkSecurity> security() {
        return Optional.of(security);
    }

    @Override
    public void start(LinkHandler handler) {
        Objects.requireNonNull(handler, "handler");
        try {
            loop.execute(() -> handler.onClosed(cause));
        } catch (RejectedExecutionException ended) {
            // No I/O thread is left to call it on.
            handler.onClosed(cause);
        }
    }

    @Override
    public void requestWrite() {
        // it is closed
    }

    @Override
    public void write(ByteBuffer[] buffers, int count) {
        // never called: the handler is only called for the end
    }

    @Override
    public CompletionStage<Void> close() {
        return closed;
    }

    @Override
    public CompletionStage<Void> closeAfterWrites() {
        return closed;
    }

    @Override
    public String toString() {
        return "link from " + local + " to " + remote;
    }
}
