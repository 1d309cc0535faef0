package chaski.node.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.protocol.Environment;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReusedThreadsTest {

    private static final long HOUR_NS = TimeUnit.HOURS.toNanos(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<ReusedThreads> all = new ArrayList<>();

    private ReusedThreads threads(long idleNs, long ageNs) {
        ReusedThreads threads = new ReusedThreads("n-", idleNs, ageNs);
        all.add(threads);
        return threads;
    }

    @AfterEach
    void close() {
        all.forEach(ReusedThreads::close);
    }

    private static Thread run(ReusedThreads threads, String what, Runnable task) throws Exception {
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        threads.start(what, () -> {
            try {
                task.run();
                ran.complete(Thread.currentThread());
            } catch (Throwable e) {
                ran.completeExceptionally(e);
                throw e;
            }
        });
        return ran.get(30, TimeUnit.SECONDS);
    }

    private static void awaitIdle(ReusedThreads threads, int count) {
        await().atMost(PATIENCE).until(() -> threads.idle() == count);
    }

    private static void awaitEnd(Thread thread) throws InterruptedException {
        thread.join(PATIENCE.toMillis());
        assertThat(thread.isAlive()).isFalse();
        assertThat(thread.getContextClassLoader())
                .as("what somebody who keeps the thread would keep with it")
                .isNull();
    }

    @Test
    void aThreadWhoseTaskFailedHoldsNoClassLoaderEither() throws Exception {
        ReusedThreads threads = threads(HOUR_NS, HOUR_NS);
        CompletableFuture<Thread> failing = new CompletableFuture<>();
        threads.start("call", () -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> {});
            failing.complete(Thread.currentThread());
            throw new IllegalStateException("as user code may");
        });
        awaitEnd(failing.get(30, TimeUnit.SECONDS));
    }

    @Test
    void oneThreadRunsTasksThatFollowEachOther() throws Exception {
        ReusedThreads threads = threads(HOUR_NS, HOUR_NS);
        Thread first = run(threads, "call", () -> {});
        for (int i = 0; i < 100; i++) {
            awaitIdle(threads, 1);
            assertThat(run(threads, "call", () -> {})).isSameAs(first);
        }

        assertThat(threads.started()).isEqualTo(1);
    }

    @Test
    void tasksOfTheSameTimeHaveThreadsOfTheirOwn() throws Exception {
        ReusedThreads threads = threads(HOUR_NS, HOUR_NS);
        CountDownLatch all = new CountDownLatch(20);
        for (int i = 0; i < 20; i++) {
            threads.start("call", () -> {
                all.countDown();
                awaitUninterrupted(all);
            });
        }

        assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        awaitIdle(threads, 20);
        assertThat(threads.started()).isEqualTo(20);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aThreadWithoutATaskEndsAfterTheIdleTime() throws Exception {
        ReusedThreads threads = threads(1, HOUR_NS);

        awaitEnd(run(threads, "call", () -> {}));

        assertThat(threads.idle()).isZero();
        assertThat(run(threads, "call", () -> {})).isNotNull();
    }

    @Test
    void aThreadThatIsTooOldTakesNoFurtherTask() throws Exception {
        ReusedThreads threads = threads(HOUR_NS, 0);

        awaitEnd(run(threads, "call", () -> {}));
    }

    @Test
    void closingEndsIdleThreadsAtOnceAndInterruptsTasks() throws Exception {
        ReusedThreads threads = threads(HOUR_NS, HOUR_NS);
        CountDownLatch inside = new CountDownLatch(1);
        CompletableFuture<Thread> interrupted = new CompletableFuture<>();
        // first: it would take the thread of a completed task
        threads.start("wait", () -> {
            inside.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.park();
            }
            interrupted.complete(Thread.currentThread());
        });
        Thread idle = run(threads, "call", () -> {});
        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
        awaitIdle(threads, 1);
        assertThat(idle.getName()).isEqualTo("n-idle");

        threads.close();

        awaitEnd(idle);
        awaitEnd(interrupted.get(30, TimeUnit.SECONDS));
        awaitEnd(run(threads, "closing", () -> {}));
    }

    @Test
    void cancellingInterruptsTheTaskAndNotTheNextOne() throws Exception {
        ReusedThreads threads = threads(HOUR_NS, HOUR_NS);
        CountDownLatch interrupted = new CountDownLatch(1);
        Environment.Cancellable first = threads.start("call", () -> {
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.park();
            }
            interrupted.countDown();
        });
        first.cancel();
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
        awaitIdle(threads, 1);

        CompletableFuture<Boolean> clean = new CompletableFuture<>();
        run(threads, "call", () -> {
            first.cancel();
            clean.complete(!Thread.currentThread().isInterrupted());
        });

        assertThat(clean.get()).isTrue();
        assertThat(threads.started()).isEqualTo(1);
    }

    @Test
    void anIdleThreadThatSomebodyInterruptsStaysIdle() throws Exception {
        ReusedThreads threads = threads(HOUR_NS, HOUR_NS);
        Thread thread = run(threads, "call", () -> {});
        awaitIdle(threads, 1);

        thread.interrupt();
        await().atMost(PATIENCE).until(() -> !thread.isInterrupted());

        awaitIdle(threads, 1);
        CompletableFuture<Boolean> clean = new CompletableFuture<>();
        assertThat(run(
                        threads,
                        "call",
                        () -> clean.complete(!Thread.currentThread().isInterrupted())))
                .isSameAs(thread);
        assertThat(clean.get()).isTrue();
    }

    @Test
    void aTaskSeesTheThreadAsANewOne() throws Exception {
        ReusedThreads threads = threads(HOUR_NS, HOUR_NS);
        InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
        ClassLoader own = new ClassLoader(ReusedThreadsTest.class.getClassLoader()) {};
        Thread test = Thread.currentThread();
        ClassLoader before = test.getContextClassLoader();
        inherited.set("of the test");
        test.setContextClassLoader(own);
        List<String> names = new ArrayList<>();
        try {
            run(threads, "one", () -> {
                Thread current = Thread.currentThread();
                names.add(current.getName());
                assertThat(current.getContextClassLoader()).isSameAs(own);
                assertThat(inherited.get()).isNull();
                current.setPriority(Thread.MIN_PRIORITY);
                current.setName("renamed");
                current.interrupt();
            });
        } finally {
            test.setContextClassLoader(before);
            inherited.remove();
        }
        awaitIdle(threads, 1);
        run(threads, "two", () -> {
            Thread current = Thread.currentThread();
            names.add(current.getName());
            assertThat(current.getContextClassLoader()).isSameAs(before);
            assertThat(current.getPriority()).isEqualTo(Thread.NORM_PRIORITY);
            assertThat(current.isInterrupted()).isFalse();
            assertThat(current.isDaemon()).isTrue();
        });

        assertThat(names).containsExactly("n-one", "n-two");
        assertThat(threads.started()).isEqualTo(1);
    }

    @Test
    void aTaskThatFailsEndsItsThreadOnly() throws Exception {
        ReusedThreads threads = threads(HOUR_NS, HOUR_NS);
        AtomicReference<Thread> failed = new AtomicReference<>();
        threads.start("call", () -> {
            failed.set(Thread.currentThread());
            Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> {});
            throw new IllegalStateException("meant");
        });
        await().atMost(PATIENCE).until(() -> failed.get() != null);

        awaitEnd(failed.get());
        assertThat(threads.idle()).isZero();
        assertThat(run(threads, "call", () -> {})).isNotNull();
    }

    @Test
    void anIdleThreadKeepsNothingOfTheTaskNorDoesWhoCanCancelIt() throws Exception {
        ReusedThreads threads = threads(HOUR_NS, HOUR_NS);
        CompletableFuture<Environment.Cancellable> cancellable = new CompletableFuture<>();
        WeakReference<Object> task = started(threads, cancellable);
        awaitIdle(threads, 1);

        await().atMost(PATIENCE).pollInSameThread().until(() -> {
            System.gc();
            return task.get() == null;
        });
        cancellable.get().cancel();
        assertThat(threads.idle()).isEqualTo(1);
    }

    private static WeakReference<Object> started(
            ReusedThreads threads, CompletableFuture<Environment.Cancellable> cancellable) {
        Object given = new Object();
        cancellable.complete(threads.start("call", () -> assertThat(given).isNotNull()));
        return new WeakReference<>(given);
    }

    @Test
    void aTaskIsInsideAndOthersAreNot() throws Exception {
        ReusedThreads threads = threads(HOUR_NS, HOUR_NS);
        CompletableFuture<Boolean> inside = new CompletableFuture<>();
        run(threads, "call", () -> inside.complete(threads.isInside()));

        assertThat(inside.get()).isTrue();
        assertThat(threads.isInside()).isFalse();
    }
}
