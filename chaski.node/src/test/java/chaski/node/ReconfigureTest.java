package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.node.NodeConfig;
import chaski.api.node.NodeEvent.LinkMoved;
import chaski.api.node.NodeEvent.Parked;
import chaski.api.node.NodeEvent.PeerSuspect;
import chaski.api.node.NodeEvent.Reconfigured;
import chaski.api.node.NodeEvent.Refused;
import chaski.api.node.SessionConfig;
import chaski.node.configuration.ConfigChange;
import chaski.node.configuration.NodeProperties;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A node continues with another configuration, and so do its sessions. */
class ReconfigureTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Endpoint FIRST = Endpoint.parse("mem://a:1");
    private static final Endpoint SECOND = Endpoint.parse("mem://a:2");

    private final Simulation world = new Simulation(7);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Talker a = new Talker(network, "a", 1, "", SessionConfig.DEFAULT);

    @Test
    void listenersMoveAndTheSessionsThatCameByTheOldOneStay() {
        Talker b = talker("b", 2, "a");
        world.await("they meet", () -> meets(a, b), SOON);

        change(a, Map.of("listen", SECOND.toString()));
        Talker late = talker("late", 3, "a");
        Talker right = new Talker(network, "right", 4, "", SessionConfig.DEFAULT);
        right.node.join(SECOND);
        world.await("who knows the new endpoint gets through", () -> meets(a, right), SOON);

        assertThat(a.node.endpoints()).containsExactly(SECOND);
        assertThat(meets(a, b)).isTrue();
        assertThat(a.raised(Parked.class)).isEmpty();
        assertThat(b.raised(LinkMoved.class)).isEmpty();
        assertThat(meets(b, late)).isFalse();
    }

    @Test
    void joiningAndLeavingOff() {
        Talker b = talker("b", 2, "");
        change(a, Map.of("join", "mem://b:1"));
        world.await("they meet", () -> meets(a, b), SOON);

        change(a, Map.of("join", ""));
        world.run(SOON);
        assertThat(a.raised(Parked.class)).isEmpty();
    }

    @Test
    void othersHearWhatIsAdvertised() {
        Talker b = talker("b", 2, "a");
        world.await("they meet", () -> meets(a, b), SOON);

        change(a, Map.of("advertise", "mem://gateway:9"));

        world.await(
                "b hears of it",
                () -> b.node.directory().stream()
                        .anyMatch(entry -> entry.id().equals(a.node.id())
                                && entry.endpoints().equals(List.of(Endpoint.parse("mem://gateway:9")))),
                SOON);
    }

    @Test
    void shorterTimesMakeNobodySuspectWhoWasQuietBefore() {
        Talker b = talker("b", 2, "a");
        world.await("they meet", () -> meets(a, b), SOON);
        world.run(Duration.ofMillis(2_400));

        change(
                a,
                Map.of(
                        "heartbeat.intervalMs", 200L,
                        "heartbeat.suspectAfterMs", 500L,
                        "heartbeat.downAfterMs", 1_000L));
        world.run(SOON);
        assertThat(a.raised(PeerSuspect.class)).isEmpty();

        world.process("b").kill();
        world.run(Duration.ofMillis(900));
        assertThat(a.raised(PeerSuspect.class)).hasSizeLessThanOrEqualTo(1);
        assertThat(a.raised(Parked.class).size() + a.raised(PeerSuspect.class).size())
                .isPositive();
    }

    @Test
    void whatCannotChangeIsTold() {
        change(a, Map.of("limits.peers", 5, "session.maxStallMs", 1L));

        world.await("it is reported", () -> !a.raised(Reconfigured.class).isEmpty(), SOON);
        assertThat(a.raised(Reconfigured.class)).singleElement().satisfies(event -> {
            assertThat(event.changed()).containsExactly("session.maxStallMs");
            assertThat(event.kept()).containsExactly("limits.peers");
        });
        assertThat(a.node.config().session().maxStall()).isEqualTo(Duration.ofMillis(1));
        assertThat(a.node.config().limits().peers()).isEqualTo(1000);
    }

    @Test
    void aPortThatIsTakenIsBoundWhenItIsFree() {
        Talker other = new Talker(
                network, "a", 5, "", SessionConfig.DEFAULT, List.of(network.transport("a")), List.of("mem://a:2"));
        assertThat(other.node.endpoints()).containsExactly(SECOND);

        change(a, Map.of("listen", new String[] {FIRST.toString(), SECOND.toString()}));
        assertThat(a.node.endpoints()).containsExactly(FIRST);
        world.await("it is reported", () -> !a.raised(Refused.class).isEmpty(), SOON);
        world.run(SOON);
        other.node.closeAsync();
        world.await("the port is taken over", () -> a.node.endpoints().contains(SECOND), SOON);

        assertThat(a.raised(Refused.class)).hasSize(1);
    }

    private Talker talker(String host, long id, String join) {
        return new Talker(network, host, id, join, SessionConfig.DEFAULT);
    }

    /** Changes some keys of the configuration that {@link Talker} starts with. */
    private static void change(Talker talker, Map<String, Object> changes) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "name", talker.node.name(),
                "listen", FIRST.toString(),
                "limits.handshakesPerSecond", 100_000,
                "limits.handshakeBurst", 100_000,
                "limits.connectionsPerAddress", 1000));
        properties.putAll(changes);
        NodeConfig wanted = NodeProperties.read(properties);
        ((DefaultNode) talker.node).reconfigure(ConfigChange.of(talker.node.config(), wanted));
    }

    private static boolean meets(Talker one, Talker other) {
        return one.node.peer(other.node.id()).isPresent();
    }
}
