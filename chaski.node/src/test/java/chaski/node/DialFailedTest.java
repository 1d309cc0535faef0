package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.node.LinkConfig;
import chaski.api.node.NodeEvent;
import chaski.api.node.SessionConfig;
import chaski.testkit.Seeds;
import chaski.testkit.network.SimulatedLink;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An endpoint that cannot be reached is reported soon, with the cause, and not again and again. */
class DialFailedTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    static LongStream seeds() {
        return Seeds.all();
    }

    private final class Scene {

        final Simulation world;
        final SimulatedNetwork network;

        Scene(long seed) {
            world = new Simulation(seed);
            network = new SimulatedNetwork(world);
        }

        Talker node(String host, long id, String join) {
            return new Talker(network, host, id, join, SessionConfig.DEFAULT);
        }

        Talker advertising(String host, long id, String join, List<String> endpoints) {
            return new Talker(
                    network,
                    host,
                    id,
                    join,
                    SessionConfig.DEFAULT,
                    LinkConfig.DEFAULT,
                    List.of(network.transport(host)),
                    List.of("mem://" + host + ":1"),
                    endpoints);
        }
    }

    private static List<NodeEvent.DialFailed> failures(Talker node) {
        return node.raised(NodeEvent.DialFailed.class);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aDeadJoinIsReportedAtOnceAndThenEveryTenMinutes(long seed) {
        Scene scene = new Scene(seed);
        Talker node = scene.node("one", 1, "nobody");

        scene.world.run(SOON);

        assertThat(failures(node)).singleElement().satisfies(failed -> {
            assertThat(failed.endpoint()).isEqualTo(Endpoint.parse("mem://nobody:1"));
            assertThat(failed.peer()).isEmpty();
            assertThat(failed.reason()).isNotBlank();
        });
        scene.world.run(Duration.ofMinutes(9));
        assertThat(failures(node)).hasSize(1);
        scene.world.run(Duration.ofMinutes(2));
        assertThat(failures(node)).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aJoinThatWasReachedAndDiesIsReportedAnew(long seed) {
        Scene scene = new Scene(seed);
        Talker node = scene.node("one", 1, "other");
        scene.world.run(SOON);
        Talker other = scene.node("other", 2, "");
        scene.world.await("they meet", () -> node.node.peer(other.node.id()).isPresent(), Duration.ofMinutes(1));

        other.node.closeAsync();
        scene.world.run(Duration.ofMinutes(1));

        assertThat(failures(node)).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aJoinWithoutATransportIsReportedWithinSeconds(long seed) {
        Scene scene = new Scene(seed);
        Talker node = scene.node("one", 1, "");

        node.node.join(Endpoint.parse("udp://other:1"));
        scene.world.run(SOON);

        assertThat(failures(node)).singleElement().satisfies(failed -> {
            assertThat(failed.endpoint()).isEqualTo(Endpoint.parse("udp://other:1"));
            assertThat(failed.reason()).contains("no transport");
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anotherNodeThatAnswersIsNamedOnTheNodeThatDials(long seed) {
        Scene scene = new Scene(seed);
        scene.node("third", 9, "");
        Talker one = scene.advertising("one", 1, "third", List.of("mem://third:1"));
        Talker other = scene.advertising("other", 2, "third", List.of("mem://third:1"));
        one.route("t");
        other.listen("t", 100_000);

        scene.world.run(SOON);

        assertThat(failures(one)).singleElement().satisfies(failed -> {
            assertThat(failed.endpoint()).isEqualTo(Endpoint.parse("mem://third:1"));
            assertThat(failed.peer()).isEqualTo(Optional.of(other.node.id()));
            assertThat(failed.reason()).contains("another node answers");
        });
        scene.world.run(Duration.ofSeconds(10));
        assertThat(one.raised(NodeEvent.PairingFailed.class))
                .extracting(NodeEvent.PairingFailed::reason)
                .singleElement()
                .asString()
                .contains("another node answers");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aDeadEndpointOfANodeThatIsReachedAtAnotherIsNoNews(long seed) {
        Scene scene = new Scene(seed);
        scene.node("third", 9, "");
        Talker one = scene.node("one", 1, "third");
        Talker other = scene.advertising("other", 2, "third", List.of("mem://nobody:1", "mem://other:1"));
        one.route("t");
        other.listen("t", 100_000);

        scene.world.await("they pair", () -> one.node.peer(other.node.id()).isPresent(), SOON);

        scene.world.run(SOON);
        assertThat(failures(one)).isEmpty();
    }

    /** It is dialled after it has left, or while it leaves; the other transport does not connect. */
    @ParameterizedTest
    @CsvSource({"100", "300"})
    void anEndpointOfATransportThatHasLeftThisNodeIsNoNews(int millis) {
        LinkConfig memFirst = LinkConfig.DEFAULT.preference(List.of("mem", "alt"));
        TwoWays scene = new TwoWays(1, memFirst, memFirst, "mem");
        scene.mem.mood(FickleTransport.Mood.HANGS);
        scene.alt.mood(FickleTransport.Mood.HANGS);
        scene.network.block("b", "a");
        scene.network.links("a", "b").forEach(SimulatedLink::cut);
        scene.world.await(
                "it is parked", () -> !scene.a.raised(NodeEvent.Parked.class).isEmpty(), SOON);

        scene.world.run(Duration.ofMillis(millis));
        scene.goAway(scene.alt);
        scene.world.run(Duration.ofSeconds(30));

        assertThat(failures(scene.a))
                .extracting(failed -> failed.endpoint().scheme())
                .containsExactly("mem");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aFloodOfDeadEndpointsIsCutAndCounted(long seed) {
        Scene scene = new Scene(seed);
        scene.node("third", 9, "");
        Talker one = scene.node("one", 1, "third");
        List<String> dead =
                IntStream.range(0, 30).mapToObj(i -> "mem://nobody:" + (i + 1)).toList();
        Talker other = scene.advertising("other", 2, "third", dead);
        Talker one2 = scene.advertising("uno", 3, "third", dead);
        one.route("t");
        other.listen("t", 100_000);
        one2.route("t");

        scene.world.run(SOON);

        assertThat(one2.node.counters()).containsKey("dial.unreported");
        assertThat(failures(one2).size()).isBetween(1, 20);
    }
}
