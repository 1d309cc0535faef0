package chaski.streamer;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeFactory;
import chaski.api.streamer.Offer;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.PublisherOptions;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.SubscriptionOptions;
import chaski.codec.jackson.CborCodec;
import chaski.node.DefaultNodeFactory;
import chaski.node.LoggedNode;
import chaski.testkit.LogLines;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Failures with messages are logged, in one line with the reason and possible remedies; in virtual time. */
class StreamerLoggedConditionsTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final SubscriptionOptions INLINE = SubscriptionOptions.DEFAULT.inline(true);

    private final LogLines log = LogLines.of(LoggedNode.LOGGER);
    private final Simulation world = new Simulation(1);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Streamer a = streamer("a");
    private final Streamer b = streamer("b", "a");

    record Reading(String sensor, double value) {}

    @AfterEach
    void close() {
        log.close();
    }

    private Streamer streamer(String host, String... join) {
        Node.Builder builder = Chaski.node().name(host).listen("mem://" + host + ":1");
        Stream.of(join).forEach(other -> builder.join("mem://" + other + ":1"));
        Node node = new DefaultNodeFactory()
                .start(
                        builder.config(),
                        new NodeFactory.Parts(
                                List.of(network.transport(host)),
                                List.of(new CborCodec()),
                                List.of(new StreamerProvider())),
                        world.environment(host));
        LoggedNode.log(node);
        return node.service(Streamer.class);
    }

    private <T> Publisher<T> publisher(Class<T> type, PublisherOptions options) {
        Publisher<T> out = b.publisher("lab.x", type, options);
        world.await("the subscription", () -> out.subscribers() == 1, LONG);
        return out;
    }

    private List<String> linesOf(String node) {
        return log.lines().stream()
                .filter(line -> line.startsWith("WARNING node " + node + ": "))
                .toList();
    }

    @Test
    void aMessageThatCannotBeDecoded() {
        a.subscribe("lab.*", Reading.class, INLINE, m -> {});
        Publisher<String> out = publisher(String.class, PublisherOptions.DEFAULT);

        out.publishAsync("no reading");
        world.run(LONG);

        assertThat(linesOf("a"))
                .singleElement()
                .asString()
                .contains("subscription lab.*, message ", "expected a " + Reading.class.getName())
                .contains("subscribe with String", "give an onError");
    }

    @Test
    void aHandlerThatThrows() {
        a.subscribe("lab.*", String.class, INLINE, m -> {
            throw new IllegalStateException("no room");
        });
        Publisher<String> out = publisher(String.class, PublisherOptions.DEFAULT);

        for (int i = 0; i < 3; i++) {
            out.publishAsync("m");
            world.run(Duration.ofSeconds(1));
        }

        assertThat(linesOf("a"))
                .singleElement()
                .asString()
                .contains("subscription lab.*, message ", "java.lang.IllegalStateException: no room");
        world.run(LONG);
        out.publishAsync("m");
        world.run(Duration.ofSeconds(1));

        assertThat(linesOf("a").get(1)).endsWith("(and 2 more of this kind before)");
    }

    @Test
    void anErrorHandlerThatThrows() {
        SubscriptionOptions failing = INLINE.onError(error -> {
            throw new IllegalStateException("broken as well");
        });
        a.subscribe("lab.*", Reading.class, failing, m -> {});
        Publisher<String> out = publisher(String.class, PublisherOptions.DEFAULT);

        out.publishAsync("no reading");
        world.run(LONG);

        assertThat(linesOf("a")).singleElement().asString().contains("subscription lab.*, error handler failed: ");
    }

    @Test
    void aPublisherThatIsHeldUpAndASubscriptionThatIsCut() {
        a.subscribe("lab.*", String.class, SubscriptionOptions.DEFAULT.queueBytes(1_000));
        Publisher<String> out =
                publisher(String.class, PublisherOptions.DEFAULT.slowSubscriber(Duration.ofSeconds(20)));

        offerForEver(out);
        world.run(Duration.ofSeconds(15));
        assertThat(linesOf("b"))
                .singleElement()
                .asString()
                .contains("a publisher of lab.x has waited ", " ms for the subscription lab.* of a")
                .contains("PublisherOptions.slowSubscriber");
        world.run(LONG);

        assertThat(linesOf("b")).anyMatch(line -> line.contains("cut the subscription lab.* of a"));
        assertThat(linesOf("a"))
                .singleElement()
                .asString()
                .contains("the subscription lab.* was cut by a publisher of b", "give it a larger queueBytes");
    }

    private void offerForEver(Publisher<String> out) {
        if (out.offer("x".repeat(300)) != Offer.CLOSED) {
            world.environment("clock").schedule(100_000_000, () -> offerForEver(out));
        }
    }
}
