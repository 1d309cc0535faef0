package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.Limits;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Transport;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many nodes that join the same one at the same time are accepted one after another, without dialling it again and
 * again.
 */
class ManyNewcomersTest {

    private static final String SEED = "mem://n0:1";
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Simulation world = new Simulation(41);
    private final SimulatedNetwork network = new SimulatedNetwork(world);

    @Test
    void twoHundredNodesNeedAtMostThreeDialsEach() {
        join(200, 20);
    }

    @Test
    @Tag("slow")
    @Timeout(value = 10, unit = TimeUnit.MINUTES) // most of a minute on an otherwise idle machine
    void aThousandNodesNeedAtMostThreeDialsEach() {
        join(1_000, Limits.DEFAULT.pendingHandshakes());
    }

    @Test
    void linksThatNeverSayHelloGiveWayToANodeAndThoseThatDidStay() {
        Talker seed = start(0, builder -> builder.listen(SEED).limits(limits(4)));
        Stranger slow = new Stranger(network, Endpoint.parse(SEED), new NodeId(new UUID(9, 9)), 1);
        Transport silent = network.transport("silent");
        for (int i = 0; i < 3; i++) {
            silent.connect(Endpoint.parse(SEED), ConnectOptions.DEFAULT);
        }
        world.run(Duration.ofMillis(500));
        Talker early = start(1, builder -> builder.join(SEED));
        world.run(Duration.ofMillis(400));
        assertThat(early.node.peers()).as("within the second nobody gives way").isEmpty();
        assertThat(early.counted("dial.refused.BUSY")).isPositive();

        world.await("it is taken", () -> seed.node.peers().size() == 1, Duration.ofSeconds(2));
        assertThat(slow.isClosed()).as("it has said HELLO").isFalse();
        assertThat(early.raised(NodeEvent.Refused.class)).singleElement().satisfies(refused -> {
            assertThat(refused.counter()).isEqualTo("dial.BUSY");
            assertThat(refused.reason()).contains("limits.pendingHandshakes");
        });
        assertThat(seed.raised(NodeEvent.Refused.class))
                .extracting(NodeEvent.Refused::counter)
                .contains("refused.pendingHandshakes");
    }

    private void join(int nodes, int pendingHandshakes) {
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(5), Duration.ofMillis(10)));
        Talker seed = start(0, builder -> builder.listen(SEED).limits(limits(pendingHandshakes)));
        List<Talker> all = new ArrayList<>();
        for (int i = 1; i < nodes; i++) {
            all.add(start(i, builder -> builder.join(SEED)));
        }

        // a counter: the list of peers would be copied after each event of the simulation
        world.await("all have joined", () -> seed.counted("sessions.begun") == nodes - 1, SOON);

        assertThat(seed.node.peers()).hasSize(nodes - 1);
        assertThat(all).allMatch(talker -> talker.counted("dial.attempts") <= 3);
        assertThat(seed.counted("refused.pendingHandshakes")).isPositive();
    }

    private Talker start(long number, Consumer<Node.Builder> configured) {
        String host = "n" + number;
        return new Talker(network, host, List.of(network.transport(host)), builder -> {
            builder.id(new NodeId(new UUID(number, number)));
            configured.accept(builder);
        });
    }

    private static Limits limits(int pendingHandshakes) {
        return Limits.DEFAULT.pendingHandshakes(pendingHandshakes);
    }
}
