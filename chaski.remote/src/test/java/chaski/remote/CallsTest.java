package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import chaski.api.node.Node;
import chaski.api.node.SessionConfig;
import chaski.api.remote.CallOptions;
import chaski.api.remote.Idempotent;
import chaski.api.remote.NotSentException;
import chaski.api.remote.OverloadedException;
import chaski.api.remote.RefusedException;
import chaski.api.remote.Registration;
import chaski.api.remote.Remote;
import chaski.api.remote.RemoteObject;
import chaski.api.remote.UnavailableException;
import chaski.api.remote.UncertainException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How calls end: deadlines, cancellation, limits, exporters that are added and removed, links that break. */
class CallsTest {

    private static final CallOptions PATIENT = CallOptions.DEFAULT.deadline(Duration.ofSeconds(60));
    private static final CallOptions BRIEF = CallOptions.DEFAULT.deadline(Duration.ofMillis(100));

    private final Nodes nodes = new Nodes();

    interface Work {
        int run(int n) throws InterruptedException;

        CompletionStage<Integer> later(int n);

        @Idempotent
        CompletionStage<Integer> again(int n);
    }

    /** Counts, and waits if a test requires it. */
    static final class Worker implements Work {
        final AtomicInteger runs = new AtomicInteger();
        final AtomicInteger interrupted = new AtomicInteger();
        final CountDownLatch gate = new CountDownLatch(1);

        @Override
        public int run(int n) throws InterruptedException {
            runs.incrementAndGet();
            try {
                if (n < 0) {
                    gate.await();
                }
                return n;
            } catch (InterruptedException e) {
                interrupted.incrementAndGet();
                throw e;
            }
        }

        @Override
        public CompletionStage<Integer> later(int n) {
            runs.incrementAndGet();
            return n < 0 ? new CompletableFuture<>() : CompletableFuture.completedFuture(n);
        }

        @Override
        public CompletionStage<Integer> again(int n) {
            return later(n);
        }
    }

    @AfterEach
    void stop() {
        nodes.close();
    }

    @Test
    void aDeadlineThatPassesWhileTheMethodRunsMakesItUncertainAndStopsTheMethod() {
        Remote there = nodes.remote("there");
        Remote here = nodes.remote("here");
        Worker worker = new Worker();
        there.export("w", Work.class, worker);
        assertThat(here.awaitExporters("w", 1, Nodes.LONG)).isTrue();

        assertThatThrownBy(() -> here.proxy("w", Work.class, BRIEF).run(-1))
                .isInstanceOf(UncertainException.class)
                .hasMessageContaining("100 ms");
        await().atMost(Nodes.LONG).until(() -> worker.interrupted.get() == 1);
        assertThat(worker.runs).hasValue(1);
    }

    @Test
    void cancellingAFutureStopsTheMethod() {
        Remote there = nodes.remote("there");
        Remote here = nodes.remote("here");
        Worker worker = new Worker();
        there.export("w", Work.class, worker);
        CompletableFuture<Object> call = here.object("w", PATIENT).callAsync("run", -1);
        await().atMost(Nodes.LONG).until(() -> worker.runs.get() == 1);

        assertThat(call.cancel(true)).isTrue();

        assertThatThrownBy(call::join).isInstanceOf(CancellationException.class);
        await().atMost(Nodes.LONG).until(() -> worker.interrupted.get() == 1);
    }

    @Test
    void anInterruptedCallerGivesTheCallUp() throws Exception {
        Remote there = nodes.remote("there");
        Remote here = nodes.remote("here");
        Worker worker = new Worker();
        there.export("w", Work.class, worker);
        Work work = here.proxy("w", Work.class, PATIENT);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> status = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            thrown.set(catchThrowable(() -> work.run(-1)));
            status.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        await().atMost(Nodes.LONG).until(() -> worker.runs.get() == 1);

        caller.interrupt();
        caller.join();

        assertThat(thrown.get()).isInstanceOf(UncertainException.class).hasMessageContaining("interrupted");
        assertThat(status.get()).isTrue();
        await().atMost(Nodes.LONG).until(() -> worker.interrupted.get() == 1);
    }

