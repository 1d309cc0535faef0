package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.NodeEvent.PeerDown;
import chaski.api.node.NodeEvent.SessionLost;
import chaski.api.node.SessionConfig;
import chaski.api.protocol.Route;
import chaski.node.membership.SessionNeed;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PairingDecisionsTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Simulation world = new Simulation(43);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Talker a = new Talker(network, "a", 1, "", SessionConfig.DEFAULT);
    private final Talker b = new Talker(network, "b", 2, "a", SessionConfig.DEFAULT);
    private final Route route = a.route("t");
    private final PartsScene parts = new PartsScene();
    private final PairingDecisions decisions = new PairingDecisions(
            NodeProbe.coordinator(a.node).context(), NodeProbe.engine(a.node), parts.dialler, parts.membership);

    @BeforeEach
    void meet() {
        b.listen("t", 1 << 20);
        world.await("they meet", () -> route.matched() == 1 && a.node.peers().size() == 1, SOON);
    }

    @Test
    void sessionEndsOnceEverythingIsAcknowledged() {
        network.block("b", "a");
        Talker.say(route, 1, 100);
        decisions.leave(b.node.id(), "neither side needs the session");
        world.run(Duration.ofMillis(500));
        assertThat(b.raised(PeerDown.class)).isEmpty();

        network.heal();
        world.await("the session ends", () -> !b.raised(PeerDown.class).isEmpty(), SOON);
        assertThat(b.raised(PeerDown.class)).singleElement().satisfies(down -> assertThat(down.left())
                .isTrue());
        assertThat(b.heard).containsExactly(1L);
        assertThat(a.raised(SessionLost.class)).isEmpty();
    }

    @Test
    void settledSessionEndsAtOnce() {
        world.run(Duration.ofSeconds(1));
        decisions.leave(b.node.id(), "neither side needs the session");

        assertThat(a.node.peer(b.node.id())).isEmpty();
    }

    @Test
    void needIsSentToThePeer() {
        PartsScene scene = new PartsScene();
        scene.sessionUp(PartsScene.id(2));
        scene.world.run(Duration.ofSeconds(1));
        scene.sent.clear();
        new PairingDecisions(scene.context, scene.layer, scene.dialler, scene.membership)
                .need(PartsScene.id(2), SessionNeed.COMPANY);
        scene.membership.tick(scene.loop.nanoTime());

        assertThat(scene.sent).containsExactly(PartsScene.id(2));
    }

    @Test
    void deniedNodeIsBarred() {
        PartsScene scene = new PartsScene();
        PairingDecisions decided = new PairingDecisions(scene.context, scene.layer, scene.dialler, scene.membership);
        scene.layer.barred().deny(PartsScene.id(2));

        assertThat(decided.isBarred(PartsScene.id(2))).isTrue();
        assertThat(decided.isBarred(PartsScene.id(3))).isFalse();
    }
}
