package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.node.Drainable;
import chaski.api.node.Node;
import chaski.api.node.NodeServiceProvider;
import chaski.api.node.SessionConfig;
import chaski.testkit.LogLines;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Services that cannot be closed, as when the classes of their bundle are gone: the engine closes what they opened. */
class ServiceFailureTest {

    private final LogLines log = LogLines.of(Services.class.getName());
    private final Simulation world = new Simulation(6);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private DefaultNode node;
    private Talker peer;

    @BeforeEach
    void start() {
        node = (DefaultNode) new Talker(network, "a", 1, "", SessionConfig.DEFAULT).node;
        peer = new Talker(network, "b", 2, "a", SessionConfig.DEFAULT);
        world.await("they meet", () -> node.peers().size() == 1, Duration.ofSeconds(30));
    }

    @AfterEach
    void close() {
        log.close();
    }

    /** A service with a channel, whose classes become unavailable. */
    static class Broken implements Drainable {

        private final Faulty protocol;

        Broken(Node node) {
            protocol = new Faulty(node, null, AssertionError::new);
        }

        @Override
        public CompletionStage<Void> drain() {
            throw new NoClassDefFoundError("gone before it drained");
        }

        @Override
        public void close() {
            throw new NoClassDefFoundError("gone before it closed");
        }
    }

    /** A service that cannot be created although its channel is already open. */
    static final class StillBorn extends Broken {

        StillBorn(Node node) {
            super(node);
            throw new NoClassDefFoundError("gone before it began");
        }
    }

    private NodeServiceProvider provider(boolean stillBorn) {
        return new NodeServiceProvider() {
            @Override
            public Class<?> type() {
                return Broken.class;
            }

            @Override
            public Object create(Node of) {
                return stillBorn ? new StillBorn(of) : new Broken(of);
            }
        };
    }

    @Test
    void theChannelOfAServiceThatCannotBeClosedIsClosed() {
        NodeServiceProvider provider = provider(false);
        node.services().add(provider);
        Broken first = node.service(Broken.class);
        world.run(Duration.ofSeconds(1));
        assertThat(first.protocol.calls(Faulty.Place.SESSION)).isOne();

        node.services().remove(provider);

        assertThat(first.protocol.calls(Faulty.Place.END)).isOne();
        node.services().add(provider);
        Broken next = node.service(Broken.class);
        world.run(Duration.ofSeconds(1));
        assertThat(next.protocol.calls(Faulty.Place.SESSION)).isOne();
        assertThat(log.lines()).anyMatch(line -> line.startsWith("WARNING closing") && line.contains("failed"));
        assertThat(peer.counted("sessions.ended")).isZero();
    }

    @Test
    void theChannelOfAServiceThatCannotBeMadeIsFree() {
        NodeServiceProvider broken = provider(true);
        node.services().add(broken);
        assertThatThrownBy(() -> node.service(Broken.class)).isInstanceOf(NoClassDefFoundError.class);
        node.services().remove(broken);

        node.services().add(provider(false));

        assertThat(node.service(Broken.class)).isNotNull();
    }
}
