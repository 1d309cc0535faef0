package chaski.streamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ConfigurationException;
import chaski.api.NodeId;
import chaski.api.TopicPattern;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.node.NodeFactory;
import chaski.api.protocol.ProtocolNode;
import chaski.api.streamer.Message;
import chaski.api.streamer.Offer;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.PublisherOptions;
import chaski.api.streamer.SlowConsumerException;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import chaski.node.DefaultNodeFactory;
import chaski.streamer.publish.AsyncPublish;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Flow;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Subscriptions that take no messages: reported after five seconds, cut if the publisher's options request it; in
 * virtual time.
 */
class SlowSubscriberTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final SubscriptionOptions NARROW = SubscriptionOptions.DEFAULT.queueBytes(1_000);
    private static final PublisherOptions CUTTING = PublisherOptions.DEFAULT.slowSubscriber(TEN_SECONDS);

    private final Simulation world = new Simulation(1);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Map<Node, List<NodeEvent>> events = new HashMap<>();
    private final Node a = node("a", 2);
    private final Node b = node("b", 1, "a");
    private final Node c = node("c", 3, "a");

    /** How a publisher waits. */
    private enum Way {
        PUBLISH,
        OFFER,
        WHEN_WRITABLE,
        ASYNC
    }

    private Node node(String host, int id, String... joins) {
        Node.Builder builder =
                Chaski.node().name(host).id(new NodeId(new UUID(0, id))).listen("mem://" + host + ":1");
        for (String join : joins) {
            builder.join("mem://" + join + ":1");
        }
        Node node = new DefaultNodeFactory()
                .start(
                        builder.config(),
                        new NodeFactory.Parts(
                                List.of(network.transport(host)), List.of(), List.of(new StreamerProvider())),
                        world.environment(host));
        List<NodeEvent> seen = new ArrayList<>();
        events.put(node, seen);
        node.watch(seen::add);
        return node;
    }

    private static Streamer streamer(Node node) {
        return node.service(Streamer.class);
    }

    private Subscription<byte[]> subscribe(Node node, SubscriptionOptions options) {
        return streamer(node).subscribe("t", byte[].class, options);
    }

    private Publisher<byte[]> publisher(PublisherOptions options, int subscriptions) {
        Publisher<byte[]> out = streamer(a).publisher("t", byte[].class, options);
        world.await("the subscriptions", () -> out.subscribers() == subscriptions, LONG);
        return out;
    }

    private <E extends NodeEvent> List<E> seen(Node node, Class<E> type) {
        return events.get(node).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** Publishes messages of 400 bytes, one after the other. */
    private void publishAll(Way way, Publisher<byte[]> out, int left) {
        if (left == 0) {
            return;
        }
        Runnable next = () -> publishAll(way, out, left - 1);
        Runnable again = () -> publishAll(way, out, left);
        switch (way) {
            case PUBLISH -> {
                AsyncPublish publish = AsyncPublish.begin(ProtocolNode.of(a).environment(), out, new byte[400]);
                whenOver(publish, next);
            }
            case OFFER -> later(out.offer(new byte[400]) == Offer.ACCEPTED ? next : again);
            case ASYNC ->
                later(out.publishAsync(new byte[400]).toCompletableFuture().isCompletedExceptionally() ? again : next);
            case WHEN_WRITABLE -> {
                if (out.offer(new byte[400]) == Offer.ACCEPTED) {
                    later(next);
                } else {
                    out.whenWritable(() -> later(again));
                }
            }
        }
    }

    private void later(Runnable task) {
        ProtocolNode.of(a).environment().schedule(100_000_000, task);
    }

    private void whenOver(AsyncPublish publish, Runnable then) {
        later(publish.isOver() ? then : () -> whenOver(publish, then));
    }

    private void consume(Node node, Subscription<byte[]> in, List<Long> taken) {
        in.next(Duration.ZERO).ifPresent(m -> taken.add(m.sequence()));
        ProtocolNode.of(node).environment().schedule(1_000_000, () -> consume(node, in, taken));
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aPeersSubscriptionThatTakesNothingIsCutAndTheOthersContinue(Way way) {
        Subscription<byte[]> slow = subscribe(b, NARROW);
        List<Long> taken = new ArrayList<>();
        consume(c, subscribe(c, NARROW), taken);
        Publisher<byte[]> out = publisher(CUTTING, 2);
        Publisher<byte[]> other = publisher(PublisherOptions.DEFAULT, 2);

        publishAll(way, out, 50);
        world.run(Duration.ofSeconds(9));
        assertThat(slow.failure()).isEmpty();
        assertThat(seen(a, NodeEvent.Stalled.class)).singleElement().satisfies(s -> {
            assertThat(s.node()).isEqualTo(b.id());
            assertThat(s.topic().name()).isEqualTo("t");
            assertThat(s.millis()).isBetween(5_000L, 5_500L);
        });
        world.await("the cut", () -> slow.failure().isPresent(), Duration.ofSeconds(3));
        world.await("the other subscriber", () -> taken.size() == 50, LONG);

        assertThat(taken).isEqualTo(upTo(50));
        assertThat(other.offer(new byte[100])).isEqualTo(Offer.ACCEPTED);
        assertThat(other.subscribers()).isEqualTo(1);
        assertThat(seen(a, NodeEvent.SubscriberCut.class)).singleElement().satisfies(event -> {
            assertThat(event.node()).isEqualTo(b.id());
            assertThat(event.name()).isEqualTo("b");
            assertThat(event.subscription()).isEqualTo(new TopicPattern("t"));
        });
        assertThat(seen(b, NodeEvent.SubscriptionCut.class)).singleElement().satisfies(event -> {
            assertThat(event.by()).isEqualTo(a.id());
            assertThat(event.name()).isEqualTo("a");
            assertThat(event.subscription()).isEqualTo(new TopicPattern("t"));
        });
        assertThat(a.counters()).containsEntry("subscriptions.cut", 1L);
        assertThat(b.counters()).containsEntry("subscriptions.cut", 1L);
        assertThat(seen(c, NodeEvent.SubscriptionCut.class)).isEmpty();
        assertThat(slow.next(Duration.ZERO)).map(Message::sequence).contains(1L);
        assertThat(slow.next(Duration.ZERO)).map(Message::sequence).contains(2L);
        assertThatThrownBy(() -> slow.next(Duration.ZERO)).isInstanceOf(SlowConsumerException.class);
        assertThatThrownBy(() -> slow.iterator().hasNext())
                .isInstanceOf(SlowConsumerException.class)
                .hasMessageContaining("queueBytes");
        assertThat(slow.isClosed()).isTrue();
        assertThat(seen(a, NodeEvent.SessionLost.class)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aSubscriptionOfTheSameNodeThatTakesNothingIsCut(Way way) {
        Subscription<byte[]> slow = subscribe(a, NARROW);
        List<Long> taken = new ArrayList<>();
        consume(c, subscribe(c, NARROW), taken);
        Publisher<byte[]> out = publisher(CUTTING, 2);

        publishAll(way, out, 50);
        world.run(Duration.ofSeconds(9));
        assertThat(slow.failure()).isEmpty();
        assertThat(seen(a, NodeEvent.Stalled.class)).hasSize(1);
        world.await("the cut", () -> slow.failure().isPresent(), Duration.ofSeconds(3));
        world.await("the other subscriber", () -> taken.size() == 50, LONG);

        assertThat(taken).isEqualTo(upTo(50));
        assertThat(seen(a, NodeEvent.SubscriberCut.class)).hasSize(1);
        assertThat(seen(a, NodeEvent.SubscriptionCut.class)).hasSize(1);
        assertThat(a.counters()).containsEntry("subscriptions.cut", 1L);
        assertThat(slow.next(Duration.ZERO)).isPresent();
        assertThat(slow.next(Duration.ZERO)).isPresent();
        assertThatThrownBy(() -> slow.next(Duration.ZERO)).isInstanceOf(SlowConsumerException.class);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void withoutTheOptionNothingIsCutAndTheStallIsReportedOnce(Way way) {
        Subscription<byte[]> slow = subscribe(b, NARROW);
        List<Long> taken = new ArrayList<>();
        Publisher<byte[]> out = publisher(PublisherOptions.DEFAULT, 1);

        publishAll(way, out, 10);
        world.run(Duration.ofMinutes(10));
        assertThat(seen(a, NodeEvent.Stalled.class)).hasSize(1);
        consume(b, slow, taken);
        world.await("all messages", () -> taken.size() == 10, LONG);

        assertThat(slow.failure()).isEmpty();
        assertThat(slow.isClosed()).isFalse();
        assertThat(a.counters()).doesNotContainKey("subscriptions.cut");
    }

    /** Every eight seconds it takes one message, which makes room for the next. */
    @Test
    void aSubscriptionThatMovesAtAllIsNotCut() {
        Subscription<byte[]> slow = subscribe(b, NARROW);
        Subscription<byte[]> own = subscribe(a, NARROW);
        Publisher<byte[]> out = publisher(CUTTING, 2);

        publishAll(Way.PUBLISH, out, 10);
        for (int i = 0; i < 10; i++) {
            world.run(Duration.ofSeconds(4));
            assertThat(slow.next(Duration.ZERO)).isPresent();
            world.run(Duration.ofSeconds(4));
            assertThat(own.next(Duration.ZERO)).isPresent();
        }

        assertThat(slow.failure()).isEmpty();
        assertThat(own.failure()).isEmpty();
    }

    @Test
    void aPublisherThatHasGivenUpCutsNothing() {
        Subscription<byte[]> slow = subscribe(b, NARROW);
        Publisher<byte[]> out = publisher(CUTTING, 1);
        publishAll(Way.PUBLISH, out, 2);
        world.run(Duration.ofSeconds(1));
        AsyncPublish waiting = AsyncPublish.begin(ProtocolNode.of(a).environment(), out, new byte[400]);
        world.run(Duration.ofSeconds(4));
        waiting.giveUp();

        world.run(Duration.ofMinutes(1));

        assertThat(slow.failure()).isEmpty();
        assertThat(seen(a, NodeEvent.Stalled.class)).isEmpty();
    }

    /** That is an outage, which has its own rules. */
    @Test
    void aPeerWithoutALinkIsNotCut() {
        Subscription<byte[]> slow = subscribe(b, NARROW);
        List<Long> taken = new ArrayList<>();
        Publisher<byte[]> out = publisher(CUTTING, 1);
        publishAll(Way.PUBLISH, out, 5);
        world.run(Duration.ofSeconds(3));
        network.isolate("b");
        world.run(Duration.ofSeconds(20));
        network.heal();
        world.run(Duration.ofSeconds(3));

        consume(b, slow, taken);
        world.await("all messages", () -> taken.size() == 5, LONG);
        assertThat(slow.failure()).isEmpty();
    }

    @Test
    void aLargeMessageThatIsOnItsWayWhenItIsCutIsStillHandedOver() {
        Subscription<byte[]> slow = subscribe(b, NARROW);
        Publisher<byte[]> out = publisher(CUTTING, 1);
        network.profile("a", "b", LinkProfile.DEFAULT.bytesPerSecond(10_000));
        AsyncPublish large = AsyncPublish.begin(ProtocolNode.of(a).environment(), out, new byte[200_000]);
        world.await("the large message", large::isOver, LONG);
        AsyncPublish next = AsyncPublish.begin(ProtocolNode.of(a).environment(), out, new byte[400]);
        world.await("the cut", next::isOver, Duration.ofSeconds(11));
        assertThat(next.matched()).isZero();
        assertThat(slow.failure()).isEmpty(); // it is queued behind the large message

        world.await("the end", () -> slow.failure().isPresent(), LONG);
        assertThat(slow.next(Duration.ZERO).orElseThrow().payload()).hasSize(200_000);
        world.await("that nobody sends any more", slow::isClosed, LONG);
        assertThatThrownBy(() -> slow.next(Duration.ZERO)).isInstanceOf(SlowConsumerException.class);
    }

    @Test
    void aSubscriptionThatWasCutEndsOnceMoreWhenItIsClosed() {
        Subscription<byte[]> slow = subscribe(b, NARROW);
        publishAll(Way.PUBLISH, publisher(CUTTING, 1), 3);
        world.await("the cut", () -> slow.failure().isPresent(), LONG);

        slow.close();

        assertThat(slow.next(Duration.ZERO)).isEmpty();
        assertThat(slow.iterator().hasNext()).isFalse();
        assertThat(slow.failure()).isPresent();
    }

    @Test
    void aFlowSubscriberGetsTheError() {
        Subscription<byte[]> slow = subscribe(b, NARROW);
        List<Object> seen = new ArrayList<>();
        publishAll(Way.PUBLISH, publisher(CUTTING, 1), 3);
        world.await("the cut", () -> slow.failure().isPresent(), LONG);
        world.run(Duration.ofSeconds(1));
        slow.asFlowPublisher().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(10);
            }

            @Override
            public void onNext(Message<byte[]> item) {
                seen.add(item.sequence());
            }

            @Override
            public void onError(Throwable error) {
                seen.add(error.getClass());
            }

            @Override
            public void onComplete() {
                seen.add("complete");
            }
        });

        world.await("the end", () -> seen.size() == 3, Duration.ofSeconds(1));
        assertThat(seen).containsExactly(1L, 2L, SlowConsumerException.class);
    }

    @Test
    void lessThanASecondIsRefused() {
        assertThatThrownBy(() -> PublisherOptions.DEFAULT.slowSubscriber(Duration.ofMillis(999)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("slowSubscriber");
    }
}
