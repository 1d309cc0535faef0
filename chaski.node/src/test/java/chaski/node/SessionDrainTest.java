package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.NodeEvent.Parked;
import chaski.api.node.NodeEvent.PeerDown;
import chaski.api.node.SessionConfig;
import chaski.api.protocol.Route;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionDrainTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Simulation world = new Simulation(47);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Talker a = new Talker(network, "a", 1, "", SessionConfig.DEFAULT);
    private final Talker b = new Talker(network, "b", 2, "a", SessionConfig.DEFAULT);
    private final Talker c = new Talker(network, "c", 3, "a", SessionConfig.DEFAULT);
    private final Route route = a.route("t");
    private final SessionDrain drain = new SessionDrain(
            NodeProbe.engine(a.node).sessions(), NodeProbe.engine(a.node).lifecycle());

    @BeforeEach
    void meet() {
        b.listen("t", 1 << 20);
        world.await("they meet", () -> route.matched() == 1 && a.node.peers().size() == 2, SOON);
        world.run(Duration.ofSeconds(1));
    }

    @Test
    void isSettledOnceEveryPeerHasAcknowledged() {
        assertThat(drain.isSettled()).isTrue();
        network.block("b", "a");
        Talker.say(route, 1, 100);
        world.run(Duration.ofMillis(200));
        assertThat(drain.isSettled()).isFalse();

        network.heal();
        world.await("it is acknowledged", drain::isSettled, SOON);
        assertThat(b.heard).containsExactly(1L);
    }

    @Test
    void endsSessionsWithoutALinkOnly() {
        network.block("a", "b");
        network.block("b", "a");
        world.await("b is parked", () -> !a.raised(Parked.class).isEmpty(), SOON);
        drain.endParked();

        assertThat(a.node.peer(b.node.id())).isEmpty();
        assertThat(a.node.peer(c.node.id())).isPresent();
    }

    @Test
    void endsSessionsWithPeersInDoubtOnly() {
        drain.endInDoubt();
        assertThat(a.node.peers()).hasSize(2);
        world.process("b").kill();
        world.await("b is in doubt", () -> a.doubts.contains("b true"), SOON);
        drain.endInDoubt();

        assertThat(a.node.peer(b.node.id())).isEmpty();
        assertThat(a.node.peer(c.node.id())).isPresent();
    }

    @Test
    void endOfAllIsOrderlyForThePeers() {
        drain.endAll();
        world.run(Duration.ofSeconds(1));

        for (Talker peer : new Talker[] {b, c}) {
            assertThat(peer.raised(PeerDown.class)).singleElement().satisfies(down -> assertThat(down.left())
                    .isTrue());
        }
    }
}