    @Test
    void oneSlowCallDelaysNoOther() throws Exception {
        Remote there = nodes.remote("there");
        Remote here = nodes.remote("here");
        Worker worker = new Worker();
        there.export("w", Work.class, worker);
        CompletableFuture<Object> slow = here.object("w", PATIENT).callAsync("run", -1);
        Work work = here.proxy("w", Work.class, PATIENT);

        for (int i = 0; i < 100; i++) {
            assertThat(work.run(i)).isEqualTo(i);
        }
        assertThat(slow).isNotDone();
        worker.gate.countDown();
        assertThat(slow.get(60, TimeUnit.SECONDS)).isEqualTo(-1);
    }

    interface Deep {
        int down(int depth, IntUnaryOperator back);
    }

    @Test
    void callsThatLeadToCallsNeedNotWaitForThreads() {
        nodes.remote("there").export("deep", Deep.class, (depth, back) -> back.applyAsInt(depth));
        Deep deep =
                nodes.remote("here").proxy("deep", Deep.class, CallOptions.DEFAULT.deadline(CallOptions.MAX_DEADLINE));
        IntUnaryOperator[] back = new IntUnaryOperator[1];
        back[0] = depth -> depth == 0 ? 0 : 1 + deep.down(depth - 1, back[0]);

        assertThat(deep.down(400, back[0])).isEqualTo(400);
    }

