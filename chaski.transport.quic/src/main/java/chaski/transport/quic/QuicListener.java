package chaski.transport.quic;

import chaski.api.Endpoint;
import chaski.api.transport.Listener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A bound port that accepts links, until it is closed. Thread-safe. */
final class QuicListener implements Listener {

    private static final Logger LOG = System.getLogger(QuicListener.class.getName());

    /** Closing waits only if a handler blocks the I/O thread. */
    private static final long CLOSE_WAIT_MS = 1_000;

    private final QuicPort port;
    private final QuicIoThreads threads;
    private final Endpoint bound;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    QuicListener(QuicPort port, QuicIoThreads threads, Endpoint bound) {
        this.port = port;
        this.threads = threads;
        this.bound = bound;
    }

    @Override
    public Endpoint bound() {
        return bound;
    }

    @Override
    public void close() {
        closing();
        if (!threads.current()) {
            awaitClosed();
        }
    }

    /** Begins to close, once; the result completes when no link is accepted any more, and the port is free unless links use it. */
    CompletableFuture<Void> closing() {
        if (closing.compareAndSet(false, true)) {
            try {
                port.loop().execute(() -> {
                    if (port.end()) {
                        port.freed().thenRun(() -> closed.complete(null));
                    } else {
                        closed.complete(null);
                    }
                });
            } catch (RejectedExecutionException ended) {
                // The transport is closed, and the port with it.
                closed.complete(null);
            }
        }
        return closed;
    }

    /** Runs a task when it has closed. */
    void whenClosed(Runnable task) {
        closed.thenRun(task);
    }

    private void awaitClosed() {
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_WAIT_MS);
        for (boolean waiting = true; waiting; ) {
            try {
                closed.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                waiting = false;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException | TimeoutException stuck) {
                LOG.log(
                        Level.WARNING,
                        "The port of {0} stays in use until a handler returns that blocks an I/O thread",
                        bound);
                waiting = false;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
