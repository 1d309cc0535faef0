package chaski.node.context;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever task changes a deadline, and in whatever way it was submitted: the part is ticked then. */
class ControlLoopTest {

    private static final long MS = 1_000_000L;

    private final Simulation world = new Simulation(4);
    private final ControlLoop loop = new ControlLoop(world.environment("node"));
    private final List<Long> tickedMs = new ArrayList<>();
    private long dueNs = loop.nanoTime() + 3_600_000 * MS;

    @BeforeEach
    void register() {
        loop.execute(() -> loop.timer().add(new TimerSource() {
            @Override
            public long deadlineNs(long nowNs) {
                return dueNs;
            }

            @Override
            public void tick(long nowNs) {
                tickedMs.add(world.now().toMillis());
                dueNs = nowNs + 3_600_000 * MS;
            }
        }));
        world.run(Duration.ofMillis(1));
    }

    @Test
    void deadlineThatATaskSetsIsMet() {
        loop.execute(() -> dueInMs(10));
        world.run(Duration.ofSeconds(1));

        assertThat(tickedMs).containsExactly(11L);
    }

    @Test
    void deadlineThatATimerSetsIsMet() {
        loop.schedule(100 * MS, () -> dueInMs(10));
        world.run(Duration.ofSeconds(1));

        assertThat(tickedMs).containsExactly(111L);
    }

    @Test
    void deadlineThatACoalescedTaskSetsIsMet() {
        new CoalescedTask(loop, () -> dueInMs(10)).request();
        world.run(Duration.ofSeconds(1));

        assertThat(tickedMs).containsExactly(11L);
    }

    @Test
    void deadlineThatATaskSetsBeforeItFailsIsMet() {
        loop.execute(() -> {
            dueInMs(10);
            throw new IllegalStateException("a task fails");
        });
        try {
            world.run(Duration.ofSeconds(1));
        } catch (RuntimeException | Error expected) {
            world.run(Duration.ofSeconds(1));
        }

        assertThat(tickedMs).containsExactly(11L);
    }

    @Test
    void cancelledTimerDoesNotRun() {
        loop.schedule(100 * MS, () -> dueInMs(10)).cancel();
        world.run(Duration.ofSeconds(1));

        assertThat(tickedMs).isEmpty();
    }

    private void dueInMs(long delayMs) {
        dueNs = loop.nanoTime() + delayMs * MS;
    }
}
