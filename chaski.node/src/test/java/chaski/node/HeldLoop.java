package chaski.node;

import chaski.api.protocol.Environment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.random.RandomGenerator;

/**
 * The environment of a node whose control loop is held by a test while its I/O threads continue. Held timers start when
 * it is released.
 */
final class HeldLoop implements Environment {

    private final Environment environment;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Timer> timers = new ArrayList<>();
    private boolean held;

    HeldLoop(Environment environment) {
        this.environment = environment;
    }

    private record Timer(long delayNs, Runnable task) {}

    void hold() {
        held = true;
    }

    /** {@return how many tasks and timers wait for the control loop} */
    int pending() {
        return tasks.size() + timers.size();
    }

    void release() {
        held = false;
        tasks.forEach(environment::execute);
        tasks.clear();
        timers.forEach(timer -> environment.schedule(timer.delayNs(), timer.task()));
        timers.clear();
    }

    @Override
    public void execute(Runnable task) {
        // What was queued before the loop was held must not run either.
        environment.execute(() -> {
            if (held) {
                tasks.add(task);
            } else {
                task.run();
            }
        });
    }

    @Override
    public Cancellable schedule(long delayNs, Runnable task) {
        if (held) {
            Timer timer = new Timer(delayNs, task);
            timers.add(timer);
            return () -> timers.remove(timer);
        }
        return environment.schedule(delayNs, () -> {
            if (held) {
                tasks.add(task);
            } else {
                task.run();
            }
        });
    }

    @Override
    public long nanoTime() {
        return environment.nanoTime();
    }

    @Override
    public long wallTimeMillis() {
        return environment.wallTimeMillis();
    }

    @Override
    public RandomGenerator random() {
        return environment.random();
    }

    @Override
    public Cancellable start(String name, Runnable task) {
        return environment.start(name, task);
    }

    @Override
    public void close() {
        environment.close();
    }
}
