package chaski.transport.quic;

import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The I/O threads of one transport, {@code chaski-quic-1} and {@code chaski-quic-2}: daemons, assigned to links, listeners and connects
 * in turn. Thread-safe.
 *
 * <p>They are single event loops instead of one of Netty's groups, because a group announces its end on a global thread of
 * Netty, which is no daemon and outlives the transport by a second.
 */
final class QuicIoThreads {

    /** Two busy links do not wait for each other, and an idle transport costs little. */
    private static final int COUNT = 2;

    private final List<SingleThreadIoEventLoop> loops;
    private final AtomicInteger turn = new AtomicInteger();

    QuicIoThreads(QuicSockets sockets) {
        loops = IntStream.rangeClosed(1, COUNT)
                .mapToObj(n -> loop("chaski-quic-" + n, sockets))
                .toList();
    }

    /** {@return the next loop in turn} */
    SingleThreadIoEventLoop next() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), COUNT));
    }

    /** {@return whether the calling thread is one of these} */
    boolean current() {
        return loops.stream().anyMatch(SingleThreadIoEventLoop::inEventLoop);
    }

    /** Ends the threads as soon as they have run their tasks. */
    void shutdown(long timeoutMs) {
        loops.forEach(loop -> loop.shutdownGracefully(0, timeoutMs, TimeUnit.MILLISECONDS));
    }

    /** Waits for the end of the threads; must not be called on one of them. */
    void awaitEnd(long timeoutMs) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        for (SingleThreadIoEventLoop loop : loops) {
            if (!loop.awaitTermination(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                return;
            }
        }
    }

    private static SingleThreadIoEventLoop loop(String name, QuicSockets sockets) {
        ThreadFactory factory = task -> daemon(name, new FastThreadLocalThread(releasing(task)));
        return new QuicEventLoop(factory, sockets.ioHandlers());
    }

    /** Makes a new thread one of this transport's. */
    static Thread daemon(String name, Thread thread) {
        thread.setName(name);
        thread.setDaemon(true);
        // Not the loader of the thread that starts it: its bundle could not be collected while this transport lives.
        thread.setContextClassLoader(QuicIoThreads.class.getClassLoader());
        return thread;
    }

    /**
     * Wraps a task so that its thread, once ended, holds no class of this bundle. Frameworks may hold ended threads: Felix records which
     * thread loads a class of a bundle, and sometimes does not remove the record. Since Java 19 an ended thread holds its task, so the
     * task is a class of the JDK that drops what it ran.
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
