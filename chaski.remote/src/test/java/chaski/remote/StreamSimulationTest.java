package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.Node;
import chaski.api.remote.CallOptions;
import chaski.api.remote.ExporterSelection;
import chaski.api.remote.NotSentException;
import chaski.api.remote.Registration;
import chaski.api.remote.Remote;
import chaski.api.remote.UnavailableException;
import chaski.api.remote.UncertainException;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Streams on one thread and in virtual time, in both directions, while links are cut, networks are partitioned, and
 * exporters are updated, drained, killed and restarted. A subscriber receives a prefix without gaps and repetitions,
 * never more than it requested, and then exactly one correct end; and no publisher is left by a stream that has ended.
 */
class StreamSimulationTest {

    private static final int STREAMS = 120;
    private static final Duration LONG = Duration.ofMinutes(20);

    interface Numbers {
        CompletionStage<Flow.Publisher<Integer>> to(int stream, int end);

        CompletionStage<Void> take(int stream, Flow.Publisher<Integer> numbers);
    }

    /** How streams of all seeds ended. */
    private static final Map<String, Integer> ALL_ENDINGS = new ConcurrentHashMap<>();

    private final List<Taker> takers = new ArrayList<>();
    private final List<Giver> givers = new ArrayList<>();
    private int calls;

    static LongStream seeds() {
        Long one = Long.getLong("chaski.seed");
        return one != null ? LongStream.of(one) : LongStream.rangeClosed(1, Integer.getInteger("chaski.seeds", 30));
    }

    @AfterAll
    static void everyEndingHappened() {
        if (seeds().count() >= 20) {
            assertThat(ALL_ENDINGS)
                    .containsKeys("complete", "failed", "unavailable", "uncertain", "cancelled", "never begun");
            assertThat(ALL_ENDINGS)
                    .allSatisfy((ending, count) -> assertThat(count).as(ending).isGreaterThanOrEqualTo(20));
        }
    }

    /**
     * One subscription of the user's publisher: emits numbers immediately or after a while, then completes; or fails,
     * if the end is odd.
     */
    private static final class Giver implements Flow.Subscription {

        private final Simulation world;
        private final String host;
        private final Object run;
        private final int end;
        private final Flow.Subscriber<? super Integer> subscriber;
        private final boolean slow;
        private long demand;
        private int next;
        private boolean going;
        private boolean over;

        Giver(Simulation world, String host, int end, Flow.Subscriber<? super Integer> subscriber, boolean slow) {
            this.world = world;
            this.host = host;
            this.run = world.process(host);
            this.end = end;
            this.subscriber = subscriber;
            this.slow = slow;
        }

        @Override
        public void request(long n) {
            demand += n;
            go();
        }

        void go() {
            if (going) {
                return;
            }
            going = true;
            while (!over && next < end && demand > 0) {
                demand--;
                subscriber.onNext(next++);
                if (slow && next % 7 == 0) {
                    world.process(host).after(Duration.ofMillis(50), "giver", () -> {
                        going = false;
                        go();
                    });
                    return;
                }
            }
            going = false;
            if (!over && next == end) {
                over = true;
                if (isFailing(end)) {
                    subscriber.onError(new IllegalStateException("end " + end));
                } else {
                    subscriber.onComplete();
                }
            }
        }

        @Override
        public void cancel() {
            over = true;
        }

        boolean isLeft() {
            return !over && world.process(host) == run;
        }
    }

    private static boolean isFailing(int end) {
        return end % 5 == 4;
    }

    private Flow.Publisher<Integer> numbers(Simulation world, String host, int end) {
        return subscriber -> {
            Giver giver = new Giver(world, host, end, subscriber, end % 3 == 0);
            givers.add(giver);
            subscriber.onSubscribe(giver);
            giver.go();
        };
    }

    /** One subscriber: requests a few items at a time, immediately or later; some cancel, some request all. */
    private final class Taker implements Flow.Subscriber<Integer> {

