package chaski.cli.demo;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Kills one link after the other, until it is closed. */
final class LinkKiller implements AutoCloseable {

    private final List<TcpRelay> relays;
    private final RandomGenerator random;
    private final AtomicLong killed = new AtomicLong();
    private final RepeatingTask repeating;

    /**
     * Begins to kill.
     *
     * @param relays the relays whose connections are killed
     * @param interval how often, on average
     * @param random chooses connections and times; used only by this killer
     */
    LinkKiller(List<TcpRelay> relays, Duration interval, RandomGenerator random) {
        this.relays = relays;
        this.random = random;
        this.repeating =
                RepeatingTask.start("link-killer", () -> random.nextLong(2 * interval.toMillis()) + 1, this::kill);
    }

    /** {@return how many links were killed so far} */
    long killed() {
        return killed.get();
    }

    /** Stops; returns when no link is killed any more. */
    @Override
    public void close() {
        repeating.close();
    }

    private void kill() {
        if (relays.get(random.nextInt(relays.size())).reset(random)) {
            killed.incrementAndGet();
        }
    }
}
