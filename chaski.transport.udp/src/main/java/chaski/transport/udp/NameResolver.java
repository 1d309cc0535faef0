package chaski.transport.udp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Resolves DNS names with the resolver of the JDK, on daemon threads of its own, because it blocks. Thread-safe.
 *
 * <p>The threads exist while there is something to resolve. A look-up cannot be interrupted: one that hangs when the transport
 * closes ends later, by itself, and then its thread does too.
 */
final class NameResolver {

    /** Whoever knows names; the JDK, tests excepted. */
    @FunctionalInterface
    interface Directory {

        /** {@return the addresses of a name, at least one} */
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /** One name that does not answer must not keep all others waiting. */
    private static final int THREADS = 4;

    /** Look-ups that wait for a thread. More means that the DNS is dead; then the connect fails at once. */
    private static final int WAITING = 1024;

    private static final long KEEP_IDLE_SECONDS = 5;

    private final Directory directory;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            KEEP_IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            NameResolver::thread);

    NameResolver(Directory directory) {
        this.directory = directory;
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Finds the addresses of a host.
     *
     * @param host a name, or an address in writing
     * @return at least one address, at once when it was one in writing; or {@link UnknownHostException} as the cause of the
     *     failure
     * @throws java.util.concurrent.RejectedExecutionException when too many wait already, or after {@link #close}
     */
    CompletableFuture<List<InetAddress>> resolve(String host) {
        InetAddress literal = Addresses.literal(host);
        return literal != null
                ? CompletableFuture.completedFuture(List.of(literal))
                : CompletableFuture.supplyAsync(() -> lookUp(host), threads);
    }

    void close() {
        threads.shutdownNow();
    }

    private List<InetAddress> lookUp(String host) {
        try {
            return List.of(directory.addresses(host));
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }

    private static Thread thread(Runnable task) {
        return NettyLoop.daemon("chaski-udp-resolver", new Thread(NettyLoop.lettingGo(task)));
    }
}
