package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.Node;
import chaski.api.remote.CallOptions;
import chaski.api.remote.Remote;
import chaski.api.remote.UncertainException;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long callbacks may take, in virtual time. A callback has no options. */
class CallbackTimeTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final Simulation world = new Simulation(1);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private Remote caller;
    private Remote exporter;
    private @Nullable Work kept;

    /** Completes after a number of seconds. */
    interface Work {
        CompletionStage<Integer> take(int seconds);
    }

    interface Relay {
        CompletionStage<Integer> call(Work back, int seconds);

        CompletionStage<Void> keep(Work back);

        CompletionStage<Integer> callKept(int seconds);
    }

    @BeforeEach
    void begin() {
        Node a = MortalExporter.start(world, network, "a", "");
        Node b = MortalExporter.start(world, network, "b", "a");
        caller = a.service(Remote.class);
        exporter = b.service(Remote.class);
        exporter.export("relay", Relay.class, new Relay() {
            @Override
            public CompletionStage<Integer> call(Work back, int seconds) {
                return back.take(seconds);
            }

            @Override
            public CompletionStage<Void> keep(Work back) {
                kept = back;
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public CompletionStage<Integer> callKept(int seconds) {
                return kept.take(seconds);
            }
        });
        await(relay(caller, LONG).keep(this::work));
    }

    private CompletionStage<Integer> work(int seconds) {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        world.process("a").after(Duration.ofSeconds(seconds), "work", () -> done.complete(seconds));
        return done;
    }

    private static Relay relay(Remote remote, Duration deadline) {
        return remote.proxy("relay", Relay.class, CallOptions.DEFAULT.deadline(deadline));
    }

    private <T> CompletableFuture<T> await(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        world.await("the call", future::isDone, LONG);
        return future;
    }

    @Test
    void aCallbackOfACallThatIsServedMayTakeAsLongAsThat() {
        assertThat(await(relay(caller, Duration.ofSeconds(60)).call(this::work, 30)))
                .isCompletedWithValue(30);
        assertThat(await(relay(caller, Duration.ofSeconds(60)).callKept(40))).isCompletedWithValue(40);
    }

    @Test
    void aCallbackEndsWithTheCallThatIsServed() {
        long beganNs = world.nowNs();

        CompletableFuture<Integer> call =
                await(relay(caller, Duration.ofSeconds(3)).call(this::work, 4));

        assertThat(call).failsWithin(Duration.ZERO).withThrowableThat().withCauseInstanceOf(UncertainException.class);
        assertThat(Duration.ofNanos(world.nowNs() - beganNs)).isLessThan(Duration.ofMillis(3_500));
    }

    @Test
    void aCallbackThatNoCallWaitsForHasTheDefault() {
        assertThat(await(kept.take(9))).isCompletedWithValue(9);
        assertThat(await(kept.take(11)))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(UncertainException.class)
                .withMessageContaining("10000 ms");
    }

    /** The lending node has not agreed to wait. */
    @Test
    void aCallbackInACallOfAnotherNodeHasTheDefault() {
        Remote third = MortalExporter.start(world, network, "c", "a").service(Remote.class);
        relay(third, LONG);
        world.await("the exporter", () -> third.exports().size() == 1, LONG);

        assertThat(await(relay(third, Duration.ofSeconds(60)).callKept(9))).isCompletedWithValue(9);
        assertThat(await(relay(third, Duration.ofSeconds(60)).callKept(11)))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("10000 ms");
    }
}
