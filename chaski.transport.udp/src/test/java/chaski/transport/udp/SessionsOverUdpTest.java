package chaski.transport.udp;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.NodeEvent;
import chaski.testkit.Seeds;
import chaski.testkit.network.DatagramLine;
import chaski.testkit.network.DatagramNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine's sessions over UDP links on a bad network, on virtual time: nothing lost, repeated or out of order. */
class SessionsOverUdpTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final DatagramLine POOR = DatagramLine.DEFAULT
            .delay(Duration.ofMillis(5), Duration.ofMillis(2))
            .loss(0.05)
            .duplication(0.02)
            .reordering(0.05, Duration.ofMillis(4));

    static LongStream seeds() {
        return Seeds.all();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void numbersArriveExactlyThroughLossAndOutages(long seed) {
        Simulation world = new Simulation(seed).interleaving(Duration.ofNanos(seed % 2 * 200_000));
        DatagramNetwork network = new DatagramNetwork(world);
        network.line(POOR);
        SpeakingNode b = new SpeakingNode(network, "b", 2, List.of());
        SpeakingNode a = new SpeakingNode(network, "a", 1, List.of("b"));
        world.await("they meet", () -> a.matched() == 1 && b.matched() == 1, LONG);

        RandomGenerator chance = world.random("outages");
        for (int i = 0; i < 4; i++) {
            a.say(500);
            b.say(300);
            world.run(Duration.ofMillis(chance.nextInt(400)));
            network.line(POOR.loss(1));
            // Some of these outlive links, none outlives the session.
            world.run(Duration.ofMillis(chance.nextInt(40_000)));
            network.line(POOR);
        }

        world.await("all is said", () -> a.silent() && b.silent(), LONG);
        world.await("all is heard", () -> b.heard().size() >= 2000 && a.heard().size() >= 1200, LONG);
        world.run(Duration.ofSeconds(5));
        assertThat(b.heard()).isEqualTo(LongStream.rangeClosed(1, 2000).boxed().toList());
        assertThat(a.heard()).isEqualTo(LongStream.rangeClosed(1, 1200).boxed().toList());
        assertThat(a.told(NodeEvent.SessionLost.class)).isEmpty();
        assertThat(b.told(NodeEvent.SessionLost.class)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theSameSeedGivesTheSameEvents(long seed) {
        assertThat(digest(seed)).isEqualTo(digest(seed));
    }

    private static long digest(long seed) {
        Simulation world = new Simulation(seed);
        DatagramNetwork network = new DatagramNetwork(world);
        network.line(POOR);
        SpeakingNode b = new SpeakingNode(network, "b", 2, List.of());
        SpeakingNode a = new SpeakingNode(network, "a", 1, List.of("b"));
        a.say(100);
        world.await("they meet", () -> a.matched() == 1, LONG);
        world.run(Duration.ofSeconds(2));
        world.note("heard", b.heard().size());
        return world.digest();
    }
}
