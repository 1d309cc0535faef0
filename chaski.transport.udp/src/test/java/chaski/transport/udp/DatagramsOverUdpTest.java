package chaski.transport.udp;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.protocol.Route;
import chaski.testkit.Seeds;
import chaski.testkit.network.DatagramNetwork;
import chaski.testkit.network.DatagramProfile;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages that may be lost, beside the stream of a session over UDP links on a bad network, in virtual time. */
class DatagramsOverUdpTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final int COUNT = 2_000;
    private static final DatagramProfile POOR = DatagramProfile.DEFAULT
            .delay(Duration.ofMillis(5), Duration.ofMillis(2))
            .loss(0.20)
            .duplication(0.05)
            .reordering(0.10, Duration.ofMillis(10));

    static LongStream seeds() {
        return Seeds.all();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatArrivesArrivesOnceAndWhatDoesNotIsCounted(long seed) {
        Simulation world = new Simulation(seed).interleaving(Duration.ofNanos(seed % 2 * 200_000));
        DatagramNetwork network = new DatagramNetwork(world);
        SpeakingNode b = new SpeakingNode(network, "b", 2, List.of());
        SpeakingNode a = new SpeakingNode(network, "a", 1, List.of("b"));
        world.await("they meet", () -> a.matched() == 1 && b.matched() == 1, LONG);
        // The peer must know the publisher before it accepts its messages.
        a.say(1);
        world.await("it is heard", () -> b.heard().size() == 1, LONG);
        network.line(POOR);

        for (long number = 1; number <= COUNT; number++) {
            a.drop(number, Route.MAX_DATAGRAM_BYTES);
            world.run(Duration.ofMillis(20));
        }
        world.run(Duration.ofSeconds(1));

        assertThat(b.overheard()).doesNotHaveDuplicates().hasSizeGreaterThan(COUNT / 2);
        assertThat(b.overheard())
                .isSubsetOf(LongStream.rangeClosed(1, COUNT).boxed().toList());
        assertThat(b.counted("datagrams.received")).isEqualTo(b.overheard().size());
        assertThat(a.counted("datagrams.sent") + a.counted("datagrams.dropped")).isEqualTo(COUNT);
        assertThat(b.counted("datagrams.late")).isPositive();
        // A gap counts as lost immediately, and as late if it is filled after all.
        long missing = b.counted("datagrams.lost") - b.counted("datagrams.late");
        assertThat(missing).isPositive();
        assertThat(b.overheard().size() + missing).isBetween(COUNT * 9L / 10, (long) COUNT);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theStreamStaysExactBesideThem(long seed) {
        Simulation world = new Simulation(seed);
        DatagramNetwork network = new DatagramNetwork(world);
        network.line(POOR.loss(0.05));
        SpeakingNode b = new SpeakingNode(network, "b", 2, List.of());
        SpeakingNode a = new SpeakingNode(network, "a", 1, List.of("b"));
        world.await("they meet", () -> a.matched() == 1 && b.matched() == 1, LONG);

        a.say(1_000);
        for (long number = 1; number <= 500; number++) {
            a.drop(number, 200);
            world.run(Duration.ofMillis(2));
        }

        world.await("all is heard", () -> b.heard().size() == 1_000, LONG);
        assertThat(b.heard()).isEqualTo(LongStream.rangeClosed(1, 1_000).boxed().toList());
        assertThat(b.overheard()).doesNotHaveDuplicates().isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theyGoOverUdpBesideASessionOnAnotherTransport(long seed) {
        Simulation world = new Simulation(seed).interleaving(Duration.ofNanos(seed % 2 * 200_000));
        DatagramNetwork network = new DatagramNetwork(world);
        SimulatedNetwork streams = new SimulatedNetwork(world);
        streams.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(5), Duration.ZERO));
        SpeakingNode b = new SpeakingNode(network, "b", 2, List.of(streams.transport("b")), List.of());
        SpeakingNode a = new SpeakingNode(network, "a", 1, List.of(streams.transport("a")), List.of("b"));
        world.await("they meet", () -> a.matched() == 1 && b.matched() == 1, LONG);
        network.line(POOR);
        a.drop(1, 100);
        world.await("the auxiliary link is there", () -> b.counted("auxiliary.begun") == 1, LONG);
        world.run(Duration.ofSeconds(1));

        a.say(1_000);
        for (long number = 2; number <= COUNT; number++) {
            a.drop(number, Route.MAX_DATAGRAM_BYTES);
            world.run(Duration.ofMillis(20));
        }
        world.run(Duration.ofSeconds(1));

        assertThat(a.link()).isEqualTo("mem");
        assertThat(b.heard()).isEqualTo(LongStream.rangeClosed(1, 1_000).boxed().toList());
        assertThat(b.overheard()).doesNotHaveDuplicates().hasSizeGreaterThan(COUNT / 2);
        assertThat(a.counted("datagrams.sent") + a.counted("datagrams.dropped")).isEqualTo(COUNT);
        assertThat(a.counted("datagrams.sentByAuxiliary")).isGreaterThan(COUNT * 9L / 10);
        long missing = b.counted("datagrams.lost") - b.counted("datagrams.late");
        assertThat(b.overheard().size() + missing).isBetween(COUNT * 9L / 10, (long) COUNT);
        assertThat(b.counted("auxiliary.begun")).isEqualTo(1);
        assertThat(a.counted("sessions.moved") + a.counted("sessions.parked")).isZero();
    }
}
