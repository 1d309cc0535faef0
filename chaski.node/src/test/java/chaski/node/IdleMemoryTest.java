package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.SessionConfig;
import chaski.api.protocol.Route;
import chaski.node.frame.FrameBatch;
import chaski.node.session.SessionProbe;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An idle session holds no memory for messages. */
class IdleMemoryTest {

    private static final int PEERS = 30;
    private static final long MOST_PER_PEER = 24 * 1024;
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Simulation world = new Simulation(51);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Talker hub = new Talker(network, "hub", 1, "", SessionConfig.DEFAULT);
    private final List<Talker> peers = new ArrayList<>();

    @Test
    void idleSessionsHoldLittleDirectMemory() {
        meet();
        Route route = hub.route("t");
        world.await("all listen", () -> route.matched() == PEERS, SOON);
        for (int i = 1; i <= 20; i++) {
            Talker.say(route, i, 60_000);
            world.run(Duration.ofMillis(5));
        }
        world.await("all is confirmed", () -> route.unconfirmed() == 0, SOON);
        assertThat(SessionProbe.directBytes(NodeProbe.engine(hub.node))).isGreaterThanOrEqualTo(PEERS * 64L * 1024);
        world.run(Duration.ofMinutes(1));

        long largest = 0;
        for (int i = 0; i < 300; i++) {
            world.run(Duration.ofMillis(100));
            largest = Math.max(largest, SessionProbe.directBytes(NodeProbe.engine(hub.node)));
        }
        assertThat(largest / PEERS + FrameBatch.REST_BYTES).isLessThanOrEqualTo(MOST_PER_PEER);
    }

    @Test
    void whatIsPublishedAfterARestArrives() {
        meet();
        Route route = hub.route("t");
        world.await("all listen", () -> route.matched() == PEERS, SOON);
        for (int i = 1; i <= 5; i++) {
            int sequence = i;
            assertThat(Talker.say(route, i, 1_000)).isEqualTo(PEERS);
            world.await(
                    "it arrives", () -> peers.stream().allMatch(peer -> peer.heard.contains((long) sequence)), SOON);
            world.run(Duration.ofSeconds(30));
        }
    }

    private void meet() {
        for (int i = 0; i < PEERS; i++) {
            Talker peer = new Talker(network, "p" + i, 2 + i, "hub", SessionConfig.DEFAULT);
            peer.listen("t", 8 << 20);
            peers.add(peer);
        }
        world.await("they meet", () -> hub.node.peers().size() == PEERS, SOON);
    }
}
