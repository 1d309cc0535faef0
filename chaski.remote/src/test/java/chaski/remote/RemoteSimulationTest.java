package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.Node;
import chaski.api.remote.CallOptions;
import chaski.api.remote.ExporterSelection;
import chaski.api.remote.Idempotent;
import chaski.api.remote.NotSentException;
import chaski.api.remote.Registration;
import chaski.api.remote.Remote;
import chaski.api.remote.RemoteInvocationException;
import chaski.api.remote.UncertainException;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Calls and callbacks on one thread and in virtual time, while links are cut, networks are partitioned, and exporters
 * are added, removed, updated, killed and restarted. Every call ends exactly once; it was executed at most once unless
 * it may be repeated; and a call that was not sent was not executed.
 */
class RemoteSimulationTest {

    private static final int CALLS = 300;
    private static final Duration LONG = Duration.ofMinutes(20);

    static LongStream seeds() {
        Long one = Long.getLong("chaski.seed");
        return one != null ? LongStream.of(one) : LongStream.rangeClosed(1, Integer.getInteger("chaski.seeds", 30));
    }

    interface Counting {
        CompletionStage<Integer> once(int call);

        @Idempotent
        CompletionStage<Integer> often(int call);

        CompletionStage<Integer> back(int call, Back back);
    }

    /** A callback of the caller, passed by reference. */
    interface Back {
        CompletionStage<Integer> reported(int call);
    }

    /** How calls of all seeds ended: a world without faults proves nothing. */
    private static final Map<String, Integer> ALL_ENDINGS = new ConcurrentHashMap<>();

    /** The calls that the exporters received, by call. */
    private final Map<Integer, Integer> executed = new HashMap<>();

    /** How often callers were called back, by call. */
    private final Map<Integer, Integer> calledBack = new HashMap<>();

    /** How often each call ended, and how it ended last. */
    private final Map<Integer, List<String>> ended = new HashMap<>();

    /** Counts what is executed. */
    private final class Exporter extends MortalExporter {

        Exporter(Simulation world, SimulatedNetwork network, String host, Random random) {
            super(world, network, host, random);
        }

        @Override
        Registration export(Node node) {
            return node.service(Remote.class).export("n", Counting.class, new Delayed());
        }

        /** Answers immediately or after a while, depending on the call. */
        private final class Delayed implements Counting {

            @Override
            public CompletionStage<Integer> once(int call) {
                executed.merge(call, 1, Integer::sum);
                CompletableFuture<Integer> result = new CompletableFuture<>();
                long delayNs = random.nextInt(4) == 0 ? random.nextInt(3_000) * 1_000_000L : 0;
                world.environment(host).schedule(delayNs, () -> result.complete(call));
                return result;
            }

            @Override
            public CompletionStage<Integer> often(int call) {
                return once(call);
            }

            @Override
            public CompletionStage<Integer> back(int call, Back back) {
                executed.merge(call, 1, Integer::sum);
                return back.reported(call);
            }
        }
    }

