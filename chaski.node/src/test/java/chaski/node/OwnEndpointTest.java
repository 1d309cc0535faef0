package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.LinkConfig;
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

/**
 * A node learns endpoints of another node that are also its own, as on machines behind bridges and in private networks.
 */
class OwnEndpointTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    static LongStream seeds() {
        return Seeds.all();
    }

    private static Talker talker(SimulatedNetwork network, String host, long id, String... advertised) {
        return new Talker(
                network,
                host,
                id,
                "third",
                SessionConfig.DEFAULT,
                LinkConfig.DEFAULT,
                List.of(network.transport(host)),
                List.of("mem://" + host + ":1"),
                List.of(advertised));
    }

    private static SimulatedNetwork networkWithThird(long seed) {
        SimulatedNetwork network = new SimulatedNetwork(new Simulation(seed));
        new Talker(network, "third", 9, "", SessionConfig.DEFAULT);
        return network;
    }

    private static long attempts(Talker node) {
        return node.node.counters().getOrDefault("dial.attempts", 0L);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anEndpointOfItsOwnIsNotDialledAndTheOthersAre(long seed) {
        SimulatedNetwork network = networkWithThird(seed);
        Talker one = talker(network, "one", 1, "mem://nowhere:1");
        Talker other = talker(network, "other", 2, "mem://one:1", "mem://other:1");
        Route route = one.route("t");
        other.listen("t", 100_000);

        network.simulation().await("they pair", () -> route.matched() == 1, SOON);

        assertThat(one.raised(NodeEvent.Refused.class)).isEmpty();
        assertThat(attempts(one)).as("dials of one: the third, the other").isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nodesThatKnowOnlyTheirOwnEndpointsOfEachOtherReportItAndDialNothing(long seed) {
        SimulatedNetwork network = networkWithThird(seed);
        Talker one = talker(network, "one", 1, "mem://other:1");
        Talker other = talker(network, "other", 2, "mem://one:1");
        one.route("t");
        other.listen("t", 100_000);

        network.simulation().run(Duration.ofMinutes(10));

        assertThat(one.raised(NodeEvent.PairingFailed.class))
                .extracting(NodeEvent.PairingFailed::reason)
                .containsExactly("this node itself listens on mem://one:1");
        assertThat(attempts(one)).as("dials of one: the third").isEqualTo(1);
        assertThat(one.raised(NodeEvent.Refused.class)).isEmpty();
    }
}
