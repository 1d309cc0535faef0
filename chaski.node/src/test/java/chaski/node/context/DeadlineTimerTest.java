package chaski.node.context;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.testkit.simulation.SimulatedEnvironment;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlineTimerTest {

    private static final long MS = 1_000_000L;

    private final Simulation world = new Simulation(3);
    private final SimulatedEnvironment environment = world.environment("node");
    private final DeadlineTimer timer = new DeadlineTimer(environment);
    private final Part first = new Part(1_000);
    private final Part second = new Part(1_000);

    DeadlineTimerTest() {
        timer.add(first);
        timer.add(second);
    }

    @Test
    void firesAtTheEarliestDeadlineAndTicksAllParts() {
        first.dueInMs(30);
        second.dueInMs(20);
        timer.update();
        world.run(Duration.ofMillis(25));

        assertThat(first.tickedMs).containsExactly(20L);
        assertThat(second.tickedMs).containsExactly(20L);
    }

    @Test
    void deadlineThatBecomesEarlierIsMet() {
        timer.update();
        first.dueInMs(10);
        timer.update();
        world.run(Duration.ofMillis(50));

        assertThat(first.tickedMs).containsExactly(10L);
    }

    @Test
    void deadlineThatIsCalledOffCausesNoTick() {
        first.dueInMs(10);
        timer.update();
        first.dueInMs(400);
        timer.update();
        world.run(Duration.ofMillis(399));

        assertThat(first.tickedMs).isEmpty();
    }

    @Test
    void deadlineThatIsOverdueIsMetAtOnce() {
        first.dueInMs(-5);
        timer.update();
        world.run(Duration.ofMillis(1));

        assertThat(first.tickedMs).hasSize(1);
    }

    @Test
    void updateWithoutAChangeKeepsTheTimer() {
        timer.update();
        long before = world.events();
        for (int i = 0; i < 100; i++) {
            timer.update();
        }
        world.run(Duration.ofMillis(1_100));

        assertThat(world.events() - before).isLessThanOrEqualTo(2);
        assertThat(first.tickedMs).containsExactly(1_000L);
    }

    @Test
    void firesAgainAndAgain() {
        timer.update();
        world.run(Duration.ofMillis(3_500));

        assertThat(first.tickedMs).containsExactly(1_000L, 2_000L, 3_000L);
    }

    @Test
    void partThatFailsDoesNotOccupyTheLoopAndTheTimerGoesOn() {
        first.dueInMs(10);
        first.fails = true;
        timer.update();
        for (int failures = 0; failures < 3; ) {
            try {
                world.run(Duration.ofMillis(1_200));
                break;
            } catch (RuntimeException | Error expected) {
                failures++;
            }
        }
        assertThat(first.attempts).isBetween(1, 4);

        first.fails = false;
        world.run(Duration.ofMillis(3_000));
        assertThat(first.tickedMs).isNotEmpty();
    }

    @Test
    void stoppedTimerIsNotSetAgain() {
        timer.update();
        timer.stop();
        timer.update();
        world.run(Duration.ofSeconds(5));

        assertThat(first.tickedMs).isEmpty();
    }

    /** Is due at an interval, or when a test requests it. */
    private final class Part implements TimerSource {

        private final long intervalMs;
        private final List<Long> tickedMs = new ArrayList<>();
        private long dueNs;
        private int attempts;
        private boolean fails;

        Part(long intervalMs) {
            this.intervalMs = intervalMs;
            dueInMs(intervalMs);
        }

        void dueInMs(long delayMs) {
            dueNs = environment.nanoTime() + delayMs * MS;
        }

        @Override
        public long deadlineNs(long nowNs) {
            return dueNs;
        }

        @Override
        public void tick(long nowNs) {
            attempts++;
            if (fails) {
                throw new IllegalStateException("a part fails");
            }
            tickedMs.add(world.now().toMillis());
            dueNs = nowNs + intervalMs * MS;
        }
    }
}