    @Test
    void callsThatAreOverDoNotCountForTheLimits() {
        nodes.start("there", SessionConfig.DEFAULT, Nodes.limits(10, 10))
                .service(Remote.class)
                .export("w", Work.class, new Worker());
        Remote here = nodes.remote("here");
        assertThat(here.awaitExporters("w", 1, Nodes.LONG)).isTrue();
        Work work = here.proxy("w", Work.class, PATIENT);
        RemoteObject object = here.object("w", PATIENT);

        for (int i = 0; i < 20; i++) {
            int n = i;
            assertThat(object.call("run", n)).isEqualTo(n);
            assertThat(work.later(n).toCompletableFuture().join()).isEqualTo(n);
            assertThatThrownBy(() -> object.call("missing")).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void whoHasTooManyCallsWaitingIsToldAtOnce() {
        Remote there = nodes.start("there", SessionConfig.DEFAULT, Nodes.limits(4, 100))
                .service(Remote.class);
        Remote here =
                nodes.start("here", SessionConfig.DEFAULT, Nodes.limits(6, 6)).service(Remote.class);
        Worker worker = new Worker();
        there.export("w", Work.class, worker);
        assertThat(here.awaitExporters("w", 1, Nodes.LONG)).isTrue();
        Work work = here.proxy("w", Work.class, PATIENT);
        List<CompletableFuture<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            calls.add(work.later(-1).toCompletableFuture());
        }
        await().atMost(Nodes.LONG).until(() -> worker.runs.get() == 4);

        assertThatThrownBy(() -> work.run(1))
                .isInstanceOf(OverloadedException.class)
                .hasMessageContaining("limits.callsPerPeer");
        for (int i = 0; i < 2; i++) {
            calls.add(here.proxy("none", Work.class, PATIENT).later(-1).toCompletableFuture());
        }
        assertThatThrownBy(() -> work.run(1))
                .isInstanceOf(OverloadedException.class)
                .hasMessageContaining("limits.callsPerNode");
        assertThat(worker.runs).hasValue(4);
        assertThat(there.counters()).containsEntry("calls.refused.overloaded", 1L);

        calls.forEach(call -> call.cancel(true));
        await().atMost(Nodes.LONG).ignoreExceptions().until(() -> work.run(2) == 2);
    }

    @Test
    void aCallWaitsForAnExporterThatComes() throws Exception {
        Remote there = nodes.remote("there");
        Remote here = nodes.remote("here");
        CompletableFuture<Integer> call =
                here.proxy("w", Work.class, PATIENT).later(7).toCompletableFuture();
        assertThat(call).isNotDone();

        there.export("w", Work.class, new Worker());

        assertThat(call.get(60, TimeUnit.SECONDS)).isEqualTo(7);
    }

    @Test
    void aRemoteThatIsMadeLateLearnsWhatPeersExport() {
        Remote there = nodes.remote("there");
        there.export("w", Work.class, new Worker());
        Node hereNode = nodes.start("here");
        await().atMost(Nodes.LONG).until(() -> hereNode.peer(nodes.id(0)).isPresent());

        Remote late = hereNode.service(Remote.class);

        assertThat(late.awaitExporters("w", 1, Nodes.LONG)).isTrue();
        assertThat(late.object("w", PATIENT).call("run", 3)).isEqualTo(3);
    }

    @Test
    void callsInFlightFinishWhenAnExportIsWithdrawnAndNewOnesWaitForTheNextVersion() throws Exception {
        Remote there = nodes.remote("there");
        Remote here = nodes.remote("here");
        Worker old = new Worker();
        Registration first = there.export("w", Work.class, old);
        CompletableFuture<Object> inFlight = here.object("w", PATIENT).callAsync("run", -1);
        await().atMost(Nodes.LONG).until(() -> old.runs.get() == 1);

        CompletableFuture<Void> drained = first.drain().toCompletableFuture();
        CompletableFuture<Integer> next =
                here.proxy("w", Work.class, PATIENT).later(5).toCompletableFuture();
        assertThat(drained).isNotDone();
        old.gate.countDown();
        assertThat(inFlight.get(60, TimeUnit.SECONDS)).isEqualTo(-1);
        drained.get(60, TimeUnit.SECONDS);
        assertThat(next).isNotDone();
        Worker young = new Worker();
        there.export("w", Work.class, young);

        assertThat(next.get(60, TimeUnit.SECONDS)).isEqualTo(5);
        assertThat(old.runs).hasValue(1);
        assertThat(young.runs).hasValue(1);
    }

    @Tag("slow")
    @Test
    void anExporterUpdatedManyTimesUnderLoadFailsNoCallAndRunsEachOnce() throws Exception {
        Remote there = nodes.remote("there");
        Remote here = nodes.remote("here");
        List<Worker> versions = new ArrayList<>();
        AtomicReference<Registration> current = new AtomicReference<>();
        Runnable update = () -> {
            Registration before = current.get();
            if (before != null) {
                before.close();
            }
            Worker version = new Worker();
            versions.add(version);
            current.set(there.export("w", Work.class, version));
        };
        update.run();
        Work work = here.proxy("w", Work.class, PATIENT);
        List<CompletableFuture<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            calls.add(work.later(i).toCompletableFuture());
            if (i % 100 == 99) {
                update.run();
                calls.get(i - 50).get(60, TimeUnit.SECONDS);
            }
        }

        for (int i = 0; i < 2000; i++) {
            assertThat(calls.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i);
        }
        assertThat(versions.stream().mapToInt(v -> v.runs.get()).sum()).isEqualTo(2000);
    }

    @Tag("slow")
    @Test
    void linksThatAreCutMakeNothingUncertain() throws Exception {
        Remote there = nodes.remote("there");
        Remote here = nodes.remote("here");
        Worker worker = new Worker();
        there.export("w", Work.class, worker);
        Work work = here.proxy("w", Work.class, PATIENT);
        List<CompletableFuture<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            calls.add(work.later(i).toCompletableFuture());
            if (i % 50 == 49) {
                nodes.network.change(n -> n.cut("here", "there"));
                calls.get(i).get(60, TimeUnit.SECONDS);
            }
        }

