package chaski.testkit.network;

import chaski.api.protocol.Environment;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** Cuts links at random times until it is stopped. */
final class RandomCuts implements Environment.Cancellable {

    private final SimulatedNetwork network;
    private final Duration meanInterval;
    private final RandomGenerator chance;
    private boolean cancelled;

    RandomCuts(SimulatedNetwork network, Duration meanInterval, RandomGenerator chance) {
        this.network = network;
        this.meanInterval = meanInterval;
        this.chance = chance;
    }

    void plan() {
        network.after((long) (chance.nextExponential() * meanInterval.toNanos()), () -> {
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
                network.links().stream().filter(SimulatedLink::open).toList();
        if (!open.isEmpty()) {
            open.get(chance.nextInt(open.size())).cut();
        }
    }
}
