package chaski.streamer.waiting;

import chaski.api.protocol.Environment;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * A clock that runs a step before each reading, on the reading thread, to simulate events between a check and the wait
 * that follows it. Only the monotonic time of this environment can be used. Thread-safe.
 */
public final class SteppedClock implements Environment {

    private final ConcurrentLinkedQueue<Runnable> steps = new ConcurrentLinkedQueue<>();
    private final AtomicInteger readings = new AtomicInteger();
    private volatile long nowNs;

    /** Adds a task to run at the next reading without a task. */
    void step(Runnable task) {
        steps.add(task);
    }

    void set(long timeNs) {
        nowNs = timeNs;
    }

    /** {@return how often the clock was read} */
    public int readings() {
        return readings.get();
    }

    @Override
    public long nanoTime() {
        readings.incrementAndGet();
        Runnable step = steps.poll();
        if (step != null) {
            step.run();
        }
        return nowNs;
    }

    @Override
    public long wallTimeMillis() {
        throw new UnsupportedOperationException();
    }

    @Override
    public RandomGenerator random() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void execute(Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Cancellable schedule(long delayNs, Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Cancellable start(String name, Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        steps.clear();
    }
}
