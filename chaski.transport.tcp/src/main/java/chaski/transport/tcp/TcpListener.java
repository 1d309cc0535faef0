package chaski.transport.tcp;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.transport.IpAddresses;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.ListenOptions;
import chaski.api.transport.Listener;
import chaski.api.transport.TransportErrors;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.socket.ServerSocketChannel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A bound port. Thread-safe. */
final class TcpListener implements Listener {

    private static final Logger LOG = System.getLogger(TcpListener.class.getName());

    /** Closing waits only if a handler blocks the I/O thread. */
    private static final long CLOSE_WAIT_MS = 1_000;

    private final ServerSocketChannel channel;
    private final SingleThreadIoEventLoop loop;
    private final TcpIoThreads threads;
    private final Endpoint bound;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<Void> freed = new CompletableFuture<>();

    private TcpListener(
            ServerSocketChannel channel, SingleThreadIoEventLoop loop, TcpIoThreads threads, Endpoint bound) {
        this.channel = channel;
        this.loop = loop;
        this.threads = threads;
        this.bound = bound;
    }

    /** Binds and begins to accept; waits for it, so it must not be called on an I/O thread. */
    static TcpListener open(
            TcpReactor reactor, Endpoint local, ListenOptions options, LinkAcceptor acceptor, Consumer<TcpLink> adopt) {
        InetSocketAddress address = IpAddresses.socketAddress(local);
        TcpIoThreads threads = reactor.threads();
        SingleThreadIoEventLoop loop = threads.next();
        TcpAcceptor acceptance = new TcpAcceptor(local, reactor, options, acceptor, adopt);
        CompletableFuture<ServerSocketChannel> bound = new CompletableFuture<>();
        // Not on this thread: Netty leaves thread-locals on the thread that creates a channel. Through them, a thread
        // of the caller would hold the class loader of this transport after its end.
        try {
            loop.execute(() -> bind(reactor, loop, acceptance, address, bound));
        } catch (RejectedExecutionException ended) {
            throw TransportErrors.transportClosed(local);
        }
        ServerSocketChannel channel = done(bound, local);
        return new TcpListener(
                channel, loop, threads, IpAddresses.endpoint(TcpTransport.SCHEME, channel.localAddress()));
    }

    private static void bind(
            TcpReactor reactor,
            SingleThreadIoEventLoop loop,
            TcpAcceptor acceptance,
            InetSocketAddress address,
            CompletableFuture<ServerSocketChannel> bound) {
        try {
            ServerSocketChannel channel = reactor.sockets().listening(ChannelSetup.family(address));
            bound.whenComplete((done, failure) -> {
                if (failure != null) {
                    ChannelSetup.discard(channel);
                }
            });
            ChannelSetup.listener(channel, acceptance);
            loop.register(channel).addListener(succeeding(bound, () -> channel.bind(address)
                    .addListener(succeeding(bound, () -> bound.complete(channel)))));
        } catch (Throwable e) {
            bound.completeExceptionally(e); // the caller of open waits for it
        }
    }

    private static ChannelFutureListener succeeding(CompletableFuture<?> whole, Runnable next) {
        return step -> {
            if (step.isSuccess()) {
                next.run();
            } else {
                whole.completeExceptionally(step.cause());
            }
        };
    }

    @Override
    public Endpoint bound() {
        return bound;
    }

    @Override
    public void close() {
        closing();
        if (!threads.current()) {
            awaitFreed();
        }
    }

    /**
     * Begins to close, once: after the transport has closed, the threads have ended. Returns a future that completes when the port is
     * free.
     */
    CompletableFuture<Void> closing() {
        if (closing.compareAndSet(false, true)) {
            try {
                channel.close().addListener(closed -> afterNextPoll(() -> freed.complete(null)));
            } catch (RejectedExecutionException ended) {
                // The transport is closed, and the port with it.
                freed.complete(null);
            }
        }
        return freed;
    }

    /** Runs a task when the port is no longer bound. */
    void whenClosed(Runnable task) {
        channel.closeFuture().addListener(closed -> task.run());
    }

    /** The JDK keeps the port of a closed channel until its selector polls again. */
    private void afterNextPoll(Runnable task) {
        loop.executeAfterEventLoopIteration(() -> loop.execute(task));
    }

    private static ServerSocketChannel done(CompletableFuture<ServerSocketChannel> bound, Endpoint local) {
        try {
            return bound.join();
        } catch (CompletionException e) {
            Throwable failure = e.getCause() == null ? e : e.getCause();
            throw failure instanceof TransportException known ? known : TransportErrors.cannotBind(local, failure);
        }
    }

    private void awaitFreed() {
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_WAIT_MS);
        for (boolean waiting = true; waiting; ) {
            try {
                freed.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
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
