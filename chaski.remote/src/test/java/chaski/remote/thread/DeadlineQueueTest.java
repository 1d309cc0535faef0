package chaski.remote.thread;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.protocol.Environment;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class DeadlineQueueTest {

    private static final long SEED = 20_261_201;
    private static final long MS = 1_000_000;

    private final Simulation world = new Simulation(1);
    private final Counting environment = new Counting(world.environment("a"));
    private final DeadlineQueue queue = new DeadlineQueue(environment);
    private final List<Entry> expired = new ArrayList<>();

    private final class Entry extends DeadlineQueue.Deadline {

        private long expiredNs = -1;

        Entry(long ms) {
            super(environment.nanoTime() + ms * MS);
        }

        @Override
        protected void expire() {
            expiredNs = environment.nanoTime();
            expired.add(this);
        }
    }

    private Entry add(long ms) {
        Entry entry = new Entry(ms);
        queue.add(entry);
        return entry;
    }

    @Test
    void deadlinesExpireExactlyThenAndInOrder() {
        Random random = new Random(SEED);
        List<Entry> added = new ArrayList<>();
        List<Entry> left = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Entry entry = add(1 + random.nextInt(3_000));
            added.add(entry);
            left.add(entry);
            if (random.nextBoolean()) {
                Entry removed = added.get(random.nextInt(added.size()));
                queue.remove(removed);
                left.remove(removed);
            }
        }
        world.run(Duration.ofSeconds(4));

        assertThat(expired).as("seed %d", SEED).containsExactlyInAnyOrderElementsOf(left);
        assertThat(expired).isSortedAccordingTo(Comparator.comparingLong(DeadlineQueue.Deadline::deadlineNs));
        assertThat(expired).allSatisfy(entry -> assertThat(entry.expiredNs).isEqualTo(entry.deadlineNs()));
    }

    @Test
    void removedDeadlineDoesNotExpireAndMayBeRemovedAgain() {
        Entry entry = add(5);
        Entry other = add(7);
        queue.remove(entry);
        queue.remove(entry);
        world.run(Duration.ofMillis(10));
        queue.remove(other);

        assertThat(expired).containsExactly(other);
    }

    @Test
    void manyDeadlinesNeedOneTimer() {
        for (int i = 0; i < 1_000; i++) {
            queue.remove(add(10_000 + i));
            world.run(Duration.ofMillis(1));
        }

        assertThat(environment.scheduled).hasValue(1);
    }

    @Test
    void earlierDeadlineIsNotLate() {
        Entry late = add(100);
        Entry early = add(10);
        world.run(Duration.ofMillis(10));
        assertThat(expired).containsExactly(early);

        world.run(Duration.ofMillis(90));
        assertThat(expired).containsExactly(early, late);
    }

    @Test
    void deadlineAddedWhenOneExpiresExpiresToo() {
        DeadlineQueue.Deadline first = new DeadlineQueue.Deadline(environment.nanoTime() + MS) {
            @Override
            protected void expire() {
                DeadlineQueueTest.this.add(5);
            }
        };
        queue.add(first);
        world.run(Duration.ofMillis(6));

        assertThat(expired).hasSize(1);
    }

    @Test
    void deadlineThatHasPassedExpiresSoon() {
        add(-1);
        world.run(Duration.ofMillis(1));

        assertThat(expired).hasSize(1);
    }

    /** Counts timers. */
    private record Counting(Environment real, AtomicInteger scheduled) implements Environment {

        Counting(Environment real) {
            this(real, new AtomicInteger());
        }

        @Override
        public Cancellable schedule(long delayNs, Runnable task) {
            scheduled.incrementAndGet();
            return real.schedule(delayNs, task);
        }

        @Override
        public long nanoTime() {
            return real.nanoTime();
        }

        @Override
        public long wallTimeMillis() {
            return real.wallTimeMillis();
        }

        @Override
        public RandomGenerator random() {
            return real.random();
        }

        @Override
        public void execute(Runnable task) {
            real.execute(task);
        }

        @Override
        public Cancellable start(String name, Runnable task) {
            return real.start(name, task);
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
