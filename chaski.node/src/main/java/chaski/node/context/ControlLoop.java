package chaski.node.context;

import chaski.api.protocol.Environment;
import java.util.random.RandomGenerator;

/**
 * The environment of a node as all parts of the node use it: after every task of the control loop, its {@link DeadlineTimer} is
 * updated. No part can change a deadline otherwise, since deadlines belong to parts that are confined to the control loop, and no
 * part has another environment. Thread-safe.
 */
public final class ControlLoop implements Environment {

    private final Environment environment;
    private final DeadlineTimer timer;

    /**
     * Creates the control loop of one node.
     *
     * @param environment runs the tasks
     */
    public ControlLoop(Environment environment) {
        this.environment = environment;
        this.timer = new DeadlineTimer(environment);
    }

    /** {@return the timer of the parts that have deadlines; confined to the control loop} */
    public DeadlineTimer timer() {
        return timer;
    }

    @Override
    public void execute(Runnable task) {
        environment.execute(() -> run(task));
    }

    @Override
    public Cancellable schedule(long delayNs, Runnable task) {
        return environment.schedule(delayNs, () -> run(task));
    }

    /** A task that fails may have changed a deadline before. */
    private void run(Runnable task) {
        try {
            task.run();
        } finally {
            timer.update();
        }
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
    public void runInside(Runnable userCode) {
        environment.runInside(userCode);
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
