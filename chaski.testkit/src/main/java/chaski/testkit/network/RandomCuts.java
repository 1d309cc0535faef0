package chaski.testkit.network;

import chaski.api.protocol.Environment;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Cuts links at random times until it is stopped. */
final class RandomCuts implements Environment.Cancellable {

    private final Simulation simulation;
    private final Supplier<List<SimulatedLink>> links;
    private final Duration meanInterval;
    private final RandomGenerator chance;
    private boolean cancelled;

    /**
     * Cuts nothing yet.
     *
     * @param simulation the world of the links
     * @param links returns the links that there are
     * @param meanInterval the mean time between two cuts
     * @param chance draws by the seed
     */
    RandomCuts(
            Simulation simulation, Supplier<List<SimulatedLink>> links, Duration meanInterval, RandomGenerator chance) {
        this.simulation = simulation;
        this.links = links;
        this.meanInterval = meanInterval;
        this.chance = chance;
    }

    void plan() {
        Duration interval = Duration.ofNanos((long) (chance.nextExponential() * meanInterval.toNanos()));
        simulation.after(interval, () -> {
            if (!cancelled) {
                cutOne();
                plan();
            }
        });
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    private void cutOne() {
        List<SimulatedLink> open =
                links.get().stream().filter(SimulatedLink::open).toList();
        if (!open.isEmpty()) {
            open.get(chance.nextInt(open.size())).cut();
        }
    }
}
