package chaski.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.protocol.Environment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SimulationTest {

    final Simulation world = new Simulation(7);
    final List<String> log = new ArrayList<>();

    @Test
    void eventsHappenInTheOrderOfTheirTimesThenOfTheirPlanning() {
        world.after(Duration.ofSeconds(2), () -> log.add("late"));
        world.after(Duration.ofSeconds(1), () -> log.add("first"));
        world.after(Duration.ofSeconds(1), () -> log.add("second"));

        world.run(Duration.ofSeconds(5));

        assertThat(log).containsExactly("first", "second", "late");
        assertThat(world.now()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void stepJumpsToTheNextEvent() {
        world.after(Duration.ofHours(9), () -> log.add("it"));

        assertThat(world.step()).isTrue();
        assertThat(world.now()).isEqualTo(Duration.ofHours(9));
        assertThat(world.step()).isFalse();
    }

    @Test
    void runUntilStopsAtTheEventThatMakesItSo() {
        world.after(Duration.ofSeconds(1), () -> log.add("a"));
        world.after(Duration.ofSeconds(2), () -> log.add("b"));

        assertThat(world.runUntil(() -> log.contains("a"), Duration.ofMinutes(1)))
                .isTrue();

        assertThat(log).containsExactly("a");
        assertThat(world.now()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void awaitReportsTheConditionWithSeedAndTime() {
        assertThatThrownBy(() -> world.await("rain", () -> false, Duration.ofSeconds(3)))
                .isInstanceOf(SimulationError.class)
                .hasMessageContainingAll("rain", "PT3S", "seed 7");
    }

    @Test
    void eventThatThrowsBreaksTheWorldWithSeedTimeAndPlace() {
        world.environment("a").schedule(1_000_000_000, () -> {
            throw new IllegalStateException("no");
        });

        assertThatThrownBy(() -> world.run(Duration.ofMinutes(1)))
                .isInstanceOf(SimulationError.class)
                .hasMessageContainingAll("timer", "in a at PT1S", "seed 7")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void endlessLoopWithoutTimeIsFound() {
        Environment loop = world.environment("a");
        Runnable again = new Runnable() {
            @Override
            public void run() {
                loop.execute(this);
            }
        };
        loop.execute(again);

        assertThatThrownBy(() -> world.run(Duration.ofSeconds(1))).hasMessageContaining("endless loop");
    }

    @Test
    void timeCannotBeMovedFromWithinAnEvent() {
        world.after(Duration.ZERO, () -> world.run(Duration.ofSeconds(1)));
        world.after(Duration.ZERO, () -> log.add("never while another happens"));

        assertThatThrownBy(world::step).hasRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void otherThreadsAreRefused() {
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> world.after(Duration.ZERO, () -> {}));

        assertThatThrownBy(other::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void cancelledEventDoesNotHappen() {
        world.after(Duration.ofSeconds(1), () -> log.add("a")).cancel();

        world.run(Duration.ofSeconds(2));

        assertThat(log).isEmpty();
    }

    @Test
    void timersSetAndCancelledForEverDoNotFillTheMemory() {
        Environment a = world.environment("a");
        for (int i = 0; i < 200_000; i++) {
            byte[] large = new byte[10_000];
            a.schedule(Duration.ofDays(1).toNanos(), () -> large[0]++).cancel();
        }

        assertThat(world.step()).isFalse();
    }

    @Test
    void sameSeedGivesTheSameDigestAndAnotherSeedAnother() {
        assertThat(digest(1)).isEqualTo(digest(1));
        assertThat(digest(1)).isNotEqualTo(digest(2));
    }

    @Test
    void digestDependsOnWhatIsNoted() {
        Simulation other = new Simulation(7);
        assertThat(world.digest()).isEqualTo(other.digest());

        other.note("seen", 1);

        assertThat(world.digest()).isNotEqualTo(other.digest());
    }

    @Test
    void sourcesOfChanceDependOnSeedAndPurposeOnly() {
        long first = world.random("x").nextLong();
        world.random("y").nextLong();

        assertThat(world.random("x").nextLong()).isEqualTo(first);
        assertThat(new Simulation(7).random("x").nextLong()).isEqualTo(first);
        assertThat(new Simulation(8).random("x").nextLong()).isNotEqualTo(first);
    }

    @Test
    void interleavingMixesThreadsButKeepsTheOrderOfEach() {
        world.interleaving(Duration.ofMillis(1));
        Executor one = world.process("a").thread("one");
        Executor two = world.process("a").thread("two");
        List<Integer> odd = new ArrayList<>();
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int number = i;
            (i % 2 == 0 ? one : two).execute(() -> {
                all.add(number);
                if (number % 2 == 1) {
                    odd.add(number);
                }
            });
        }

        world.run(Duration.ofSeconds(1));

        assertThat(odd).isSorted().hasSize(100);
        assertThat(all).hasSize(200).isNotEqualTo(all.stream().sorted().toList());
    }

    @Test
    void everyEventIsShownToTheWatcher() {
        List<SimulationEvent> seen = new ArrayList<>();
        world.watch(seen::add);
        world.environment("a").execute(() -> {});
        world.environment("b").schedule(1_000_000, () -> {});

        world.run(Duration.ofSeconds(1));

        assertThat(seen)
                .containsExactly(
                        new SimulationEvent(Duration.ZERO, "a", "execute"),
                        new SimulationEvent(Duration.ofMillis(1), "b", "timer"));
        assertThat(world.events()).isEqualTo(2);
    }

    private static long digest(long seed) {
        Simulation world = new Simulation(seed).interleaving(Duration.ofMillis(1));
        for (String name : List.of("a", "b", "c")) {
            Environment environment = world.environment(name);
            tick(environment, environment.random(), 100);
        }
        world.run(Duration.ofMinutes(1));
        return world.digest();
    }

    private static void tick(Environment environment, RandomGenerator chance, int left) {
        if (left > 0) {
            environment.schedule(chance.nextLong(1_000_000_000), () -> tick(environment, chance, left - 1));
        }
    }
}
