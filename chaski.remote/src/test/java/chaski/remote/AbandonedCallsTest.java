package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.CodecException;
import chaski.api.node.Node;
import chaski.api.remote.CallOptions;
import chaski.api.remote.NotSentException;
import chaski.api.remote.Remote;
import chaski.api.remote.UncertainException;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Calls whose callers do not wait any more: their reported outcome is correct, references in them and in their results
 * are released, and methods that run for an absent caller are stopped.
 */
class AbandonedCallsTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    interface Thing {
        int number();
    }

    interface Giving {
        CompletionStage<Thing> thing(int call);

        CompletionStage<Flow.Publisher<Integer>> numbers(int call);

        CompletionStage<Integer> take(int call, Thing thing);

        CompletionStage<Integer> read(int call, byte[] bytes);
    }

    /** The same methods, with results that differ from the exporter's. */
    interface Misread {
        CompletionStage<Integer> thing(int call);

        CompletionStage<Integer> numbers(int call);
    }

    /** A caller and an exporter in virtual time. */
    private static final class World {

        private final Simulation world;
        private final SimulatedNetwork network;
        private final DefaultRemote caller;
        private final DefaultRemote exporter;
        private final Map<Integer, Integer> executed = new HashMap<>();

        World(long seed, Duration interleaving) {
            world = new Simulation(seed).interleaving(interleaving);
            network = new SimulatedNetwork(world);
            Node a = MortalExporter.start(world, network, "a", "");
            Node b = MortalExporter.start(world, network, "b", "a");
            caller = (DefaultRemote) a.service(Remote.class);
            exporter = (DefaultRemote) b.service(Remote.class);
            exporter.export("g", Giving.class, new Late());
            proxy(Giving.class, LONG);
            world.await("an exporter", () -> caller.exports().size() == 1, LONG);
        }

        <T> T proxy(Class<T> type, Duration deadline) {
            return caller.proxy("g", type, CallOptions.DEFAULT.deadline(deadline));
        }

        private <T> CompletionStage<T> later(int call, T value) {
            executed.merge(call, 1, Integer::sum);
            CompletableFuture<T> result = new CompletableFuture<>() {
                @Override
                public boolean cancel(boolean mayInterruptIfRunning) {
                    return false; // it does not listen, and nevertheless answers
                }
            };
            world.process("b").after(Duration.ofMillis(call % 3 * 50L), "answer", () -> result.complete(value));
            return result;
        }

        private final class Late implements Giving {

            @Override
            public CompletionStage<Thing> thing(int call) {
                return later(call, () -> call);
            }

            @Override
            public CompletionStage<Flow.Publisher<Integer>> numbers(int call) {
                return later(call, new CountedPublisher<>(call, i -> i, null));
            }

            @Override
            public CompletionStage<Integer> take(int call, Thing thing) {
                return later(call, call);
            }

            @Override
            public CompletionStage<Integer> read(int call, byte[] bytes) {
                return later(call, bytes.length);
            }
        }
    }

    private static @Nullable Throwable failure(CompletionStage<?> stage) {
        return stage.toCompletableFuture()
                .handle((value, error) ->
                        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error)
                .join();
    }

    // ---- references

    @Test
    void whatAnAnswerRefersToIsReleasedThoughNobodyWaitsForIt() {
        World all = new World(3, Duration.ofMillis(20));
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int call = 0; call < 120; call++) {
            Giving proxy = all.proxy(Giving.class, Duration.ofMillis(1 + call));
            CompletableFuture<?> one = (call % 2 == 0 ? proxy.thing(call) : proxy.numbers(call)).toCompletableFuture();
            calls.add(one);
            if (call % 4 == 1) {
                all.world.process("a").after(Duration.ofMillis(call), "cancel", () -> one.cancel(true));
            }
        }
        all.world.await("calls", () -> calls.stream().allMatch(CompletableFuture::isDone), LONG);
        all.world.run(LONG);

        long received = calls.stream().filter(call -> failure(call) == null).count();
        assertThat(received).isBetween(1L, 100L);
        assertThat(all.executed).hasSizeGreaterThan((int) received);
        assertThat(all.exporter.lentObjects())
                .as("held by %d proxies", received)
                .isLessThanOrEqualTo((int) received);
    }

    @Test
    void whatAnAnswerRefersToIsReleasedThoughItCannotBeRead() {
        World all = new World(4, Duration.ZERO);
        Misread proxy = all.proxy(Misread.class, LONG);
        List<CompletableFuture<?>> calls =
                List.of(proxy.thing(1).toCompletableFuture(), proxy.numbers(2).toCompletableFuture());
        all.world.await("calls", () -> calls.stream().allMatch(CompletableFuture::isDone), LONG);
        all.world.run(LONG);

        assertThat(calls).allSatisfy(call -> assertThat(failure(call)).isInstanceOf(CodecException.class));
        assertThat(all.exporter.lentObjects()).isZero();
    }

    @Test
    void whatACallLentIsReleasedThoughItDidNotBegin() {
        World all = new World(5, Duration.ofMillis(40));
        List<CompletableFuture<?>> calls = new ArrayList<>();
        List<Thing> things = new ArrayList<>();
        for (int call = 0; call < 150; call++) {
            int number = call;
            things.add(() -> number);
            calls.add(all.proxy(Giving.class, Duration.ofMillis(1 + call % 100))
                    .take(call, things.get(call))
                    .toCompletableFuture());
        }
        all.world.await("calls", () -> calls.stream().allMatch(CompletableFuture::isDone), LONG);
        all.world.run(LONG);

        assertThat(all.executed.size()).isBetween(1, 149);
        // proxies of executed calls are released when they are collected, which needs no test here
        assertThat(all.caller.lentObjects()).isLessThanOrEqualTo(all.executed.size());
    }

    // ---- the reported outcome of a call

    /**
     * A call that a link has begun to send may run: sending takes a while, and the call is cancelled before, during and
     * after it.
     */
    @Test
    void aCallThatALinkHasBegunToSendIsNeverNotSent() {
        Map<String, Integer> endings = new HashMap<>();
        for (int millis = 3; millis <= 180; millis += 9) {
            World all = new World(millis, Duration.ZERO);
            all.network.profile(LinkProfile.DEFAULT.bytesPerSecond(1_000_000).bufferBytes(4096));
            all.network.cut("a", "b");
            all.world.run(Duration.ofSeconds(3));
            for (int before = 0; before < 3; before++) {
                all.proxy(Giving.class, LONG).read(before, new byte[40_000]);
            }
            CompletableFuture<Integer> call = all.proxy(Giving.class, Duration.ofMillis(millis))
                    .read(3, new byte[40_000])
                    .toCompletableFuture();
            all.world.await("the call", call::isDone, LONG);
            all.world.run(LONG);

            Throwable failure = failure(call);
            endings.merge(failure == null ? "result" : failure.getClass().getSimpleName(), 1, Integer::sum);
            if (failure instanceof NotSentException) {
                assertThat(all.executed).as("deadline %d ms", millis).doesNotContainKey(3);
            } else if (failure != null) {
                assertThat(failure).isInstanceOf(UncertainException.class);
                assertThat(all.executed.getOrDefault(3, 0)).isLessThanOrEqualTo(1);
            }
        }
        assertThat(endings).containsKeys("result", "UncertainException", "NotSentException");
    }

    /** The process of the exporter ends while a link is sending the call. */
    @Test
    void aCallThatWasBeingSentWhenTheSessionEndedIsUncertain() {
        World all = new World(9, Duration.ZERO);
        all.network.profile(LinkProfile.DEFAULT.bytesPerSecond(10_000));
        all.network.cut("a", "b");
        all.world.run(Duration.ofSeconds(3));
        CompletableFuture<Integer> call = all.proxy(Giving.class, Duration.ofMinutes(5))
                .read(1, new byte[40_000])
                .toCompletableFuture();
        all.world.run(Duration.ofSeconds(1));
        assertThat(call).isNotDone();
        assertThat(all.executed).isEmpty();
        all.world.process("b").kill();
        all.world.await("the end of the session", call::isDone, Duration.ofMinutes(2));

        assertThat(failure(call)).isInstanceOf(UncertainException.class);
    }

    // ---- executions

    interface Blocking {
        int block();

        CompletableFuture<Integer> endless();
    }

    @Test
    void whatRunsForACallerWhoseSessionEndedIsStoppedAndItsPlaceIsFree() throws Exception {
        try (Nodes nodes = new Nodes()) {
            DefaultRemote there = (DefaultRemote) nodes.remote("there");
            Node gone = nodes.start("gone");
            CountDownLatch inside = new CountDownLatch(1);
            CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
            CompletableFuture<Integer> future = new CompletableFuture<>();
            there.export("x", Blocking.class, new Blocking() {
                @Override
                public int block() {
                    inside.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        cancelled.complete(there.invocation().orElseThrow().isCancelled());
                    }
                    return 0;
                }

                @Override
                public CompletableFuture<Integer> endless() {
                    return future;
                }
            });
            CallOptions patient = CallOptions.DEFAULT.deadline(Duration.ofMinutes(5));
            gone.service(Remote.class).object("x", patient).callAsync("block");
            assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();
            gone.service(Remote.class).object("x", patient).callAsync("endless");
            await().atMost(Nodes.LONG).until(() -> there.servedCalls() == 2);

            gone.close();

            assertThat(cancelled.get(60, TimeUnit.SECONDS)).isTrue();
            assertThat(future).isCancelled();
            await().atMost(Nodes.LONG).until(() -> there.servedCalls() == 0);
        }
    }

    interface Late {
        CompletableFuture<Integer> begin();
    }

    @Test
    void whatAMethodReturnsAfterItsCallerGaveUpIsCancelled() throws Exception {
        try (Nodes nodes = new Nodes()) {
            DefaultRemote there = (DefaultRemote) nodes.remote("there");
            Remote here = nodes.remote("here");
            CountDownLatch inside = new CountDownLatch(1);
            CompletableFuture<Integer> future = new CompletableFuture<>();
            there.export("x", Late.class, () -> {
                inside.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    return future; // too late
                }
                throw new AssertionError();
            });
            CompletableFuture<?> call = here.object("x", CallOptions.DEFAULT.deadline(Duration.ofMinutes(5)))
                    .callAsync("begin")
                    .toCompletableFuture();
            assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();

            call.cancel(true);

            await().atMost(Nodes.LONG).until(future::isCancelled);
            await().atMost(Nodes.LONG).until(() -> there.servedCalls() == 0);
        }
    }
}
