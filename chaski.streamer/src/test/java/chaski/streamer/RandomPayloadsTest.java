package chaski.streamer;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.CodecException;
import chaski.api.TypeRef;
import chaski.api.codec.Codec;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeFactory;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.PublisherOptions;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.SubscriptionError;
import chaski.api.streamer.SubscriptionOptions;
import chaski.codec.jackson.CborCodec;
import chaski.codec.jackson.JsonCodec;
import chaski.node.DefaultNodeFactory;
import chaski.testkit.Seeds;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import chaski.testkit.values.RandomValues;
import chaski.testkit.values.ValueEquality;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A payload of any type, generic ones included, arrives at every subscription as it was published, or is refused by the
 * publisher. Links are cut in the meantime. In virtual time.
 */
class RandomPayloadsTest {

    private static final int VALUES = 8;
    private static final Duration LONG = Duration.ofMinutes(5);

    static LongStream seeds() {
        return Seeds.all();
    }

    private static Streamer streamer(Simulation world, SimulatedNetwork network, String host, String... join) {
        Node.Builder builder = Chaski.node().name(host).listen("mem://" + host + ":1");
        Stream.of(join).forEach(other -> builder.join("mem://" + other + ":1"));
        List<Codec> codecs = List.of(new CborCodec(), new JsonCodec());
        return new DefaultNodeFactory()
                .start(
                        builder.config(),
                        new NodeFactory.Parts(
                                List.of(network.transport(host)), codecs, List.of(new StreamerProvider())),
                        world.environment(host))
                .service(Streamer.class);
    }

    /** One value on its own topic, and its outcome. */
    private static final class Sent<T> {

        private final T value;
        private final String what;
        private final Publisher<T> publisher;
        private final List<T> arrived = new ArrayList<>();
        private final List<SubscriptionError> errors = new ArrayList<>();
        private Optional<Throwable> refusal = Optional.empty();

        private Sent(Streamer from, List<Streamer> to, String topic, TypeRef<T> type, T value, String codec) {
            this.value = value;
            this.what = topic + " in " + codec + ": " + type + " ";
            this.publisher = from.publisher(topic, type, PublisherOptions.DEFAULT.codec(codec));
            SubscriptionOptions options =
                    SubscriptionOptions.DEFAULT.inline(true).onError(errors::add);
            to.forEach(streamer -> streamer.subscribe(topic, type, options, m -> arrived.add(m.payload())));
        }

        private boolean isMatched(int subscriptions) {
            return publisher.subscribers() == subscriptions;
        }

        private void publish() {
            try {
                publisher.publishAsync(value).whenComplete((receipt, error) -> refuse(error));
            } catch (CodecException e) {
                refuse(e);
            }
        }

        private void refuse(Throwable error) {
            refusal = Optional.ofNullable(error instanceof CompletionException ? error.getCause() : error);
        }

        private boolean isOver(int subscriptions) {
            return refusal.isPresent() || arrived.size() + errors.size() == subscriptions;
        }

        private void check() {
            assertThat(errors)
                    .as("%s%s was published and cannot be read", what, value)
                    .isEmpty();
            refusal.ifPresent(error -> assertThat(error).as(what).isInstanceOf(CodecException.class));
            assertThat(arrived).as(what).allSatisfy(back -> assertThat(ValueEquality.of(value, back))
                    .as("%s%s came back as %s", what, value, back)
                    .isTrue());
        }
    }

    @SuppressWarnings("unchecked") // the value was drawn for the type
    private static <T> Sent<T> sent(
            Streamer from, List<Streamer> to, String topic, TypeRef<T> type, Object value, String codec) {
        return new Sent<>(from, to, topic, type, (T) value, codec);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyPayloadArrivesOrIsRefusedByThePublisher(long seed) {
        Simulation world = new Simulation(seed);
        SimulatedNetwork network = new SimulatedNetwork(world);
        Streamer a = streamer(world, network, "a");
        Streamer b = streamer(world, network, "b", "a");
        RandomValues values = new RandomValues(seed);
        List<Sent<?>> all = new ArrayList<>();
        for (int i = 0; i < VALUES; i++) {
            RandomValues.Typed typed = values.next();
            TypeRef<?> type = TypeRef.of(typed.type());
            for (String codec : List.of("cbor", "json")) {
                all.add(sent(a, List.of(a, b), "values." + codec + i, type, typed.value(), codec));
            }
        }
        world.await("the subscriptions", () -> all.stream().allMatch(sent -> sent.isMatched(2)), LONG);
        network.cutRandomly(Duration.ofMillis(100));

        all.forEach(Sent::publish);
        world.await("all values", () -> all.stream().allMatch(sent -> sent.isOver(2)), LONG);

        all.forEach(Sent::check);
        assertThat(all.stream().filter(sent -> sent.refusal.isEmpty()))
                .as("values of %s that arrived", all.size())
                .isNotEmpty();
    }
}
