package chaski.transport.udp;

import io.netty.channel.ChannelException;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Netty: two I/O threads, {@code chaski-udp-1} and {@code chaski-udp-2}, assigned to listeners and dialled links in turn. Thread-safe.
 */
final class NettyRuntime implements UdpRuntime {

    private static final Logger LOG = System.getLogger(NettyRuntime.class.getName());

    /** Two busy links do not wait for each other, and an idle transport costs little. */
    private static final int THREADS = 2;

    private final UdpSockets sockets;
    private final List<NettyLoop> loops;
    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger turn = new AtomicInteger();

    NettyRuntime(UdpSockets sockets) {
        this.sockets = sockets;
        this.loops = IntStream.rangeClosed(1, THREADS)
                .mapToObj(n -> new NettyLoop("chaski-udp-" + n, sockets))
                .toList();
    }

    /** The best sockets of this machine. */
    static UdpRuntime best() {
        return new NettyRuntime(UdpSockets.best());
    }

    @Override
    public IoLoop next() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), THREADS));
    }

    @Override
    public boolean current() {
        return loops.stream().anyMatch(NettyLoop::current);
    }

    @Override
    public <T> T call(IoLoop loop, Supplier<T> task) {
        CompletableFuture<T> result = CompletableFuture.supplyAsync(task, loop::execute);
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw e;
        }
    }

    @Override
    public void run(IoLoop loop, Runnable task, long timeoutMs) {
        try {
            await(CompletableFuture.runAsync(task, loop::execute), timeoutMs);
        } catch (RejectedExecutionException ended) {
            LOG.log(Level.DEBUG, "An I/O thread has ended, and its sockets with it");
        }
    }

    @Override
    public UdpSocket open(
            IoLoop loop,
            @Nullable InetSocketAddress local,
            @Nullable InetSocketAddress remote,
            UdpSocket.Receiver receiver) {
        InetSocketAddress any = local != null ? local : remote;
        if (any == null) {
            throw new IllegalArgumentException("expected a local or a remote address, got none");
        }
        DatagramChannel channel;
        try {
            channel = sockets.open(
                    any.getAddress() instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET);
        } catch (ChannelException e) {
            throw new SocketFailure(e);
        }
        return NettySocket.open((NettyLoop) loop, sockets, channel, local, remote, receiver);
    }

    @Override
    public long random() {
        return random.nextLong();
    }

    @Override
    public void await(CompletableFuture<Void> end, long timeoutMs) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        for (boolean waiting = true; waiting; ) {
            try {
                end.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                waiting = false;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException | TimeoutException stuck) {
                LOG.log(Level.WARNING, "A handler of a link blocks an I/O thread, which ends when the handler returns");
                waiting = false;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close(long timeoutMs) {
        loops.forEach(loop -> loop.loop().shutdownGracefully(0, timeoutMs, TimeUnit.MILLISECONDS));
        if (current()) {
            // A thread cannot wait for itself: the threads end when their tasks are done, including this one.
            return;
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        try {
            for (NettyLoop loop : loops) {
                long leftNs = Math.max(0, deadline - System.nanoTime());
                if (!loop.loop().awaitTermination(leftNs, TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            // The transport closes without this thread waiting for it.
            Thread.currentThread().interrupt();
        }
    }
}
