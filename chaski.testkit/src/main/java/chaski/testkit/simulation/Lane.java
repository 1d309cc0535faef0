package chaski.testkit.simulation;

import java.util.concurrent.Executor;

/** A row of tasks that happen in the order in which they were given, each perhaps a little later than it could. */
final class Lane implements Executor {

    private final SimulatedProcess process;
    private final Event.Place place;
    private final String what;
    private long lastNs = Long.MIN_VALUE;

    Lane(SimulatedProcess process, Event.Place place, String what) {
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