        private final Simulation world;
        private final String host;
        private final Object run;
        private final int stream;
        private final int end;
        private final Random random;
        private final List<Integer> items = new ArrayList<>();
        private final List<String> signals = new ArrayList<>();
        private long requested;
        private boolean cancelled;
        private boolean unbegun;
        private Flow.@Nullable Subscription subscription;

        Taker(Simulation world, String host, int stream, int end, long seed) {
            this.world = world;
            this.host = host;
            this.run = world.process(host);
            this.stream = stream;
            this.end = end;
            this.random = new Random(seed);
            takers.add(this);
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            signals.add("subscribed");
            subscription = given;
            more();
        }

        private void more() {
            Flow.Subscription to = subscription;
            if (to == null || isOver()) {
                return;
            }
            if (stream % 10 == 1 && items.size() > end / 2) {
                cancelled = true;
                to.cancel();
                return;
            }
            long n = stream % 4 == 0 ? Long.MAX_VALUE : 1 + random.nextInt(20);
            requested = Math.max(requested, requested + n < 0 ? Long.MAX_VALUE : requested + n);
            to.request(n);
        }

        @Override
        public void onNext(Integer item) {
            signals.add("item");
            items.add(item);
            if (items.size() == requested || cancelled) {
                if (random.nextInt(3) == 0) {
                    world.process(host).after(Duration.ofMillis(random.nextInt(500)), "taker", this::more);
                } else {
                    more();
                }
            }
        }

        @Override
        public void onError(Throwable error) {
            signals.add(
                    error instanceof UnavailableException
                            ? "unavailable"
                            : error instanceof UncertainException
                                    ? "uncertain"
                                    : error instanceof IllegalStateException
                                                    && error.getMessage().equals("end " + end)
                                            ? "failed"
                                            : error.toString());
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }

        boolean isDead() {
            return world.process(host) != run;
        }

        String ending() {
            String last = signals.isEmpty() ? "never begun" : signals.get(signals.size() - 1);
            return cancelled ? "cancelled" : last;
        }

        /** True if the stream ended, possibly before the process of the subscriber was killed. */
        private boolean hasEnded() {
            return cancelled || !List.of("item", "subscribed", "never begun").contains(ending());
        }

        boolean isOver() {
            return isDead() || unbegun || hasEnded();
        }

        void check(long seed) {
            String what = "seed " + seed + " stream " + stream + " " + ending();
            assertThat(items)
                    .as(what)
                    .isEqualTo(IntStream.range(0, items.size()).boxed().toList());
            assertThat(items.size()).as(what).isLessThanOrEqualTo(end);
            assertThat((long) items.size()).as(what).isLessThanOrEqualTo(requested);
            if (isDead() && !hasEnded()) {
                return;
            }
            ALL_ENDINGS.merge(ending(), 1, Integer::sum);
            if (!signals.isEmpty()) {
                assertThat(signals.get(0)).as(what).isEqualTo("subscribed");
                List<String> ends = signals.stream()
                        .filter(s -> !s.equals("subscribed") && !s.equals("item"))
                        .toList();
                assertThat(ends).as(what).hasSize(cancelled ? 0 : 1);
                assertThat(signals).as(what).hasSize(1 + items.size() + ends.size());
            }
            switch (ending()) {
                case "complete" -> {
                    assertThat(items).as(what).hasSize(end);
                    assertThat(isFailing(end)).as(what).isFalse();
                }
                case "failed" -> {
                    assertThat(items).as(what).hasSize(end);
                    assertThat(isFailing(end)).as(what).isTrue();
                }
                default -> assertThat(ending()).as(what).isIn("unavailable", "uncertain", "cancelled", "never begun");
            }
        }
    }

    /** Returns and accepts publishers of numbers, and drains as often as it closes. */
    private final class Exporter extends MortalExporter {

        Exporter(Simulation world, SimulatedNetwork network, String host, Random random) {
            super(world, network, host, random);
        }

