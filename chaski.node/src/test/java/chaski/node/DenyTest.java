package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ConfigurationException;
import chaski.api.Endpoint;
import chaski.api.LimitException;
import chaski.api.NodeId;
import chaski.api.node.Chaski;
import chaski.api.node.NodeConfig;
import chaski.api.node.NodeEvent.PairingFailed;
import chaski.api.node.NodeEvent.PeerDown;
import chaski.api.node.NodeEvent.Reconfigured;
import chaski.api.node.NodeEvent.Refused;
import chaski.api.node.SessionConfig;
import chaski.api.protocol.Route;
import chaski.node.configuration.ConfigChange;
import chaski.node.configuration.NodeProperties;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A node accepts no session with the ids that it denies. */
class DenyTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final Simulation world = new Simulation(29);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Talker a = talker("a", 1, "");

    @Test
    void theSessionEndsAndTheNodeStaysOut() {
        Talker b = talker("b", 2, "a");
        Route route = paired(b);
        a.node.deny(b.node.id());
        world.await(
                "it is over", () -> a.node.peers().isEmpty() && b.node.peers().isEmpty(), AT_ONCE);
        long dials = a.counted("dial.attempts");
        world.run(Duration.ofMinutes(3));

        assertThat(route.matched()).isZero();
        assertThat(a.node.denied()).containsExactly(b.node.id());
        assertThat(a.counted("dial.attempts")).isEqualTo(dials);
        assertThat(b.counted("dial.refused.DENIED")).isBetween(3L, 100L);
        assertThat(a.raised(PairingFailed.class)).isEmpty();
        assertThat(b.raised(PeerDown.class)).singleElement().satisfies(down -> assertThat(down.reason())
                .contains("denied"));
        assertThat(a.raised(Refused.class)).hasSizeBetween(1, 4).allSatisfy(refused -> {
            assertThat(refused.counter()).isEqualTo("refused.denied");
            assertThat(refused.reason()).contains("node is b");
        });
        assertThat(b.raised(Refused.class)).hasSizeBetween(1, 4).allSatisfy(refused -> {
            assertThat(refused.counter()).isEqualTo("dial.DENIED");
            assertThat(refused.reason()).contains("denies that id");
        });
    }

    @Test
    void itIsTakenAgainAsSoonAsItIsAllowed() {
        Talker b = talker("b", 2, "a");
        Route route = paired(b);
        a.node.deny(b.node.id());
        world.run(SOON);
        a.node.allow(b.node.id());

        world.await("they pair again", () -> route.matched() == 1, AT_ONCE);
        assertThat(a.node.denied()).isEmpty();
    }

    @Test
    void aNodeThatIsDeniedFromTheStartNeverBecomesAPeer() {
        Talker picky = new Talker(network, "picky", List.of(network.transport("picky")), builder -> builder.id(id(7))
                .listen("mem://picky:1")
                .deny(id(2)));
        Talker b = talker("b", 2, "picky");
        world.run(SOON);

        assertThat(b.node.peers()).isEmpty();
        assertThat(b.raised(Refused.class)).extracting(Refused::counter).containsExactly("dial.DENIED");
        assertThat(picky.node.denied()).containsExactly(id(2));
        assertThat(picky.node.config().deny()).containsExactly(id(2));
    }

    @Test
    void aJoinedNodeThatIsDeniedIsLookedForRarelyAndAnotherOneInItsPlaceIsFound() {
        Talker b = talker("b", 2, "");
        a.node.join(Endpoint.parse("mem://b:1"));
        world.await("they meet", () -> !b.node.peers().isEmpty(), SOON);
        a.node.deny(b.node.id());
        world.run(Duration.ofSeconds(1));
        long dials = a.counted("dial.attempts");
        world.run(Duration.ofMinutes(3));

        assertThat(b.node.peers()).isEmpty();
        assertThat(a.counted("dial.attempts") - dials).isBetween(3L, 7L);
        world.process("b").kill();
        Talker other = talker("b", 9, "");
        world.await("the other one is found", () -> !other.node.peers().isEmpty(), Duration.ofSeconds(62));
    }

    @Test
    void aChangeOfTheConfigurationDeniesAndAllowsWithoutANewNode() {
        Talker b = talker("b", 2, "a");
        Talker c = talker("c", 3, "a");
        Route route = paired(b);
        c.listen("t", 1 << 16);
        world.await("all pair", () -> route.matched() == 2, SOON);
        a.node.deny(c.node.id());

        change(a, Map.of("deny", b.node.id().toString()));
        world.await("both are out", () -> a.node.peers().isEmpty(), AT_ONCE);
        assertThat(a.node.denied()).containsExactlyInAnyOrder(b.node.id(), c.node.id());
        assertThat(a.raised(Reconfigured.class)).singleElement().satisfies(event -> {
            assertThat(event.changed()).containsExactly("deny");
            assertThat(event.kept()).isEmpty();
        });
        change(a, Map.of());
        world.await("the one is back", () -> route.matched() == 1, AT_ONCE);
        world.run(SOON);

        assertThat(a.node.denied()).containsExactly(c.node.id());
        assertThat(a.node.peer(c.node.id())).isEmpty();
    }

    @Test
    void theOwnIdAndTooManyAreRefused() {
        assertThatThrownBy(() -> a.node.deny(a.node.id())).isInstanceOf(IllegalArgumentException.class);
        for (int i = 0; i < NodeConfig.MAX_DENIED; i++) {
            a.node.deny(id(1_000 + i));
        }
        a.node.deny(id(1_000));
        assertThatThrownBy(() -> a.node.deny(id(5)))
                .isInstanceOf(LimitException.class)
                .hasMessageContaining("10000");
        assertThat(a.node.denied()).hasSize(NodeConfig.MAX_DENIED);
        assertThatThrownBy(() -> Chaski.node().id(id(5)).deny(id(5)).config())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("deny: ");
    }

    private Route paired(Talker with) {
        Route route = a.route("t");
        with.listen("t", 1 << 16);
        world.await("they pair", () -> route.matched() == 1, SOON);
        world.run(Duration.ofSeconds(1));
        return route;
    }

    /** Changes some keys of the configuration that {@link Talker} starts with. */
    private static void change(Talker talker, Map<String, Object> changes) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "name", talker.node.name(),
                "listen", "mem://a:1",
                "limits.handshakesPerSecond", 100_000,
                "limits.handshakeBurst", 100_000,
                "limits.connectionsPerAddress", 1000));
        properties.putAll(changes);
        NodeConfig wanted = NodeProperties.read(properties);
        ((DefaultNode) talker.node).reconfigure(ConfigChange.of(talker.node.config(), wanted));
    }

    private static NodeId id(long number) {
        return new NodeId(new UUID(0, number));
    }

    private Talker talker(String host, long id, String join) {
        return new Talker(network, host, id, join, SessionConfig.DEFAULT);
    }
}
