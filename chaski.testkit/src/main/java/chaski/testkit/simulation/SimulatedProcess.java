package chaski.testkit.simulation;

import chaski.api.protocol.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * One process of a {@link Simulation}: it has its own clocks, and can be paused, resumed and killed. Nodes and
 * transports that live in it are affected together.
 *
 * <p>Confined to the simulation's thread.
 */
public final class SimulatedProcess {

    /** What the wall clock shows at time zero, unless it was set: the same day in every run. */
    private static final long WALL_EPOCH_MS =
            Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

    private static final long NS_PER_MS = 1_000_000;

    private final Simulation simulation;
    private final String name;
    private final RandomGenerator random;
    private final long originNs;
    private final ProcessPlace place = new ProcessPlace();
    private final Deque<PlannedEvent> deferred = new ArrayDeque<>();
    private final List<SimulatedEnvironment> environments = new ArrayList<>();
    private final List<Runnable> killListeners = new ArrayList<>();
    private boolean paused;
    private boolean alive = true;

    SimulatedProcess(Simulation simulation, String name) {
        this.simulation = simulation;
        this.name = name;
        this.random = simulation.random("process " + name + " at " + simulation.nowNs());
        this.originNs = drawOrigin();
    }

    /** {@return the name} */
    public String name() {
        return name;
    }

    /** {@return the world it lives in} */
    public Simulation simulation() {
        return simulation;
    }

    /**
     * Makes an environment for one node. Several nodes may live in one process, simultaneously or one after another.
     *
     * @return a new environment
     */
    public SimulatedEnvironment environment() {
        SimulatedEnvironment environment = new SimulatedEnvironment(this);
        environments.add(environment);
        return environment;
    }

    /**
     * Makes a simulated thread: its tasks run in this process, in order, one event after another.
     *
     * @param what the kind of these events, for the log and the digest
     * @return an executor of tasks, which must not block
     */
    public Executor thread(String what) {
        return new SerialTasks(this, place, what);
    }

    /**
     * Plans an event in this process.
     *
     * @param delay how long from now
     * @param what the kind of event, for the log and the digest
     * @param task what happens
     * @return cancels it
     */
    public Environment.Cancellable after(Duration delay, String what, Runnable task) {
        return plan(place, delay.toNanos(), what, task);
    }

    /**
     * {@return this process's monotonic clock in nanoseconds; it begins anywhere, below zero or near the overflow, too}
     */
    public long nanoTime() {
        return originNs + simulation.nowNs();
    }

    /** {@return this process's wall clock in milliseconds since 1970} */
    public long wallTimeMillis() {
        return WALL_EPOCH_MS + simulation.nowNs() / NS_PER_MS + simulation.wallOffsetMs(name);
    }

    /**
     * Sets the wall clock; the monotonic clock and all timers are not affected. It stays set over a restart of the
     * process.
     *
     * @param millis milliseconds since 1970
     */
    public void setWallTime(long millis) {
        jumpWallTime(Duration.ofMillis(millis - wallTimeMillis()));
    }

    /**
     * Moves the wall clock.
     *
     * @param by how far, backwards when negative
     */
    public void jumpWallTime(Duration by) {
        simulation.wallOffsetMs(name, simulation.wallOffsetMs(name) + by.toMillis());
    }

    /**
     * Pauses it, like SIGSTOP: nothing happens in it, while its clocks advance and the network keeps its connections.
     */
    public void pause() {
        paused = true;
    }

    /** Resumes a paused process: what was due in the meantime happens now, in order. */
    public void resume() {
        paused = false;
        // they keep their times, so that they stay in order with each other and with what is due only now
        deferred.forEach(simulation::replan);
        deferred.clear();
    }

    /** {@return whether it is paused} */
    public boolean paused() {
        return paused;
    }

    /**
     * Ends it immediately, like SIGKILL: nothing happens in it any more. The next {@link Simulation#process} of that
     * name is a new run.
     */
    public void kill() {
        if (!alive) {
            return;
        }
        alive = false;
        deferred.clear();
        simulation.forget(this);
        List.copyOf(killListeners).forEach(Runnable::run);
    }

    /** {@return whether it has not been killed} */
    public boolean alive() {
        return alive;
    }

    /**
     * Adds a listener for its end; the network uses it to end its connections.
     *
     * @param listener called by {@link #kill}, outside of the process
     */
    public void onKill(Runnable listener) {
        killListeners.add(listener);
    }

    @Override
    public String toString() {
        return name;
    }

    RandomGenerator random() {
        return random;
    }

    PlannedEvent.Place place() {
        return place;
    }

    Environment.Cancellable plan(PlannedEvent.Place where, long delayNs, String what, Runnable task) {
        return simulation.plan(where, delayNs, what, task);
    }

    /**
     * Such an origin reveals code that compares two clock readings instead of subtracting them, or that assumes a start
     * at zero.
     */
    private long drawOrigin() {
        return switch (random.nextInt(4)) {
            case 0 -> Long.MAX_VALUE - random.nextLong(Duration.ofMinutes(2).toNanos());
            case 1 -> -random.nextLong(Duration.ofMinutes(2).toNanos());
            default -> random.nextLong();
        };
    }

    private final class ProcessPlace implements PlannedEvent.Place {

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean alive() {
            return alive;
        }

        @Override
        public boolean defer(PlannedEvent event) {
            if (paused) {
                deferred.add(event);
            }
            return paused;
        }
    }
}