        @Override
        Registration export(Node node) {
            return node.service(Remote.class).export("n", Numbers.class, new Numbers() {
                @Override
                public CompletionStage<Flow.Publisher<Integer>> to(int stream, int end) {
                    return CompletableFuture.completedFuture(numbers(world, host, end));
                }

                @Override
                public CompletionStage<Void> take(int stream, Flow.Publisher<Integer> numbers) {
                    numbers.subscribe(new Taker(world, host, stream, endOf(stream), random.nextLong()));
                    return CompletableFuture.completedFuture(null);
                }
            });
        }

        @Override
        void withdraw(Registration registration) {
            if (random.nextBoolean()) {
                registration.drain();
            } else {
                registration.close();
            }
        }
    }

    /** Some are empty, some longer than the window. */
    private static int endOf(int stream) {
        return stream % 8 == 0 ? 1000 + stream : stream % 40;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyStreamIsAGapFreePrefixAndEndsOnce(long seed) {
        Simulation world = new Simulation(seed);
        SimulatedNetwork network = new SimulatedNetwork(world);
        Random random = new Random(seed);
        Node caller = MortalExporter.start(world, network, "a", "");
        List<Exporter> exporters =
                List.of(new Exporter(world, network, "b", random), new Exporter(world, network, "c", random));
        Remote remote = caller.service(Remote.class);
        world.await("exporters", () -> remote.exports().size() == 2, LONG);
        network.cutRandomly(Duration.ofSeconds(2));
        List<String> wrong = new ArrayList<>();

        for (int stream = 0; stream < STREAMS; stream++) {
            begin(world, remote, stream, random, wrong);
            disturb(network, random, exporters);
            world.run(Duration.ofMillis(random.nextInt(600)));
        }
        network.heal();
        world.await(
                "all streams to end", () -> calls == STREAMS && takers.stream().allMatch(Taker::isOver), LONG);
        world.run(Duration.ofSeconds(60));

        assertThat(wrong).as("seed %d", seed).isEmpty();
        takers.forEach(taker -> taker.check(seed));
        assertThat(givers.stream().filter(Giver::isLeft)).as("seed %d", seed).isEmpty();
    }

    private void begin(Simulation world, Remote remote, int stream, Random random, List<String> wrong) {
        Numbers proxy = remote.proxy(
                "n",
                Numbers.class,
                CallOptions.DEFAULT.selection(
                        random.nextBoolean() ? ExporterSelection.NEAREST : ExporterSelection.ROUND_ROBIN));
        CompletionStage<?> begun;
        if (stream % 3 == 2) {
            begun = proxy.take(stream, numbers(world, "a", endOf(stream)));
        } else {
            Taker taker = new Taker(world, "a", stream, endOf(stream), random.nextLong());
            begun = proxy.to(stream, endOf(stream)).thenAccept(numbers -> numbers.subscribe(taker));
        }
        begun.whenComplete((done, error) -> {
            calls++;
            Throwable cause = error instanceof CompletionException ? error.getCause() : error;
            if (cause == null) {
                return;
            }
            if (!(cause instanceof NotSentException) && !(cause instanceof UncertainException)) {
                wrong.add(stream + ": " + cause);
            }
            takers.stream().filter(t -> t.stream == stream).forEach(t -> t.unbegun = t.signals.isEmpty());
        });
    }

    private static void disturb(SimulatedNetwork network, Random random, List<Exporter> exporters) {
        Exporter which = exporters.get(random.nextInt(exporters.size()));
        switch (random.nextInt(30)) {
            case 0 -> {
                network.block("a", which.host);
                network.block(which.host, "a");
            }
            case 1 -> network.isolate("a");
            case 2, 3, 4 -> network.heal();
            case 5, 6, 7, 8, 12, 13, 14, 15 -> which.update();
            case 9, 10, 11 -> which.kill();
            default -> {
                // Usually there is no fault.
            }
        }
    }
}
