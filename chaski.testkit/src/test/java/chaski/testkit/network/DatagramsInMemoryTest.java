package chaski.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.transport.Feature;
import chaski.testkit.Seeds;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Datagrams beside the streams of links in memory. */
class DatagramsInMemoryTest {

    private static final int COUNT = 2_000;

    static LongStream seeds() {
        return Seeds.all();
    }

    private static StartedLink wire(SimulatedNetwork network) {
        return new StartedLink(
                network, "a", "b", network.datagramTransport("a", "dgm"), network.datagramTransport("b", "dgm"));
    }

    private static void send(StartedLink wire, SimulatedNetwork network) {
        for (int i = 0; i < COUNT; i++) {
            wire.dialler.sendDatagram(i, 100);
            network.simulation().run(Duration.ofMillis(1));
        }
        network.simulation().run(Duration.ofSeconds(1));
    }

    @Test
    void eachArrivesInOrderWhereNothingHappens() {
        SimulatedNetwork network = new SimulatedNetwork(new Simulation(1));
        StartedLink wire = wire(network);

        send(wire, network);

        assertThat(wire.acceptor.datagrams)
                .containsExactlyElementsOf(IntStream.range(0, COUNT).boxed().toList());
        assertThat(wire.acceptor.received).isZero();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void someAreLostAndSomeComeTwiceAndTheyOvertakeEachOther(long seed) {
        SimulatedNetwork network = new SimulatedNetwork(new Simulation(seed));
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(5), Duration.ofMillis(5)));
        network.datagramFaults(0.3, 0.1);
        StartedLink wire = wire(network);

        send(wire, network);

        long distinct = wire.acceptor.datagrams.stream().distinct().count();
        assertThat(distinct).isBetween(COUNT * 6L / 10, COUNT * 8L / 10);
        assertThat(wire.acceptor.datagrams.size() - distinct).isBetween(distinct / 20, distinct / 5);
        assertThat(wire.acceptor.datagrams)
                .isNotEqualTo(wire.acceptor.datagrams.stream().sorted().toList());
    }

    @Test
    void aBlockedLineLosesThemAndKeepsTheStream() {
        SimulatedNetwork network = new SimulatedNetwork(new Simulation(1));
        StartedLink wire = wire(network);
        network.block("a", "b");

        wire.dialler.send(10);
        send(wire, network);
        network.heal();
        network.simulation().run(Duration.ofSeconds(1));

        assertThat(wire.acceptor.datagrams).isEmpty();
        assertThat(wire.acceptor.received).isEqualTo(10);
    }

    @Test
    void aTransportWithoutTheFeatureCarriesNone() {
        SimulatedNetwork network = new SimulatedNetwork(new Simulation(1));

        assertThat(new StartedLink(network, "a", "b").dialler.link.largestDatagramBytes())
                .isZero();
        assertThat(network.transport("a").features()).doesNotContain(Feature.DATAGRAM);
    }

    @Test
    void sharesOutOfRangeAreRefused() {
        SimulatedNetwork network = new SimulatedNetwork(new Simulation(1));

        assertThatThrownBy(() -> network.datagramFaults(1.1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> network.datagramFaults(0, -0.1)).isInstanceOf(IllegalArgumentException.class);
    }
}
