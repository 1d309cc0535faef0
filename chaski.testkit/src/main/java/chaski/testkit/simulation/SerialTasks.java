package chaski.testkit.simulation;

import java.util.concurrent.Executor;

/** An executor whose tasks run in the order in which they were submitted, each possibly with a small delay. */
final class SerialTasks implements Executor {

    private final SimulatedProcess process;
    private final PlannedEvent.Place place;
    private final String what;
    private long lastNs = Long.MIN_VALUE;

    SerialTasks(SimulatedProcess process, PlannedEvent.Place place, String what) {
        this.process = process;
        this.place = place;
        this.what = what;
    }

    @Override
    public void execute(Runnable task) {
        Simulation simulation = process.simulation();
        long nowNs = simulation.nowNs();
        long dueNs = Math.max(lastNs, nowNs + simulation.interleavingNs(process.random()));
        lastNs = dueNs;
        process.plan(place, dueNs - nowNs, what, task);
    }
}
