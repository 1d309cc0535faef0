package chaski.streamer;

import chaski.api.NodeId;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeFactory;
import chaski.api.protocol.ProtocolNode;
import chaski.api.streamer.Offer;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.SubscriptionOptions;
import chaski.node.DefaultNodeFactory;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Publishers that offer, and offer again when they are writable, get their turn, too. */
class WritableTest {

    private final Simulation world = new Simulation(1);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final List<Node> nodes = new ArrayList<>();
    private int left;

    private void node(int id) {
        Node.Builder builder =
                Chaski.node().name("n" + id).id(new NodeId(new UUID(0, id))).listen("mem://n" + id + ":1");
        for (int i = 1; i < id; i++) {
            builder.join("mem://n" + i + ":1");
        }
        nodes.add(new DefaultNodeFactory()
                .start(
                        builder.config(),
                        new NodeFactory.Parts(
                                List.of(network.transport("n" + id)), List.of(), List.of(new StreamerProvider())),
                        world.environment("n" + id)));
    }

    /** Offers a number of messages, each until it is accepted. */
    private void publish(Node node, Publisher<byte[]> out, int bytes, int count) {
        for (int i = count; i > 0; i--) {
            if (out.offer(new byte[bytes]) == Offer.BACKPRESSURED) {
                int rest = i;
                out.whenWritable(() ->
                        ProtocolNode.of(node).environment().start("publisher", () -> publish(node, out, bytes, rest)));
                return;
            }
            left--;
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 1, 65536, 40000", "2, 3, 600, 400", "3, 1, 65536, 40000", "3, 2, 65536, 40000", "4, 3, 600, 400"})
    void offersOfNodesThatSubscribeToTheirOwnTopicAreAllAccepted(int count, int publishers, int window, int bytes) {
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(1), Duration.ofMillis(1)));
        for (int id = 1; id <= count; id++) {
            node(id);
        }
        SubscriptionOptions options =
                SubscriptionOptions.DEFAULT.queueBytes(window).inline(true);
        for (Node node : nodes) {
            node.service(Streamer.class).subscribe("t", byte[].class, options, m -> {});
        }
        for (Node node : nodes) {
            for (int i = 0; i < publishers; i++) {
                Publisher<byte[]> out = node.service(Streamer.class).publisher("t", byte[].class);
                world.await("the subscriptions", () -> out.subscribers() == count, Duration.ofMinutes(1));
                left += 50;
                ProtocolNode.of(node).environment().start("publisher", () -> publish(node, out, bytes, 50));
            }
        }

        world.await("all offers", () -> left == 0, Duration.ofMinutes(2));
    }
}
