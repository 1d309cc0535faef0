package chaski.remote.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chaski.api.protocol.Environment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class WorkerPoolTest {

    private static final int MOST = 3;

    private final Threads threads = new Threads();
    private final WorkerPool pool = new WorkerPool(threads, "calls", MOST);
    private final List<String> ran = new ArrayList<>();

    @Test
    void oneThreadRunsAllShortTasks() {
        for (int i = 0; i < 10; i++) {
            task("short");
        }

        assertThat(threads.pending).hasSize(1);
        threads.runNext();
        assertThat(ran).hasSize(10);
    }

    @Test
    void taskBehindABlockedOneHasAThread() {
        pool.execute(() -> {
            ran.add("blocked");
            threads.runNext(); // what another thread would do meanwhile
            ran.add("unblocked");
        });
        task("next");
        threads.runNext();

        assertThat(ran).containsExactly("blocked", "next", "unblocked");
    }

    @Test
    void eachBlockedTaskStartsTheNextThreadUpToTheMost() {
        for (int i = 0; i < MOST + 2; i++) {
            pool.execute(() -> {
                ran.add("began");
                if (!threads.pending.isEmpty()) {
                    threads.runNext();
                }
            });
        }
        threads.runNext();

        assertThat(ran).hasSize(MOST + 2);
        assertThat(threads.started).isEqualTo(MOST);
    }

    @Test
    void taskAfterAllThreadsHaveEndedStartsAnother() {
        task("one");
        threads.runNext();
        task("other");
        threads.runNext();

        assertThat(ran).containsExactly("one", "other");
    }

    @Test
    @SuppressWarnings("try") // the pause lasts as long as the block
    void threadThatWaitsIsReplaced() {
        WorkerPool single = new WorkerPool(threads, "calls", 1);
        single.execute(() -> {
            try (WorkerPool.Pause pause = WorkerPool.pause()) {
                ran.add("waits");
                threads.runNext();
            }
            ran.add("has waited");
        });
        single.execute(() -> ran.add("meanwhile"));
        threads.runNext();

        assertThat(ran).containsExactly("waits", "meanwhile", "has waited");
    }

    @Test
    @SuppressWarnings("try") // the pause lasts as long as the block
    void taskQueuedWhileAThreadWaitsStartsOneInItsPlace() {
        WorkerPool single = new WorkerPool(threads, "calls", 1);
        single.execute(() -> {
            try (WorkerPool.Pause pause = WorkerPool.pause()) {
                single.execute(() -> ran.add("meanwhile"));
                threads.runNext();
            }
            ran.add("has waited");
        });
        threads.runNext();

        assertThat(ran).containsExactly("meanwhile", "has waited");
    }

    @Test
    void threadThatCannotBeStartedIsTriedAgain() {
        threads.failures = 1;
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> task("first"));
        task("second");
        threads.runNext();

        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void threadThatCannotStartAnotherRunsAllTasks() {
        task("first");
        threads.failures = 5;
        task("second");
        task("third");
        threads.runNext();

        assertThat(ran).containsExactly("first", "second", "third");
    }

    private void task(String name) {
        pool.execute(() -> ran.add(name));
    }

    /** Threads that run when the test calls them, on its own thread. */
    private static final class Threads implements Environment {

        private final Queue<Runnable> pending = new ArrayDeque<>();
        private int failures;
        private int started;

        void runNext() {
            pending.remove().run();
        }

        @Override
        public Cancellable start(String name, Runnable task) {
            if (failures > 0) {
                failures--;
                throw new OutOfMemoryError("unable to create native thread");
            }
            started++;
            pending.add(task);
            return () -> {};
        }

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public long wallTimeMillis() {
            return 0;
        }

        @Override
        public RandomGenerator random() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void execute(Runnable task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Cancellable schedule(long delayNs, Runnable task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
