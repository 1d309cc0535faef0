package chaski.transport.udp;

import chaski.api.Endpoint;
import chaski.api.transport.Listener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A bound port that accepts links. Its links share its socket, so the port stays bound as long as one of them is open;
 * a new listener of the same transport takes it over. Thread-safe.
 */
final class UdpListener implements Listener {

    /** Closing waits only if a handler blocks the I/O thread. */
    private static final long CLOSE_WAIT_MS = 1_000;

    private final UdpRuntime io;
    private final UdpPort port;
    private final UdpAcceptor acceptance;
    private final Endpoint bound;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Void> freed = new CompletableFuture<>();

    UdpListener(UdpRuntime io, UdpPort port, UdpAcceptor acceptance, Endpoint bound) {
        this.io = io;
        this.port = port;
        this.acceptance = acceptance;
        this.bound = bound;
    }

    @Override
    public Endpoint bound() {
        return bound;
    }

    @Override
    public void close() {
        if (io.current()) {
            closing();
        } else if (closed.compareAndSet(false, true)) {
            io.run(port.loop(), this::end, CLOSE_WAIT_MS);
            io.await(freed, CLOSE_WAIT_MS);
        }
    }

    /**
     * Begins to close; the result completes when no link is accepted any more, and the port is free unless open links
     * use it.
     */
    CompletableFuture<Void> closing() {
        if (closed.compareAndSet(false, true)) {
            try {
                port.loop().execute(this::end);
            } catch (RejectedExecutionException ended) {
                // The transport is closed, and the port with it.
                freed.complete(null);
            }
        }
        return freed;
    }

    /** Runs a task when it has closed. */
    void whenClosed(Runnable task) {
        freed.thenRun(task);
    }

    private void end() {
        acceptance.end();
        if (port.closed() || port.hasLinks()) {
            freed.complete(null);
        } else {
            // What remains are connections that only answer, for a while, peers that have not learned of the end.
            port.whenClosed(() -> freed.complete(null));
            port.closeNow();
        }
    }
}
