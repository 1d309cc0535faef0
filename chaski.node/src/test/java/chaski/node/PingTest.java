package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.NodeEvent.Parked;
import chaski.api.node.Peer;
import chaski.api.node.SessionConfig;
import chaski.api.protocol.Route;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What happens to a ping when links are lost and established. */
class PingTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Simulation world = new Simulation(3);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Talker b = new Talker(network, "b", 2, "", SessionConfig.DEFAULT);
    private final Talker a = new Talker(network, "a", 1, "b", SessionConfig.DEFAULT);
    private boolean answered;

    /**
     * A caller that is notified that the link of its ping is lost may ping again immediately, while the new link is
     * taken into use.
     */
    @Test
    void aPingThatIsAskedAgainWhileTheLinkIsReplacedIsAnsweredOverTheNewOne() {
        Route route = a.route("t");
        b.listen("t", 1 << 20);
        world.await("they meet", () -> route.matched() == 1, SOON);
        Peer peer = a.node.peers().iterator().next();
        network.cut("a", "b");
        askUntilAnswered(peer);

        // a ping that was forgotten fails only after ten seconds
        world.await("there is an answer", () -> answered, Duration.ofSeconds(5));

        assertThat(a.raised(Parked.class)).hasSize(1);
    }

    private void askUntilAnswered(Peer peer) {
        peer.ping(0).whenComplete((time, failure) -> {
            if (failure == null) {
                answered = true;
            } else {
                askUntilAnswered(peer);
            }
        });
    }
}
