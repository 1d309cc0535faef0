package chaski.streamer;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.node.NodeEvent.SessionLost;
import chaski.api.node.NodeFactory;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import chaski.node.DefaultNodeFactory;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Which subscriptions and peers a closing node waits for. */
class ClosingTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Simulation world = new Simulation(5);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Node subscribing = node("s", "");
    private final Node publishing = node("p", "s");
    private final List<NodeEvent> events = new ArrayList<>();

    private Node node(String host, String join) {
        Node.Builder builder = Chaski.node().name(host).listen("mem://" + host + ":1");
        if (!join.isEmpty()) {
            builder.join("mem://" + join + ":1");
        }
        return new DefaultNodeFactory()
                .start(
                        builder.config(),
                        new NodeFactory.Parts(
                                List.of(network.transport(host)), List.of(), List.of(new StreamerProvider())),
                        world.environment(host));
    }

    private Publisher<String> meet() {
        Publisher<String> out = publishing.service(Streamer.class).publisher("t", String.class);
        world.await("the subscription", () -> out.subscribers() == 1, SOON);
        world.run(Duration.ofSeconds(3));
        publishing.watch(events::add);
        return out;
    }

    private List<SessionLost> lost() {
        return events.stream()
                .filter(SessionLost.class::isInstance)
                .map(SessionLost.class::cast)
                .toList();
    }

    private CompletableFuture<Void> close() {
        return publishing.closeAsync().toCompletableFuture();
    }

    @Test
    void aPeerThatTurnsOutToBeInDoubtIsNotWaitedFor() {
        subscribing.service(Streamer.class).subscribe("t", String.class);
        Publisher<String> out = meet();
        world.process("s").kill();
        out.publish("1");
        out.publish("2");

        CompletableFuture<Void> closed = close();
        world.await("the end", closed::isDone, Duration.ofSeconds(3));

        assertThat(lost()).hasSize(1);
        assertThat(lost().get(0).ranges().get(0).count()).isEqualTo(2);
    }

    @Test
    void aPeerThatIsInDoubtAlreadyIsNotWaitedFor() {
        subscribing.service(Streamer.class).subscribe("t", String.class);
        Publisher<String> out = meet();
        world.process("s").kill();
        out.publish("1");
        world.run(Duration.ofSeconds(5));

        CompletableFuture<Void> closed = close();
        world.await("the end", closed::isDone, Duration.ofSeconds(1));

        assertThat(lost()).hasSize(1);
    }

    @Test
    void aPeerThatComesBackInTimeGetsEverything() {
        Subscription<String> in = subscribing.service(Streamer.class).subscribe("t", String.class);
        Publisher<String> out = meet();
        network.block("p", "s");
        network.block("s", "p");
        out.publish("1");

        CompletableFuture<Void> closed = close();
        world.run(Duration.ofSeconds(4));
        assertThat(closed).isNotDone();
        network.heal();
        world.await("the end", closed::isDone, SOON);

        assertThat(in.next(Duration.ZERO).orElseThrow().payload()).isEqualTo("1");
        assertThat(lost()).isEmpty();
    }

    @Test
    void aSilentPeerIsWaitedForOnlyAsLongAsItsLinkCanReturn() {
        subscribing.service(Streamer.class).subscribe("t", String.class);
        Publisher<String> out = meet();
        network.block("p", "s");
        network.block("s", "p");
        world.run(Duration.ofSeconds(15));
        out.publish("1");

        CompletableFuture<Void> closed = close();
        Duration drainTimeout = publishing.config().session().drainTimeout();
        world.await("the end", closed::isDone, drainTimeout.plusSeconds(1));

        assertThat(lost()).hasSize(1);
    }
}
