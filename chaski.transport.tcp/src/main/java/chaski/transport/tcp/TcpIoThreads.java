package chaski.transport.tcp;

import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The I/O threads of one transport, {@code chaski-tcp-1} and {@code chaski-tcp-2}: daemons, which links, listeners and connects
 * share in turn. Thread-safe.
 *
 * <p>They are single event loops and not one of Netty's groups, because a group announces its end on a global thread of
 * Netty's, which is no daemon and outlives the transport by a second.
 */
final class TcpIoThreads {

    /** Two links that are busy at the same time do not wait for each other, and an idle transport costs little. */
    private static final int COUNT = 2;

    private final List<SingleThreadIoEventLoop> loops;
    private final AtomicInteger turn = new AtomicInteger();

    TcpIoThreads(TcpSockets sockets) {
        loops = IntStream.rangeClosed(1, COUNT)
                .mapToObj(n -> loop("chaski-tcp-" + n, sockets))
                .toList();
    }

    /** {@return the loop whose turn it is to get something new} */
    SingleThreadIoEventLoop next() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), COUNT));
    }

    /** {@return whether the calling thread is one of these} */
    boolean current() {
        return loops.stream().anyMatch(SingleThreadIoEventLoop::inEventLoop);
    }

    /** Lets the threads end as soon as they have run what they were given. */
    void shutdown(long timeoutMs) {
        loops.forEach(loop -> loop.shutdownGracefully(0, timeoutMs, TimeUnit.MILLISECONDS));
    }

    /** Waits for the end of the threads, for so long at most; not to be called on one of them. */
    void awaitEnd(long timeoutMs) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        for (SingleThreadIoEventLoop loop : loops) {
            if (!loop.awaitTermination(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                return;
            }
        }
    }

    private static SingleThreadIoEventLoop loop(String name, TcpSockets sockets) {
        ThreadFactory factory = task -> daemon(name, new FastThreadLocalThread(releasing(task)));
        return new TcpEventLoop(factory, sockets.ioHandlers());
    }

    /** Makes a new thread one of this transport's. */
    static Thread daemon(String name, Thread thread) {
        thread.setName(name);
        thread.setDaemon(true);
        // Not that of whoever came first: its bundle could not be collected as long as this transport lives.
        thread.setContextClassLoader(TcpIoThreads.class.getClassLoader());
        return thread;
    }

    /**
     * Lets a thread that ends keep nothing of this bundle's. Frameworks keep threads: Felix notes which one loads a class of a
     * bundle, Netty's for example, and now and then forgets to cross it out. And since Java 19 a thread that has ended keeps its task: so that
     * is one of the JDK's, which drops what it ran.
     */
    static Runnable releasing(Runnable task) {
        return new FutureTask<>(
                () -> {
                    try {
                        task.run();
                    } finally {
                        Thread.currentThread().setContextClassLoader(null);
                    }
                },
                null);
    }
}
