package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.Node;
import chaski.api.remote.CallOptions;
import chaski.api.remote.ExportOptions;
import chaski.api.remote.Registration;
import chaski.api.remote.Remote;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However a call ends, and whichever side has abandoned it: when nothing is in flight, the count of lent objects of one
 * side equals the count of borrowed objects of the other.
 */
class ReferenceCountTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int TOO_LONG = 300_000;

    private final Simulation world = new Simulation(1);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final DefaultRemote caller;
    private final DefaultRemote exporter;
    private final Registration registration;
    private final List<Object> kept = new ArrayList<>();

    interface Thing {
        int number();
    }

    /** The exported interface. */
    interface Taking {
        CompletionStage<Void> take(Thing thing, Flow.Publisher<Integer> numbers);

        CompletionStage<Void> late(Thing thing, List<Integer> values, Flow.Publisher<Integer> numbers);

        CompletionStage<Void> bytes(Thing thing, byte[] bytes);

        Taking getBroken();

        Taking getSound();
    }

    /** The called interface: other types of values, and a method that does not exist. */
    interface Mistaken {
        CompletionStage<Void> late(Thing thing, List<String> values, Flow.Publisher<Integer> numbers);

        CompletionStage<Void> missing(Thing thing, Flow.Publisher<Integer> numbers);
    }

    ReferenceCountTest() {
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(50), Duration.ZERO));
        Node a = MortalExporter.start(world, network, "a", "");
        Node b = MortalExporter.start(world, network, "b", "a");
        caller = (DefaultRemote) a.service(Remote.class);
        exporter = (DefaultRemote) b.service(Remote.class);
        registration = exporter.export("t", Taking.class, new Keeping(), ExportOptions.DEFAULT.open("broken", "sound"));
        proxy(Taking.class, LONG);
        world.await("the exporter", () -> caller.exports().size() == 1, LONG);
    }

    private final class Keeping implements Taking {

        @Override
        public CompletionStage<Void> take(Thing thing, Flow.Publisher<Integer> numbers) {
            kept.add(List.of(thing, numbers));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> late(Thing thing, List<Integer> values, Flow.Publisher<Integer> numbers) {
            throw new AssertionError("the list does not fit");
        }

        @Override
        public CompletionStage<Void> bytes(Thing thing, byte[] bytes) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public Taking getBroken() {
            throw new IllegalStateException("broken");
        }

        @Override
        public Taking getSound() {
            return this;
        }
    }

    private <T> T proxy(Class<T> type, Duration deadline) {
        return caller.proxy("t", type, CallOptions.DEFAULT.deadline(deadline));
    }

    private static final Thing THING = () -> 1;
    private static final Flow.Publisher<Integer> NUMBERS = subscriber -> {};

    static Stream<Arguments> calls() {
        return Stream.of(
                        call("is executed", (t, d) -> t.proxy(Taking.class, d).take(THING, NUMBERS)),
                        call("names no method", (t, d) -> t.proxy(Mistaken.class, d)
                                .missing(THING, NUMBERS)),
                        call("has one argument that does not fit", (t, d) -> t.proxy(Mistaken.class, d)
                                .late(THING, List.of("x"), NUMBERS)),
                        call("fits no overload", (t, d) -> t.caller
                                .object("t", CallOptions.DEFAULT.deadline(d))
                                .callAsync("take", THING, "x", NUMBERS)),
                        call("comes after the withdrawal", (t, d) -> {
                            t.registration.close();
                            return t.proxy(Taking.class, d).take(THING, NUMBERS);
                        }),
                        call("goes through an attribute that fails", (t, d) -> t.caller
                                .object("t", CallOptions.DEFAULT.deadline(d))
                                .at("broken")
                                .callAsync("take", THING, NUMBERS)),
                        call("goes through an attribute", (t, d) -> t.caller
                                .object("t", CallOptions.DEFAULT.deadline(d))
                                .at("sound")
                                .callAsync("take", THING, NUMBERS)),
                        call("is too long", (t, d) -> t.proxy(Taking.class, d).bytes(THING, new byte[TOO_LONG])))
                .flatMap(one -> Stream.of(20, 80, 2_000).map(millis -> Arguments.of(one.what, millis, one)));
    }

    private record Call(String what, BiFunction<ReferenceCountTest, Duration, CompletionStage<?>> begin) {
        @Override
        public String toString() {
            return "";
        }
    }

    private static Call call(String what, BiFunction<ReferenceCountTest, Duration, CompletionStage<?>> begin) {
        return new Call(what, begin);
    }

    /**
     * A call arrives after 50 ms, and its answer after 100: it is cancelled before it arrives, while the answer is in
     * transit, or not at all.
     */
    @ParameterizedTest(name = "that {0}, deadline {1} ms")
    @MethodSource("calls")
    void bothSidesCountAlikeAfterACall(String what, int millis, Call call) {
        CompletableFuture<?> done =
                call.begin.apply(this, Duration.ofMillis(millis)).toCompletableFuture();
        world.await("the end", done::isDone, LONG);
        world.run(Duration.ofSeconds(2));

        assertThat(caller.lentTimes()).isEqualTo(exporter.borrowedTimes());
        assertThat(exporter.lentTimes()).isEqualTo(caller.borrowedTimes());
    }
}
