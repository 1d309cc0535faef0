package chaski.streamer.fake;

import chaski.api.protocol.Environment;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Real threads and clocks, one of which can be advanced. */
public final class RealThreads implements Environment {

    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong skippedNs = new AtomicLong();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    @Override
    public long nanoTime() {
        return System.nanoTime() + skippedNs.get();
    }

    /** Advances {@link #nanoTime}; threads that wait by a clock of the JDK are not affected. */
    public void skip(Duration time) {
        skippedNs.addAndGet(time.toNanos());
    }

    @Override
    public long wallTimeMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public RandomGenerator random() {
        return RandomGenerator.getDefault();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public Cancellable schedule(long delayNs, Runnable task) {
        ScheduledFuture<?> future = loop.schedule(task, delayNs, TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public Cancellable start(String name, Runnable task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } finally {
                        threads.remove(Thread.currentThread());
                    }
                },
                name);
        threads.add(thread);
        thread.setDaemon(true);
        thread.start();
        return thread::interrupt;
    }

    /** {@return how many threads were started and have not ended} */
    public int running() {
        return threads.size();
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        loop.shutdownNow();
    }
}
