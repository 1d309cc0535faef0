package chaski.transport.udp;

import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** A thread that waits for sockets: a daemon with a name. Thread-safe. */
final class NettyLoop implements IoLoop {

    private final SingleThreadIoEventLoop loop;

    NettyLoop(String name, UdpSockets sockets) {
        ThreadFactory factory = task -> daemon(name, new FastThreadLocalThread(releasing(task)));
        loop = new UdpEventLoop(factory, sockets.ioHandlers());
    }

    /** {@return the event loop with which channels are registered} */
    SingleThreadIoEventLoop loop() {
        return loop;
    }

    @Override
    public boolean current() {
        return loop.inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public void executeAfterPoll(Runnable task) {
        // A task that queues itself directly would be run again before the poll.
        loop.executeAfterEventLoopIteration(() -> loop.execute(task));
    }

    @Override
    public Timer schedule(long delayNs, Runnable task) {
        Future<?> future = loop.schedule(task, delayNs, TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    /** Makes a new thread one of this transport's. */
    static Thread daemon(String name, Thread thread) {
        thread.setName(name);
        thread.setDaemon(true);
        // Not the loader of the thread that starts it: its bundle could not be collected while this transport lives.
        thread.setContextClassLoader(NettyLoop.class.getClassLoader());
        return thread;
    }

    /**
     * Wraps a task so that its thread, once ended, holds no class of this bundle: frameworks may hold ended threads, and since Java 19 an
     * ended thread holds its task. So the task is a class of the JDK that drops what it ran.
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
