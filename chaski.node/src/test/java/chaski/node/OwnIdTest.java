package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.NodeEvent.DuplicateId;
import chaski.api.node.SessionConfig;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node's id belongs to one run at a time. */
class OwnIdTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Simulation world = new Simulation(5);
    private final SimulatedNetwork network = new SimulatedNetwork(world);

    /**
     * Each peer has seen the earlier run, and reports it to each attempt that was made before the node continued as a
     * later one.
     */
    @Test
    void aNodeThatComesBackWithItsClockSetBackIsNoDuplicate() {
        List<Talker> peers =
                List.of(talker("b", 2, "a"), talker("c", 3, "a"), talker("d", 4, "a"), talker("e", 5, "a"));
        Talker first = talker("a", 1, "");
        world.await("all meet", () -> first.node.peers().size() == 4, SOON);
        long before = first.node.incarnation();
        world.process("a").kill();
        world.process("a").jumpWallTime(Duration.ofHours(-5));

        Talker second = talker("a", 1, "");
        world.await("all meet again", () -> second.node.peers().size() == 4, SOON);
        world.run(SOON);

        assertThat(second.node.incarnation()).isGreaterThan(before);
        assertThat(second.raised(DuplicateId.class)).isEmpty();
        peers.forEach(p -> assertThat(p.node.peers()).anyMatch(x -> x.incarnation() == second.node.incarnation()));
    }

    private Talker talker(String host, long id, String join) {
        return new Talker(network, host, id, join, SessionConfig.DEFAULT);
    }
}
