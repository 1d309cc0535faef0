package chaski.testkit.simulation;

import chaski.api.protocol.Environment;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A world in virtual time, driven by the test and by a seed.
 *
 * <pre>{@code
 * Simulation world = new Simulation(seed);
 * SimulatedNetwork network = new SimulatedNetwork(world);
 * SimulatedEnvironment a = world.environment("a");
 * ... start nodes with environments and network.transport("a") ...
 * world.after(Duration.ofSeconds(3), () -> network.cut("a", "b"));
 * world.await("all is delivered", () -> received == 1000, Duration.ofMinutes(5));
 * }</pre>
 *
 * <p>Everything that happens is an event with a time; events happen in the order of their times, those of the same time
 * in the order in which they were planned. An event takes no time. A task that throws makes the world fail: the method
 * that drives it throws {@link SimulationError} with the seed and the time.
 *
 * <p>Confined to the thread that made it: other threads are refused, as they would make runs differ.
 */
public final class Simulation {

    /** More events than this without time passing are an endless loop. */
    private static final int MOST_EVENTS_AT_ONCE = 10_000_000;

    private final Thread owner = Thread.currentThread();
    private final long seed;
    private final EventQueue queue = new EventQueue();
    private final EventDigest digest = new EventDigest();
    private final Map<String, SimulatedProcess> processes = new LinkedHashMap<>();
    private final Map<String, Long> wallOffsetsMs = new HashMap<>();
    private final RandomGenerator random;
    private final PlannedEvent.Place world = new World();
    private Consumer<? super SimulationEvent> watcher = event -> {};
    private boolean watched;
    private boolean inEvent;
    private long nowNs;
    private long events;
    private int eventsNow;
    private long interleavingNs;

    /**
     * Makes an empty world at time zero.
     *
     * @param seed determines everything that is random
     */
    public Simulation(long seed) {
        this.seed = seed;
        this.random = random("test");
        digest.add(seed);
    }

    /** {@return the seed} */
    public long seed() {
        return seed;
    }

    /** {@return the source of random numbers for the test itself} */
    public RandomGenerator random() {
        return random;
    }

    /**
     * Makes a separate source of random numbers, so that one part's draws do not change what another part draws.
     *
     * @param purpose what it is for; the same seed and purpose give the same numbers
     * @return the source
     */
    public RandomGenerator random(String purpose) {
        EventDigest mixed = new EventDigest();
        mixed.add(seed);
        mixed.add(purpose);
        return new SplittableRandom(mixed.value());
    }

    /**
     * Returns the living process of a name; starts one when there is none.
     *
     * @param name also its host in the network: letters, digits, dots and dashes
     * @return the process
     */
    public SimulatedProcess process(String name) {
        checkThread();
        return processes.computeIfAbsent(name, n -> new SimulatedProcess(this, n));
    }

    /**
     * Makes a new environment for a node in the process of that name.
     *
     * @param process the process's name
     * @return the environment
     */
    public SimulatedEnvironment environment(String process) {
        return process(process).environment();
    }

    /** {@return the virtual time since the world began} */
    public Duration now() {
        return Duration.ofNanos(nowNs);
    }

    /** {@return the virtual time since the world began, in nanoseconds} */
    public long nowNs() {
        return nowNs;
    }

    /**
     * Lets each task on a control loop or simulated thread wait for up to so long, drawn by the seed, as real threads
     * do. Tasks of one loop or thread keep their order; those of different ones mix. Default: zero.
     *
     * @param most the longest delay
     * @return this
     */
    public Simulation interleaving(Duration most) {
        interleavingNs = most.toNanos();
        return this;
    }

    /**
     * Plans an event outside of all processes, such as a fault.
     *
     * @param delay how long from now
     * @param task what happens
     * @return cancels it
     */
    public Environment.Cancellable after(Duration delay, Runnable task) {
        return plan(world, delay.toNanos(), "plan", task);
    }

    /**
     * Advances time to the next event, which happens.
     *
     * @return true if there was one
     */
    public boolean step() {
        checkThread();
        PlannedEvent next = queue.peek();
        if (next == null) {
            return false;
        }
        happen(next);
        return true;
    }

    /**
     * Advances time.
     *
     * @param duration how much
     */
    public void run(Duration duration) {
        runUntil(() -> false, duration);
    }

    /**
     * Advances time until a condition holds.
     *
     * @param condition evaluated after each event
     * @param most how much time may pass
     * @return true if it holds
     */
    public boolean runUntil(BooleanSupplier condition, Duration most) {
        checkThread();
        long endNs = nowNs + most.toNanos();
        while (!condition.getAsBoolean()) {
            PlannedEvent next = queue.peek();
            if (next == null || next.atNs() > endNs) {
                moveTo(endNs);
                return condition.getAsBoolean();
            }
            happen(next);
        }
        return true;
    }

