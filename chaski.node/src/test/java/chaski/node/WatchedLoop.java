package chaski.node;

import chaski.api.protocol.Environment;
import java.util.random.RandomGenerator;

/** The environment of a node in which a test runs something before each task of the control loop, wherever it comes from. */
final class WatchedLoop implements Environment {

    private final Environment environment;
    private Runnable before = () -> {};

    WatchedLoop(Environment environment) {
        this.environment = environment;
    }

    void before(Runnable check) {
        before = check;
    }

    @Override
    public void execute(Runnable task) {
        environment.execute(() -> run(task));
    }

    @Override
    public Cancellable schedule(long delayNs, Runnable task) {
        return environment.schedule(delayNs, () -> run(task));
    }

    private void run(Runnable task) {
        before.run();
        task.run();
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
    public boolean isInside() {
        return environment.isInside();
    }

    @Override
    public void close() {
        environment.close();
    }
}
