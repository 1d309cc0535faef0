package chaski.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.protocol.Environment.Cancellable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SimulatedEnvironmentTest {

    static final long SECOND_NS = 1_000_000_000;

    final Simulation world = new Simulation(3);
    final SimulatedEnvironment a = world.environment("a");
    final SimulatedProcess process = a.process();
    final List<String> log = new ArrayList<>();

    @Test
    void tasksRunInOrderAndNotWithinTheCall() {
        a.execute(() -> log.add("one"));
        a.execute(() -> log.add("two"));
        assertThat(log).isEmpty();

        world.run(Duration.ofSeconds(1));

        assertThat(log).containsExactly("one", "two");
    }

    @Test
    void timersRunWhenTheirTimeHasCome() {
        long start = a.nanoTime();
        a.schedule(3 * SECOND_NS, () -> log.add("after " + (a.nanoTime() - start)));
        a.schedule(-5, () -> log.add("at once"));

        world.run(Duration.ofSeconds(10));

        assertThat(log).containsExactly("at once", "after " + 3 * SECOND_NS);
    }

    @Test
    void monotonicClocksBeginAnywhere() {
        List<Long> origins = LongStream.range(0, 100)
                .map(seed -> new Simulation(seed).environment("a").nanoTime())
                .boxed()
                .toList();

        assertThat(origins)
                .anyMatch(t -> t < 0)
                .anyMatch(t -> t > 0)
                .anyMatch(t -> t > Long.MAX_VALUE - Duration.ofMinutes(2).toNanos())
                .doesNotHaveDuplicates();
    }

    @Test
    void wallClockJumpsAndTimersDoNotCare() {
        long before = a.wallTimeMillis();
        long monotonic = a.nanoTime();
        a.schedule(SECOND_NS, () -> log.add("timer"));
        process.jumpWallTime(Duration.ofDays(-1));
        assertThat(a.wallTimeMillis() - before).isEqualTo(-Duration.ofDays(1).toMillis());

        world.run(Duration.ofSeconds(1));

        assertThat(log).containsExactly("timer");
        assertThat(a.nanoTime() - monotonic).isEqualTo(SECOND_NS);
        process.setWallTime(0);
        world.run(Duration.ofSeconds(2));
        assertThat(a.wallTimeMillis()).isEqualTo(2000);
        assertThat(world.environment("b").wallTimeMillis()).isGreaterThan(before);
    }

    @Test
    void pausedProcessDoesNothingUntilItIsResumed() {
        process.pause();
        a.execute(() -> log.add("a"));
        world.environment("b").execute(() -> log.add("b"));
        world.run(Duration.ofMinutes(1));
        assertThat(log).containsExactly("b");

        process.resume();
        world.run(Duration.ZERO);

        assertThat(log).containsExactly("b", "a");
        assertThat(world.now()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void eventsDueDuringThePauseHappenInOrderAndBeforeLaterOnes() {
        process.pause();
        a.schedule(2 * SECOND_NS, () -> log.add("timer 2"));
        a.schedule(SECOND_NS, () -> log.add("timer 1"));
        a.schedule(10 * SECOND_NS, () -> log.add("timer 10"));
        world.run(Duration.ofSeconds(5));
        a.execute(() -> log.add("given at 5"));

        process.resume();
        world.run(Duration.ofSeconds(5));

        assertThat(log).containsExactly("timer 1", "timer 2", "given at 5", "timer 10");
    }

    @Test
    void timerThatFellDueDuringThePauseCanStillBeCancelled() {
        AtomicReference<Cancellable> second = new AtomicReference<>();
        a.schedule(SECOND_NS, () -> second.get().cancel());
        second.set(a.schedule(SECOND_NS, () -> log.add("cancelled by the first")));
        process.pause();
        world.run(Duration.ofSeconds(5));

        process.resume();
        world.run(Duration.ofSeconds(5));

        assertThat(log).isEmpty();
    }

    @Test
    void closedEnvironmentDropsItsTasksAndTakesNoMore() {
        a.execute(() -> log.add("task"));
        a.schedule(SECOND_NS, () -> log.add("timer"));
        a.start("reader", () -> log.add("user code"));
        a.close();
        a.execute(() -> log.add("later"));
        a.schedule(1, () -> log.add("later")).cancel();

        world.run(Duration.ofSeconds(5));

        assertThat(log).isEmpty();
    }

    @Test
    void closingOneEnvironmentLeavesOthersOfTheProcessAlone() {
        SimulatedEnvironment second = process.environment();
        second.execute(() -> log.add("second"));
        a.close();

        world.run(Duration.ofSeconds(1));

        assertThat(log).containsExactly("second");
    }

    @Test
    void userCodeRunsAsAnEventAndCanBeCalledOffBefore() {
        a.start("reader", () -> log.add("ran"));
        a.start("reader", () -> log.add("never")).cancel();

        world.run(Duration.ofSeconds(1));

        assertThat(log).containsExactly("ran");
    }

    @Test
    void killedProcessDoesNothingAndItsNextRunIsAnother() {
        a.execute(() -> log.add("old"));
        process.onKill(() -> log.add("reported"));
        process.jumpWallTime(Duration.ofHours(1));
        long wall = a.wallTimeMillis();
        process.kill();
        process.kill();

        SimulatedEnvironment next = world.environment("a");
        next.execute(() -> log.add("new"));
        world.run(Duration.ofSeconds(1));

        assertThat(log).containsExactly("reported", "new");
        assertThat(next.process()).isNotSameAs(process);
        assertThat(process.alive()).isFalse();
        assertThat(next.wallTimeMillis()).isEqualTo(wall + 1000);
    }

    @Test
    void killedWhilePausedStaysDead() {
        process.pause();
        a.execute(() -> log.add("old"));
        world.run(Duration.ofSeconds(1));
        process.kill();
        process.resume();

        world.run(Duration.ofSeconds(1));

        assertThat(log).isEmpty();
    }
}