    @AfterAll
    static void everyEndingHappened() {
        if (seeds().count() >= 20) {
            assertThat(ALL_ENDINGS).containsKeys("result", "not sent", "uncertain");
            assertThat(ALL_ENDINGS.values()).allMatch(count -> count >= 20);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyCallEndsOnceAndTellsTheTruth(long seed) {
        Simulation world = new Simulation(seed);
        SimulatedNetwork network = new SimulatedNetwork(world);
        Random random = new Random(seed);
        Node caller = MortalExporter.start(world, network, "a", "");
        List<Exporter> exporters =
                List.of(new Exporter(world, network, "b", random), new Exporter(world, network, "c", random));
        Remote remote = caller.service(Remote.class);
        world.await("exporters", () -> remote.exports().size() == 2, LONG);
        network.cutRandomly(Duration.ofSeconds(2));

        for (int call = 0; call < CALLS; call++) {
            begin(remote, call, random);
            disturb(network, random, exporters);
            world.run(Duration.ofMillis(random.nextInt(400)));
        }
        network.heal();
        world.await("all calls to end", () -> ended.size() == CALLS, LONG);
        world.run(Duration.ofSeconds(60));

        Map<String, Integer> endings = new HashMap<>();
        for (int call = 0; call < CALLS; call++) {
            int runs = executed.getOrDefault(call, 0);
            assertThat(ended.get(call)).as("seed %d call %d", seed, call).hasSize(1);
            String how = ended.get(call).get(0);
            int backs = calledBack.getOrDefault(call, 0);
            assertThat(backs).as("seed %d call %d", seed, call).isLessThanOrEqualTo(runs);
            endings.merge(how, 1, Integer::sum);
            ALL_ENDINGS.merge(how, 1, Integer::sum);
            if (isOnce(call)) {
                assertThat(runs).as("seed %d call %d %s", seed, call, how).isLessThanOrEqualTo(1);
            }
            switch (how) {
                case "result" -> {
                    assertThat(runs).as("seed %d call %d", seed, call).isPositive();
                    assertThat(backs).as("seed %d call %d", seed, call).isEqualTo(isBack(call) ? 1 : 0);
                }
                case "callback failed" ->
                    assertThat(runs).as("seed %d call %d", seed, call).isOne();
                case "not sent" ->
                    assertThat(runs).as("seed %d call %d", seed, call).isZero();
                default -> assertThat(how).isEqualTo("uncertain");
            }
        }
        assertThat(endings.get("result")).as("seed %d %s", seed, endings).isGreaterThan(CALLS / 2);
    }

    /**
     * One exporter at a time is killed, and restarted with another id on the same endpoint. Calls that may run twice
     * continue on the other exporter long before deadlines and the ends of sessions.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void whatMayRunTwiceGoesOnWhileExportersAreKilled(long seed) {
        Simulation world = new Simulation(seed);
        SimulatedNetwork network = new SimulatedNetwork(world);
        Random random = new Random(seed);
        Node caller = MortalExporter.start(world, network, "a", "");
        List<Exporter> exporters =
                List.of(new Exporter(world, network, "b", random), new Exporter(world, network, "c", random));
        Remote remote = caller.service(Remote.class);
        world.await("exporters", () -> remote.exports().size() == 2, LONG);
        CallOptions patient = CallOptions.DEFAULT.deadline(Duration.ofMinutes(2));

        for (int round = 0; round < 6; round++) {
            List<CompletionStage<Integer>> calls = new ArrayList<>();
            for (int call = 0; call < 20; call++) {
                CallOptions options = patient.selection(
                        random.nextBoolean() ? ExporterSelection.NEAREST : ExporterSelection.ROUND_ROBIN);
                calls.add(remote.proxy("n", Counting.class, options).often(100 * round + call));
                world.run(Duration.ofMillis(random.nextInt(100)));
                if (call == 10) {
                    exporters.get(random.nextInt(2)).kill();
                }
            }
            world.await(
                    "calls of seed " + seed,
                    () -> calls.stream()
                            .allMatch(call -> call.toCompletableFuture().isDone()),
                    Duration.ofSeconds(10));
            calls.forEach(call ->
                    assertThat(call.toCompletableFuture()).as("seed %d", seed).isCompleted());
            world.await("both exporters", () -> remote.exports().size() == 2, LONG);
            world.run(Duration.ofSeconds(5));
        }
    }

    private static boolean isOnce(int call) {
        return call % 3 != 0;
    }

    private static boolean isBack(int call) {
        return call % 3 == 1;
    }

    private void begin(Remote remote, int call, Random random) {
        Counting proxy = remote.proxy(
                "n",
                Counting.class,
                CallOptions.DEFAULT
                        .deadline(Duration.ofMillis(500 + random.nextInt(20_000)))
                        .selection(random.nextBoolean() ? ExporterSelection.NEAREST : ExporterSelection.ROUND_ROBIN));
        CompletionStage<Integer> result =
                isBack(call) ? proxy.back(call, this::reported) : isOnce(call) ? proxy.once(call) : proxy.often(call);
        result.whenComplete((value, error) ->
                ended.computeIfAbsent(call, c -> new ArrayList<>()).add(ending(call, value, error)));
    }

    private CompletionStage<Integer> reported(int call) {
        calledBack.merge(call, 1, Integer::sum);
        return CompletableFuture.completedFuture(call);
    }

    private static String ending(int call, Integer value, Throwable error) {
        Throwable cause = error instanceof CompletionException ? error.getCause() : error;
        if (cause == null) {
            return value == call ? "result" : "another call's result";
        }
        if (cause instanceof RemoteInvocationException) {
            return isBack(call) ? "callback failed" : cause.toString();
        }
        return cause instanceof NotSentException
                ? "not sent"
                : cause instanceof UncertainException ? "uncertain" : cause.toString();
    }

    private static void disturb(SimulatedNetwork network, Random random, List<Exporter> exporters) {
        Exporter which = exporters.get(random.nextInt(exporters.size()));
        switch (random.nextInt(40)) {
            case 0 -> {
                network.block("a", which.host);
                network.block(which.host, "a");
            }
            case 1 -> network.isolate("a");
            case 2, 3, 4 -> network.heal();
            case 5, 6 -> which.update();
            case 7 -> which.kill();
            default -> {
                // Usually there is no fault.
            }
        }
    }
}
