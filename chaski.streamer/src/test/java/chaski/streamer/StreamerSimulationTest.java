package chaski.streamer;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeFactory;
import chaski.api.node.SessionConfig;
import chaski.api.streamer.Message;
import chaski.api.streamer.Offer;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import chaski.node.DefaultNodeFactory;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The streamer on one thread and in virtual time: everything that does not wait works by callbacks alone. */
class StreamerSimulationTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final List<Node> nodes = new ArrayList<>();

    private Streamer streamer(Simulation world, SimulatedNetwork network, String host, String join) {
        Node.Builder builder = Chaski.node()
                .name(host)
                .listen("mem://" + host + ":1")
                .session(SessionConfig.DEFAULT.sendLogBytes(128 << 10));
        if (!join.isEmpty()) {
            builder.join("mem://" + join + ":1");
        }
        Node node = new DefaultNodeFactory()
                .start(
                        builder.config(),
                        new NodeFactory.Parts(
                                List.of(network.transport(host)), List.of(), List.of(new StreamerProvider())),
                        world.environment(host));
        nodes.add(node);
        return node.service(Streamer.class);
    }

    /** Publishes a number of messages by callbacks. */
    private static void publish(Publisher<String> out, int from, int to) {
        for (int i = from; i <= to; i++) {
            int next = i;
            if (out.offer("" + i) == Offer.BACKPRESSURED) {
                out.whenWritable(() -> publish(out, next, to));
                return;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everythingArrivesByCallbacksWhileLinksAreCut(long seed) {
        Simulation world = new Simulation(seed);
        SimulatedNetwork network = new SimulatedNetwork(world);
        Streamer a = streamer(world, network, "a", "");
        Streamer b = streamer(world, network, "b", "a");
        List<Long> inline = new ArrayList<>();
        List<Long> polled = new ArrayList<>();
        SubscriptionOptions small = SubscriptionOptions.DEFAULT.queueBytes(16 << 10);
        a.subscribe("lab.*", String.class, small.inline(true), m -> inline.add(m.sequence()));
        Subscription<String> in = a.subscribe("lab.x", String.class, small);
        Publisher<String> out = b.publisher("lab.x", String.class);
        world.await("both subscriptions", () -> out.subscribers() == 2, LONG);
        network.cutRandomly(Duration.ofSeconds(1));

        publish(out, 1, 5000);
        world.await(
                "all messages",
                () -> {
                    Optional<Message<String>> next = in.next(Duration.ZERO);
                    next.ifPresent(m -> polled.add(m.sequence()));
                    return polled.size() == 5000 && inline.size() == 5000;
                },
                LONG);

        assertThat(inline).isSorted().doesNotHaveDuplicates().endsWith(5000L);
        assertThat(polled).isEqualTo(inline);
    }

    @Test
    void receiptsComeInTheOneThread() {
        Simulation world = new Simulation(1);
        SimulatedNetwork network = new SimulatedNetwork(world);
        Streamer a = streamer(world, network, "a", "");
        Streamer b = streamer(world, network, "b", "a");
        a.subscribe("x", String.class);
        Publisher<String> out = b.publisher("x", String.class);
        world.await("the subscription", () -> out.subscribers() == 1, LONG);
        List<Integer> matched = new ArrayList<>();

        out.publishAsync("m").thenAccept(r -> matched.add(r.matched()));
        assertThat(matched).isEmpty();
        world.await("the receipt", () -> !matched.isEmpty(), LONG);

        assertThat(matched).containsExactly(1);
    }

    @Test
    void aNodeClosesWithoutBlockingTheOneThread() {
        Simulation world = new Simulation(1);
        SimulatedNetwork network = new SimulatedNetwork(world);
        Streamer a = streamer(world, network, "a", "");
        Streamer b = streamer(world, network, "b", "a");
        List<String> got = new ArrayList<>();
        a.subscribe("x", String.class, SubscriptionOptions.DEFAULT.inline(true), m -> got.add(m.payload()));
        Subscription<String> left = a.subscribe("x", String.class);
        Publisher<String> out = b.publisher("x", String.class);
        world.await("the subscriptions", () -> out.subscribers() == 2, LONG);
        out.publish("last");

        CompletionStage<Void> closed = nodes.get(0).closeAsync();
        world.await("the end", () -> closed.toCompletableFuture().isDone(), LONG);

        assertThat(got).containsExactly("last");
        assertThat(left.next(Duration.ZERO).orElseThrow().payload()).isEqualTo("last");
        assertThat(left.isClosed()).isTrue();
        world.await("peer to notice", () -> out.subscribers() == 0, LONG);
        assertThat(out.statistics()).isEqualTo(new Publisher.Statistics(1, 0, 1, 0));
    }
}
