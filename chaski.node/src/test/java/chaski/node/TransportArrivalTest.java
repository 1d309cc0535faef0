package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.LinkConfig;
import chaski.api.node.SessionConfig;
import chaski.api.protocol.Route;
import chaski.api.transport.Transport;
import chaski.testkit.Seeds;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A transport that is added is used immediately, however often dials have failed before: for an endpoint that is
 * joined, for a peer without a link, and for a node to pair with. The dialled nodes cannot dial.
 */
class TransportArrivalTest {

    /** Dials and the handshake take less; delays after failures would be up to a second, or thirty. */
    private static final Duration AT_ONCE = Duration.ofMillis(50);

    private static final Duration LONG = Duration.ofMinutes(1);

    static LongStream seeds() {
        return Seeds.all();
    }

    private static final class Scene {

        final Simulation world;
        final SimulatedNetwork network;
        final Talker one;
        private Transport ofOne;

        /** A node that listens nowhere and joins the host of that name. */
        Scene(long seed, String joined) {
            world = new Simulation(seed);
            network = new SimulatedNetwork(world);
            ofOne = network.transport("one");
            one = new Talker(network, "one", 1, joined, SessionConfig.DEFAULT, List.of(ofOne), List.of());
        }

        Talker node(String host, long id, String join, List<? extends Transport> transports, String advertised) {
            return new Talker(
                    network,
                    host,
                    id,
                    join,
                    SessionConfig.DEFAULT,
                    LinkConfig.DEFAULT,
                    transports,
                    List.of("mem://" + host + ":1"),
                    List.of(advertised));
        }

        void awaitLink(Talker other) {
            world.await("they have a link", () -> isLinked(other), LONG);
        }

        boolean isLinked(Talker other) {
            return one.node
                    .peer(other.node.id())
                    .filter(peer -> peer.link().isPresent())
                    .isPresent();
        }

        void replaceTransport() {
            CompletableFuture<Void> left =
                    ((DefaultNode) one.node).leaveTransport(ofOne).toCompletableFuture();
            world.await("it has left", left::isDone, Duration.ofSeconds(3));
            ofOne.close();
            ofOne = network.transport("one");
            one.node.addTransport(ofOne);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anEndpointThatIsJoinedIsDialledAtOnce(long seed) {
        Scene scene = new Scene(seed, "other");
        scene.world.run(LONG);
        Talker other = scene.node("other", 2, "", List.of(scene.network.transport("other")), "mem://other:1");
        assertThat(scene.isLinked(other)).isFalse();

        scene.replaceTransport();
        scene.world.run(AT_ONCE);

        assertThat(scene.isLinked(other)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aPeerWithoutALinkIsDialledAtOnce(long seed) {
        Scene scene = new Scene(seed, "other");
        Transport ofOther = scene.network.transport("other");
        Talker other = scene.node("other", 2, "", List.of(ofOther), "mem://other:1");
        scene.awaitLink(other);
        CompletableFuture<Void> left =
                ((DefaultNode) other.node).leaveTransport(ofOther).toCompletableFuture();
        scene.world.await("it has left", left::isDone, Duration.ofSeconds(3));
        ofOther.close();
        scene.world.run(LONG);
        assertThat(scene.isLinked(other)).isFalse();

        other.node.addTransport(scene.network.transport("other"));
        scene.replaceTransport();
        scene.world.run(AT_ONCE);

        assertThat(scene.isLinked(other)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aNodeToPairWithIsDialledAtOnce(long seed) {
        Scene scene = new Scene(seed, "third");
        scene.node("third", 9, "", List.of(scene.network.transport("third")), "mem://third:1");
        Talker other = scene.node("other", 2, "third", List.of(scene.network.transport("other")), "mem://elsewhere:1");
        Route route = scene.one.route("t");
        other.listen("t", 100_000);
        scene.world.run(LONG);
        assertThat(route.matched()).isZero();

        scene.network.alias("elsewhere", "other");
        scene.replaceTransport();
        scene.world.run(AT_ONCE);

        assertThat(scene.isLinked(other)).isTrue();
    }
}