    /**
     * Advances time until a condition holds, and fails if it does not.
     *
     * @param what describes the condition, for the error
     * @param condition evaluated after each event
     * @param most how much time may pass
     * @throws SimulationError if it does not hold in time
     */
    public void await(String what, BooleanSupplier condition, Duration most) {
        if (!runUntil(condition, most)) {
            throw new SimulationError("waited " + most + " for: " + what + where(world));
        }
    }

    /**
     * Adds something to the digest, such as what a test observed.
     *
     * @param what the kind
     * @param value the value
     */
    public void note(String what, long value) {
        digest.add(what);
        digest.add(value);
    }

    /** {@return a hash of everything that has happened; the same for the same seed and the same code} */
    public long digest() {
        return digest.value();
    }

    /** {@return how many events have happened} */
    public long events() {
        return events;
    }

    /**
     * Logs every event before it happens, to find the cause of a failure.
     *
     * @param log called for each event
     */
    public void watch(Consumer<? super SimulationEvent> log) {
        watcher = log;
        watched = true;
    }

    /** Runs what is due by a time, but not too much in one call, and returns the time until more is due. */
    long catchUp(long timeNs, int mostEvents) {
        PlannedEvent next = queue.peek();
        for (int i = 0; i < mostEvents && next != null && next.atNs() <= timeNs; i++) {
            happen(next);
            next = queue.peek();
        }
        if (next != null && next.atNs() <= timeNs) {
            return 0;
        }
        moveTo(timeNs);
        return next == null ? Long.MAX_VALUE : next.atNs() - timeNs;
    }

    Environment.Cancellable plan(PlannedEvent.Place place, long delayNs, String what, Runnable task) {
        checkThread();
        return queue.add(nowNs + Math.max(0, delayNs), place, what, task);
    }

    void replan(PlannedEvent event) {
        if (!event.cancelled()) {
            queue.add(event);
        }
    }

    /** Draws how long a task waits for its thread. */
    long interleavingNs(RandomGenerator chance) {
        return interleavingNs == 0 ? 0 : chance.nextLong(interleavingNs + 1);
    }

    long wallOffsetMs(String process) {
        return wallOffsetsMs.getOrDefault(process, 0L);
    }

    void wallOffsetMs(String process, long offsetMs) {
        wallOffsetsMs.put(process, offsetMs);
    }

    void forget(SimulatedProcess process) {
        processes.remove(process.name(), process);
    }

    private void happen(PlannedEvent event) {
        if (inEvent) {
            throw new IllegalStateException("time cannot be moved on from within an event" + where(event.place()));
        }
        queue.removeFirst();
        moveTo(event.atNs());
        PlannedEvent.Place place = event.place();
        if (!place.alive() || place.defer(event)) {
            return;
        }
        if (++eventsNow > MOST_EVENTS_AT_ONCE) {
            throw new SimulationError(MOST_EVENTS_AT_ONCE + " events and no time has passed: an endless loop in "
                    + event.what() + where(place));
        }
        Runnable task = event.take();
        if (task != null) {
            perform(event, task);
        }
    }

    private void perform(PlannedEvent event, Runnable task) {
        events++;
        digest.add(nowNs);
        digest.add(event.place().name());
        digest.add(event.what());
        if (watched) {
            watcher.accept(new SimulationEvent(now(), event.place().name(), event.what()));
        }
        inEvent = true;
        try {
            task.run();
        } catch (SimulationError e) {
            throw e;
        } catch (Throwable e) {
            throw new SimulationError(event.what() + " threw " + e + where(event.place()), e);
        } finally {
            inEvent = false;
        }
    }

    private void moveTo(long timeNs) {
        if (timeNs > nowNs) {
            nowNs = timeNs;
            eventsNow = 0;
        }
    }

    private String where(PlannedEvent.Place place) {
        return " (in " + place.name() + " at " + now() + ", seed " + seed + ")";
    }

    private void checkThread() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("a simulation belongs to the thread that made it, " + owner.getName()
                    + ", and was used by " + Thread.currentThread().getName());
        }
    }

    /** Where the test's own plans happen. */
    private static final class World implements PlannedEvent.Place {

        @Override
        public String name() {
            return "world";
        }

        @Override
        public boolean alive() {
            return true;
        }

        @Override
        public boolean defer(PlannedEvent event) {
            return false;
        }
    }
}