        for (int i = 0; i < 500; i++) {
            assertThat(calls.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i);
        }
        assertThat(worker.runs).hasValue(500);
    }

    @Test
    void whatWasNotSentWhileThereWasNoLinkIsNotExecuted() {
        Remote there = nodes.remote("there");
        Node hereNode = nodes.start("here");
        Remote here = hereNode.service(Remote.class);
        Worker worker = new Worker();
        there.export("w", Work.class, worker);
        Work work = here.proxy("w", Work.class, PATIENT);
        assertThat(catchThrowable(() -> work.run(1))).isNull();
        nodes.network.change(n -> {
            n.block("here", "there");
            n.block("there", "here");
        });
        nodes.network.change(n -> n.cut("here", "there"));
        await().atMost(Nodes.LONG)
                .until(() -> hereNode.peer(nodes.id(0)).orElseThrow().link().isEmpty());
        // until the link has released its bytes, which never proves that nothing was sent
        await().atMost(Nodes.LONG)
                .until(() ->
                        catchThrowable(() -> here.proxy("w", Work.class, BRIEF).run(2)) instanceof NotSentException);

        nodes.network.change(n -> n.heal());

        assertThat(catchThrowable(() -> assertThat(work.run(3)).isEqualTo(3))).isNull();
        long uncertain = here.counters().getOrDefault("calls.ended.uncertain", 0L);
        assertThat(worker.runs.get()).isBetween(2, 2 + (int) uncertain);
    }

    @Test
    void theEndOfASessionMakesSentCallsUncertainAndIdempotentOnesGoElsewhere() throws Exception {
        Node thereNode = nodes.start("there", SessionConfig.DEFAULT.drainTimeout(Duration.ofMillis(100)));
        Remote there = thereNode.service(Remote.class);
        Remote here = nodes.remote("here");
        Worker worker = new Worker();
        there.export("w", Work.class, worker);
        Work work = here.proxy("w", Work.class, PATIENT);
        CompletableFuture<Integer> once = work.later(-1).toCompletableFuture();
        CompletableFuture<Integer> twice = work.again(-1).toCompletableFuture();
        await().atMost(Nodes.LONG).until(() -> worker.runs.get() == 2);
        Remote other = nodes.remote("other");
        Worker second = new Worker();
        other.export("w", Work.class, new Work() {
            @Override
            public int run(int n) {
                return n;
            }

            @Override
            public CompletionStage<Integer> later(int n) {
                return second.later(42);
            }

            @Override
            public CompletionStage<Integer> again(int n) {
                return later(n);
            }
        });
        assertThat(here.awaitExporters("w", 2, Nodes.LONG)).isTrue();

        thereNode.close();

        assertThatThrownBy(() -> once.get(60, TimeUnit.SECONDS)).cause().isInstanceOf(UncertainException.class);
        assertThat(twice.get(60, TimeUnit.SECONDS)).isEqualTo(42);
        assertThat(second.runs).hasValue(1);
    }

    @Test
    void closingTheOwnNodeEndsItsCalls() {
        Remote there = nodes.remote("there");
        Node hereNode = nodes.start("here");
        Remote here = hereNode.service(Remote.class);
        Worker worker = new Worker();
        there.export("w", Work.class, worker);
        CompletableFuture<Object> sent = here.object("w", PATIENT).callAsync("run", -1);
        CompletableFuture<Object> waiting = here.object("none", PATIENT).callAsync("run", -1);
        await().atMost(Nodes.LONG).until(() -> worker.runs.get() == 1);

        hereNode.close();

        assertThatThrownBy(sent::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(UncertainException.class);
        assertThatThrownBy(waiting::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(UnavailableException.class);
        await().atMost(Nodes.LONG).until(() -> worker.interrupted.get() == 1);
    }

    // ---- what is sent with a call

    interface Curious {
        String who();

        long millisLeft();
    }

    @Test
    void metadataCallerAndDeadlineAreToldToTheCallee() {
        Remote there = nodes.remote("there");
        Remote here = nodes.remote("here");
        there.export("curious", Curious.class, new Curious() {
            @Override
            public String who() {
                var invocation = there.invocation().orElseThrow();
                return invocation.caller() + " " + invocation.metadata().get("trace");
            }

            @Override
            public long millisLeft() {
                return there.invocation().orElseThrow().remaining().toMillis();
            }
        });
        Curious curious = here.proxy(
                "curious",
                Curious.class,
                CallOptions.DEFAULT.metadata(Map.of("trace", "t1")).deadline(Duration.ofSeconds(60)));

        assertThat(curious.who()).isEqualTo(nodes.id(1) + " t1");
        assertThat(curious.millisLeft()).isBetween(1L, 60_000L);
        assertThat(here.invocation()).isEmpty();
    }
}
