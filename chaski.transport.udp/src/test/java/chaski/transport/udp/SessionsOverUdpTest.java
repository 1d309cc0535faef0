package chaski.transport.udp;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.NodeEvent;
import chaski.testkit.Seeds;
import chaski.testkit.network.DatagramNetwork;
import chaski.testkit.network.DatagramProfile;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The engine's sessions over UDP links on a bad network, in virtual time: nothing is lost, repeated or out of order.
 */
class SessionsOverUdpTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final DatagramProfile POOR = DatagramProfile.DEFAULT
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
        for (int round = 1; round <= 4; round++) {
            a.say(400);
            b.say(200);
            world.run(Duration.ofMillis(chance.nextInt(400)));
            outage(network, chance.nextInt(10_000));
            world.run(Duration.ofMillis(chance.nextInt(400)));
            outage(network, chance.nextInt(10_000));
            // All of the others may have arrived before: only these show that the outages are over, so that the next
            // one is not added.
            a.say(100);
            b.say(100);
            awaitAll(world, a, b, round);
            outage(network, chance.nextInt(100_000));
        }

        world.run(Duration.ofSeconds(5));
        assertThat(b.heard()).isEqualTo(LongStream.rangeClosed(1, 2000).boxed().toList());
        assertThat(a.heard()).isEqualTo(LongStream.rangeClosed(1, 1200).boxed().toList());
        assertThat(a.raised(NodeEvent.SessionLost.class)).isEmpty();
        assertThat(b.raised(NodeEvent.SessionLost.class)).isEmpty();
    }

    /**
     * Some of these outages outlast links, none outlasts the session: while publishers wait their sum is less than
     * {@code maxStall}, otherwise less than the resume timeout.
     */
    private static void outage(DatagramNetwork network, int millis) {
        network.line(POOR.loss(1));
        network.simulation().run(Duration.ofMillis(millis));
        network.line(POOR);
    }

    private static void awaitAll(Simulation world, SpeakingNode a, SpeakingNode b, int rounds) {
        world.await("all is said", () -> a.silent() && b.silent(), LONG);
        world.await(
                "all is heard",
                () -> b.heard().size() >= 500 * rounds && a.heard().size() >= 300 * rounds,
                LONG);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anOutageLongerThanPublishersWaitEndsTheSessionAndEachNumberHasAnOutcome(long seed) {
        Simulation world = new Simulation(seed).interleaving(Duration.ofNanos(seed % 2 * 200_000));
        DatagramNetwork network = new DatagramNetwork(world);
        network.line(POOR);
        SpeakingNode b = new SpeakingNode(network, "b", 2, List.of());
        SpeakingNode a = new SpeakingNode(network, "a", 1, List.of("b"));
        world.await("they meet", () -> a.matched() == 1 && b.matched() == 1, LONG);

        a.say(2000);
        world.run(Duration.ofMillis(world.random("outages").nextInt(60)));
        outage(network, 60_000);
        world.await("all is said, and they meet again", () -> a.silent() && a.matched() == 1, LONG);
        a.say(1);
        world.await("the last is heard", () -> b.heard().contains(2001L), LONG);

        // Messages reported as lost may have arrived: the peer could not be asked during the outage.
        Set<Long> accounted = new TreeSet<>(b.heard());
        accounted.addAll(a.saidToNobody());
        a.raised(NodeEvent.SessionLost.class)
                .forEach(lost -> lost.ranges().forEach(range -> LongStream.rangeClosed(range.first(), range.last())
                        .forEach(accounted::add)));
        assertThat(a.raised(NodeEvent.SessionLost.class)).hasSize(1);
        assertThat(b.heard()).isSorted().doesNotHaveDuplicates();
        assertThat(accounted)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 2001).boxed().toList());
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
