package chaski.testkit.simulation;

import chaski.api.protocol.Environment;
import java.util.random.RandomGenerator;

/**
 * The environment of one node in a {@link Simulation}: virtual time, random numbers from the seed, and a control loop
 * made of events.
 *
 * <p>User code, too, runs as an event: {@link #start} runs the task on the only thread. A task that waits for a later
 * event would therefore wait forever; code here processes what is available and returns, and is started again when
 * there is more.
 *
 * <p>Everything happens on this thread, so a node that is closed does not wait.
 *
 * <p>Once closed, it drops its tasks and accepts no more. Confined to the simulation's thread.
 */
public final class SimulatedEnvironment implements Environment {

    private final SimulatedProcess process;
    private final EnvironmentPlace place = new EnvironmentPlace();
    private final SerialTasks loop;
    private boolean closed;

    SimulatedEnvironment(SimulatedProcess process) {
        this.process = process;
        this.loop = new SerialTasks(process, place, "execute");
    }

    /** {@return the process it lives in, with the clocks to jump and the means to pause or kill it} */
    public SimulatedProcess process() {
        return process;
    }

    /** {@return whether it was closed} */
    public boolean closed() {
        return closed;
    }

    @Override
    public long nanoTime() {
        return process.nanoTime();
    }

    @Override
    public long wallTimeMillis() {
        return process.wallTimeMillis();
    }

    @Override
    public RandomGenerator random() {
        return process.random();
    }

    @Override
    public void execute(Runnable task) {
        if (!closed) {
            loop.execute(task);
        }
    }

    @Override
    public Cancellable schedule(long delayNs, Runnable task) {
        return later(delayNs, "timer", task);
    }

    @Override
    public Cancellable start(String name, Runnable task) {
        return later(process.simulation().interleavingNs(process.random()), name, task);
    }

    /** {@return true: a wait on the only thread would never end} */
    @Override
    public boolean isInside() {
        return true;
    }

    @Override
    public void close() {
        closed = true;
    }

    private Cancellable later(long delayNs, String what, Runnable task) {
        return closed ? () -> {} : process.plan(place, delayNs, what, task);
    }

    private final class EnvironmentPlace implements PlannedEvent.Place {

        @Override
        public String name() {
            return process.name();
        }

        @Override
        public boolean alive() {
            return !closed && process.alive();
        }

        @Override
        public boolean defer(PlannedEvent event) {
            return process.place().defer(event);
        }
    }
}
