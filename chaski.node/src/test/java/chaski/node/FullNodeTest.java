package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.Limits;
import chaski.api.node.NodeEvent.Refused;
import chaski.node.wire.Hello;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A node that accepts no more peers, or no more links of an address, reports that on both sides, and names other nodes
 * to try.
 */
class FullNodeTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Simulation world = new Simulation(31);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Talker full = talker("full", 1, 2);
    private final Talker first = talker("first", 2, 100, "full");
    private final Talker second = talker("second", 3, 100, "full");

    @BeforeEach
    void fill() {
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(2), Duration.ofMillis(1)));
        world.await("it is full", () -> full.node.peers().size() == 2, SOON);
        world.run(Duration.ofSeconds(1));
    }

    @Test
    void theNewcomerJoinsThroughTheNodesThatTheFullOneNames() {
        Talker newcomer = talker("newcomer", 4, 100, "full");

        world.await("it has company", () -> !newcomer.node.peers().isEmpty(), SOON);
        world.await("it knows everybody", () -> newcomer.node.directory().size() == 3, SOON);
        assertThat(newcomer.counted("dial.attempts")).isLessThanOrEqualTo(4);
    }

    @Test
    void itPairsWithThoseWhoShareItsTopicsThen() {
        second.listen("t", 1 << 16);
        Talker newcomer = talker("newcomer", 4, 100, "full");
        newcomer.route("t");

        world.await("they pair", () -> isLinked(newcomer, second), SOON);
    }

    @Test
    void bothSidesNameTheLimit() {
        Talker newcomer = talker("newcomer", 4, 100, "full");
        world.run(Duration.ofSeconds(2));

        assertThat(full.counted("refused.peers")).isPositive();
        assertThat(full.raised(Refused.class)).singleElement().satisfies(refused -> {
            assertThat(refused.counter()).isEqualTo("refused.peers");
            assertThat(refused.reason()).contains("limits.peers", "newcomer");
        });
        assertThat(newcomer.counted("dial.refused.LIMIT")).isPositive();
        assertThat(newcomer.raised(Refused.class)).singleElement().satisfies(refused -> {
            assertThat(refused.from()).isEqualTo("mem://full:1");
            assertThat(refused.counter()).isEqualTo("dial.LIMIT");
            assertThat(refused.reason()).contains("limits.peers", "others");
        });
    }

    @Test
    void aFullNodeThatDialsSaysSoOnBothSides() {
        Talker other = talker("other", 5, 100);
        full.node.join(Endpoint.parse("mem://other:1"));
        world.run(Duration.ofSeconds(2));

        assertThat(other.raised(Refused.class)).singleElement().satisfies(refused -> {
            assertThat(refused.counter()).isEqualTo("peer.refused.LIMIT");
            assertThat(refused.reason()).contains("limits.peers");
        });
        assertThat(full.raised(Refused.class)).extracting(Refused::counter).contains("refused.peers", "dial.LIMIT");
    }

    @Test
    void theNewcomerIsTakenWhenThereIsRoom() {
        Talker newcomer = talker("newcomer", 4, 100, "full");
        world.await("it has company", () -> !newcomer.node.peers().isEmpty(), SOON);
        first.node.closeAsync();

        world.await("it is taken", () -> isLinked(newcomer, full), MINUTE);
    }

    @Test
    void aNamedNodeThatIsFullNamesOthers() {
        Talker alsoFull = talker("also", 6, 1, "second");
        world.await("they meet", () -> isLinked(alsoFull, second), SOON);
        Talker newcomer =
                new Talker(network, "newcomer", List.of(network.transport("newcomer")), builder -> builder.id(id(4))
                        .join("mem://also:1"));

        world.await("it has company", () -> !newcomer.node.peers().isEmpty(), SOON);
    }

    @Test
    void aNodeWithCompanyDoesNotFollowNames() {
        Talker other = talker("other", 5, 100);
        Talker newcomer = talker("newcomer", 4, 100, "other");
        world.await("it has company", () -> isLinked(newcomer, other), SOON);
        newcomer.node.join(Endpoint.parse("mem://full:1"));
        world.run(Duration.ofSeconds(10));

        assertThat(newcomer.node.peers()).hasSize(1);
    }

    @Test
    void aPeerThatDoesNotTakeNamesIsOnlyRefused() {
        int others = Hello.DATAGRAMS | Hello.AUXILIARIES | Hello.CUTS | Hello.OPINIONS;
        Talker old = new Talker(
                network, "old", List.of(new OldPeerTransport(network.transport("old"), others)), builder -> builder.id(
                                id(4))
                        .join("mem://full:1"));
        world.run(Duration.ofSeconds(5));

        assertThat(old.node.peers()).isEmpty();
        assertThat(old.counted("refused.protocol")).isZero();
        assertThat(old.raised(Refused.class)).extracting(Refused::counter).containsExactly("dial.LIMIT");
    }

    @Test
    void linksOfOneAddressBeyondTheLimitAreRefusedByNameOnBothSides() {
        Talker server = talker("server", 7, Talker.limits(100, 2));
        List<Talker> behind = List.of(behindRouter(11), behindRouter(12), behindRouter(13));
        world.run(Duration.ofSeconds(3));

        assertThat(server.node.peers()).hasSize(2);
        assertThat(server.counted("refused.connectionsPerAddress")).isPositive();
        assertThat(server.raised(Refused.class)).singleElement().satisfies(refused -> {
            assertThat(refused.counter()).isEqualTo("refused.connectionsPerAddress");
            assertThat(refused.reason()).contains("limits.connectionsPerAddress");
        });
        Talker out = behind.stream()
                .filter(talker -> talker.node.peers().isEmpty())
                .findFirst()
                .orElseThrow();
        assertThat(out.counted("dial.refused.LIMIT")).isPositive();
        assertThat(out.raised(Refused.class)).singleElement().satisfies(refused -> {
            assertThat(refused.counter()).isEqualTo("dial.LIMIT");
            assertThat(refused.reason()).contains("limits.connectionsPerAddress");
        });

        behind.stream()
                .filter(talker -> talker != out)
                .findFirst()
                .orElseThrow()
                .node
                .closeAsync();
        world.await("the third one gets its place", () -> !out.node.peers().isEmpty(), MINUTE);
    }

    @Test
    void anAddressThatBeginsTooManyHandshakesIsGivenATime() {
        Limits slow = Limits.DEFAULT
                .peers(100)
                .handshakesPerSecond(2)
                .handshakeBurst(2)
                .connectionsPerAddress(100);
        Talker server = talker("server", 7, slow);
        List<Talker> behind =
                List.of(behindRouter(11), behindRouter(12), behindRouter(13), behindRouter(14), behindRouter(15));

        world.await("all are linked", () -> server.node.peers().size() == 5, Duration.ofSeconds(5));

        assertThat(server.counted("refused.handshakesPerSecond")).isBetween(3L, 8L);
        assertThat(behind.stream().mapToLong(talker -> talker.counted("dial.attempts")))
                .allMatch(attempts -> attempts <= 3);
        assertThat(behind.stream().flatMap(talker -> talker.raised(Refused.class).stream()))
                .isNotEmpty()
                .allSatisfy(refused -> {
                    assertThat(refused.counter()).isEqualTo("dial.BUSY");
                    assertThat(refused.reason()).contains("limits.handshakesPerSecond");
                });
    }

    private static boolean isLinked(Talker one, Talker other) {
        return one.node
                .peer(other.node.id())
                .filter(peer -> peer.link().isPresent())
                .isPresent();
    }

    /** They share a host, as nodes behind one router share an address. */
    private Talker behindRouter(long id) {
        return new Talker(network, "router", List.of(network.transport("router")), builder -> builder.id(id(id))
                .join("mem://server:1"));
    }

    private Talker talker(String host, long id, int peers, String... join) {
        return talker(host, id, Talker.limits(peers, 1000), join);
    }

    private Talker talker(String host, long id, Limits limits, String... join) {
        return new Talker(network, host, List.of(network.transport(host)), builder -> {
            builder.id(id(id)).limits(limits).listen("mem://" + host + ":1");
            for (String to : join) {
                builder.join("mem://" + to + ":1");
            }
        });
    }

    private static NodeId id(long number) {
        return new NodeId(new UUID(0, number));
    }
}
