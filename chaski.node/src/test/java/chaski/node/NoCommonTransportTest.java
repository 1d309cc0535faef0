package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.NodeEvent;
import chaski.api.node.SessionConfig;
import chaski.api.protocol.Route;
import chaski.testkit.Seeds;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two nodes that share a topic and no transport, and know each other through a third that has both. */
class NoCommonTransportTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    static LongStream seeds() {
        return Seeds.all();
    }

    private static final class Scene {

        final Simulation world;
        final SimulatedNetwork network;
        final Talker one;
        final Talker other;
        final Route route;

        Scene(long seed) {
            world = new Simulation(seed);
            network = new SimulatedNetwork(world);
            new Talker(
                    network,
                    "third",
                    9,
                    "",
                    SessionConfig.DEFAULT,
                    List.of(network.transport("third"), network.transport("third", "alt")));
            one = new Talker(
                    network, "one", 1, "third", SessionConfig.DEFAULT, List.of(network.transport("one", "mem")));
            other = new Talker(
                    network, "other", 2, "third", SessionConfig.DEFAULT, List.of(network.transport("other", "alt")));
            other.listen("t", 100_000);
            route = one.route("t");
            world.run(Duration.ofMinutes(1));
        }

        private static List<String> failures(Talker node) {
            return node.raised(NodeEvent.PairingFailed.class).stream()
                    .map(NodeEvent.PairingFailed::reason)
                    .toList();
        }

        private static long attempts(Talker node) {
            return node.node.counters().getOrDefault("dial.attempts", 0L);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void eachSideSaysWhyOnceAndNobodyDials(long seed) {
        Scene scene = new Scene(seed);
        long attempts = Scene.attempts(scene.one) + Scene.attempts(scene.other);

        scene.world.run(Duration.ofHours(1));

        assertThat(Scene.failures(scene.one)).containsExactly("this node has no transport for alt://other:1");
        assertThat(Scene.failures(scene.other)).containsExactly("this node has no transport for mem://one:1");
        assertThat(Scene.attempts(scene.one) + Scene.attempts(scene.other)).isEqualTo(attempts);
        assertThat(scene.route.matched()).isZero();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theyPairAsSoonAsTheFirstHasTheMissingTransport(long seed) {
        Scene scene = new Scene(seed);

        scene.one.node.addTransport(scene.network.transport("one", "alt"));

        scene.world.await("they pair", () -> scene.route.matched() == 1, Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theyPairAsSoonAsTheSecondHasTheMissingTransport(long seed) {
        Scene scene = new Scene(seed);

        scene.other.node.addTransport(scene.network.transport("other", "mem"));

        scene.world.await("they pair", () -> scene.route.matched() == 1, Duration.ofSeconds(1));
        Talker.say(scene.route, 1, 10);
        scene.world.await("it is heard", () -> scene.other.heard.equals(List.of(1L)), SOON);
    }
}
