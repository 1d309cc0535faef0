package chaski.streamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chaski.api.streamer.Message;
import chaski.api.streamer.NotPublishedException;
import chaski.api.streamer.Offer;
import chaski.api.streamer.Origin;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Receipt;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import chaski.streamer.fake.FakeDeclarationHandle;
import chaski.streamer.fake.FakeNode;
import chaski.streamer.fake.FakeRoute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalDeliveryTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final SubscriptionOptions TWO_MESSAGES = SubscriptionOptions.DEFAULT.queueBytes(256);

    private final FakeNode node = new FakeNode();

    record Reading(String sensor, double[] values) {}

    @AfterEach
    void close() {
        node.close();
    }

    private FakeDeclarationHandle declared(int index) {
        return node.channel().declared().get(index);
    }

    @Test
    void aLocalSubscriptionGetsMessagesLikeARemoteOne() {
        Subscription<Reading> in = node.streamer().subscribe("lab.*", Reading.class);
        Publisher<Reading> out = node.streamer().publisher("lab.x", Reading.class);
        FakeRoute route = node.channel().routes().get(0);
        Reading reading = new Reading("s", new double[] {1});

        assertThat(out.publish(reading, Map.of("k", "v"))).isEqualTo(1);
        route.match(2);
        assertThat(out.publish(reading)).isEqualTo(3);

        Message<Reading> first = in.next(Duration.ZERO).orElseThrow();
        assertThat(first.payload()).isNotSameAs(reading);
        assertThat(first.payload().values()).containsExactly(1);
        assertThat(first.origin()).isEqualTo(new Origin(FakeNode.ID, 11, route.number()));
        assertThat(first.sequence()).isEqualTo(1);
        assertThat(first.headers()).containsExactly(Map.entry("k", "v"));
        assertThat(in.next(Duration.ZERO).orElseThrow().sequence()).isEqualTo(2);
        assertThat(route.messages()).extracting(FakeRoute.Sent::sequence).containsExactly(2L);
        assertThat(declared(0).used()).isZero();
    }

    @Test
    void thePayloadMayBeChangedAfterwards() {
        Subscription<byte[]> one = node.streamer().subscribe("a", byte[].class);
        Subscription<byte[]> two = node.streamer().subscribe("a", byte[].class);
        Publisher<byte[]> out = node.streamer().publisher("a", byte[].class);
        byte[] payload = {1, 2};

        out.publish(payload);
        payload[0] = 9;
        byte[] first = one.next(Duration.ZERO).orElseThrow().payload();
        first[1] = 9;

        assertThat(two.next(Duration.ZERO).orElseThrow().payload()).containsExactly(1, 2);
    }

    @Test
    void aFullLocalQueueBlocksEverybody() {
        Subscription<String> full = node.streamer().subscribe("a", String.class, TWO_MESSAGES);
        Subscription<String> roomy = node.streamer().subscribe("a", String.class);
        Publisher<String> out = node.streamer().publisher("a", String.class);
        FakeRoute route = node.channel().routes().get(0);
        route.match(1);
        out.publish("1");
        out.publish("2");

        assertThat(out.offer("3")).isEqualTo(Offer.BACKPRESSURED);
        assertThatThrownBy(() -> out.publish("3", Duration.ofMillis(1))).isInstanceOf(NotPublishedException.class);

        assertThat(route.messages()).hasSize(2);
        assertThat(roomy.statistics().delivered()).isEqualTo(2);
        assertThat(declared(1).used()).isEqualTo(256);
        full.next(Duration.ZERO);
        assertThat(out.offer("3")).isEqualTo(Offer.ACCEPTED);
        assertThat(route.messages()).extracting(FakeRoute.Sent::sequence).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aBlockedRouteTakesNoRoomInLocalQueues() {
        Subscription<String> in = node.streamer().subscribe("a", String.class, TWO_MESSAGES);
        Publisher<String> out = node.streamer().publisher("a", String.class);
        FakeRoute route = node.channel().routes().get(0);
        route.match(1);
        route.block();

        for (int i = 0; i < 10; i++) {
            assertThat(out.offer("x")).isEqualTo(Offer.BACKPRESSURED);
        }

        assertThat(declared(0).used()).isZero();
        assertThat(in.next(Duration.ZERO)).isEmpty();
        route.free();
        assertThat(out.offer("y")).isEqualTo(Offer.ACCEPTED);
        assertThat(in.next(Duration.ZERO).orElseThrow().sequence()).isEqualTo(1);
    }

    @Test
    void publishWaitsForALocalSubscription() throws Exception {
        Subscription<String> in = node.streamer().subscribe("a", String.class, TWO_MESSAGES);
        Publisher<String> out = node.streamer().publisher("a", String.class);
        out.publish("1");
        out.publish("2");
        CompletableFuture<Integer> third = new CompletableFuture<>();
        node.environment().start("publishes", () -> third.complete(out.publish("3")));
        FakeRoute route = node.channel().routes().get(0);
        await().atMost(LONG).until(() -> route.waiting() == 1);
        AtomicInteger writable = new AtomicInteger();
        out.whenWritable(writable::incrementAndGet);

        in.next(Duration.ZERO);

        assertThat(third.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        await().atMost(LONG).untilAsserted(() -> assertThat(writable).hasValue(1));
    }

    @Test
    void aCallbackComesWhenALocalQueueHasRoom() {
        Subscription<String> in = node.streamer().subscribe("a", String.class, TWO_MESSAGES);
        Publisher<String> out = node.streamer().publisher("a", String.class);
        out.publish("1");
        out.publish("2");
        assertThat(out.offer("3")).isEqualTo(Offer.BACKPRESSURED);
        AtomicInteger writable = new AtomicInteger();
        out.whenWritable(writable::incrementAndGet);
        assertThat(writable).hasValue(0);

        in.next(Duration.ZERO);

        await().untilAsserted(() -> assertThat(writable).hasValue(1));
    }

    @Test
    void aMessageLargerThanTheWindowPassesWhenNothingElseIsThere() {
        Subscription<byte[]> in = node.streamer().subscribe("a", byte[].class, TWO_MESSAGES);
        Publisher<byte[]> out = node.streamer().publisher("a", byte[].class);

        assertThat(out.offer(new byte[10_000])).isEqualTo(Offer.ACCEPTED);
        assertThat(out.offer(new byte[1])).isEqualTo(Offer.BACKPRESSURED);
        assertThat(in.next(Duration.ZERO).orElseThrow().payload()).hasSize(10_000);
        assertThat(out.offer(new byte[1])).isEqualTo(Offer.ACCEPTED);
    }

    @Test
    void aClosedOrDrainingSubscriptionGetsNoMoreAndKeepsNoRoom() {
        Subscription<String> closing = node.streamer().subscribe("a", String.class);
        Subscription<String> draining = node.streamer().subscribe("a", String.class);
        Publisher<String> out = node.streamer().publisher("a", String.class);
        out.publish("1");
        closing.close();
        draining.drain();

        assertThat(out.offer("2")).isEqualTo(Offer.NO_SUBSCRIBER);
        assertThat(out.subscribers()).isZero();
        assertThat(declared(0).used()).isZero();
        assertThat(draining.next(Duration.ZERO).orElseThrow().payload()).isEqualTo("1");
        assertThat(declared(1).used()).isZero();
    }

    @Test
    void aSubscriptionThatBeginsToDrainGetsNoMore() {
        Subscription<String> draining = node.streamer().subscribe("a", String.class);
        Publisher<String> out = node.streamer().publisher("a", String.class);
        out.publish("1");
        draining.drain();

        assertThat(out.offer("2")).isEqualTo(Offer.NO_SUBSCRIBER);
        assertThat(draining.statistics().delivered()).isEqualTo(1);
    }

    @Test
    void aReceiptForLocalSubscriptionsIsThereAtOnce() {
        node.streamer().subscribe("a", String.class);

        assertThat(node.streamer()
                        .publisher("a", String.class)
                        .publishAsync("x")
                        .toCompletableFuture()
                        .getNow(null))
                .isEqualTo(new Receipt(1, 0));
    }

    @Test
    void anInlineHandlerIsCalledByThePublishingThreadInOrderAlsoWhenItPublishesItself() {
        Publisher<Integer> out = node.streamer().publisher("a", Integer.class);
        List<Integer> got = new ArrayList<>();
        node.streamer().subscribe("a", Integer.class, SubscriptionOptions.DEFAULT.inline(true), m -> {
            got.add(m.payload());
            if (m.payload() < 5) {
                out.publish(m.payload() + 1);
            }
        });

        out.publish(1);

        assertThat(got).containsExactly(1, 2, 3, 4, 5);
    }

    /** A thread that publishes while the handler runs does not park. */
    @Test
    void anInlineHandlerIsCalledWithoutThePublishersLock() {
        Publisher<Integer> out = node.streamer().publisher("a", Integer.class);
        CompletableFuture<Offer> other = new CompletableFuture<>();
        AtomicBoolean published = new AtomicBoolean();
        node.streamer().subscribe("a", Integer.class, SubscriptionOptions.DEFAULT.inline(true), m -> {
            if (m.payload() == 1) {
                Thread publishing = new Thread(() -> other.complete(out.offer(2)), "publishes");
                publishing.start();
                await().atMost(LONG).until(() -> other.isDone() || publishing.getState() == Thread.State.WAITING);
                published.set(other.isDone());
            }
        });

        out.publish(1);

        assertThat(published).isTrue();
        assertThat(other).isCompletedWithValue(Offer.ACCEPTED);
    }

    @Test
    void concurrentPublishersOfOneTopicAreInOrderForEverySubscription() {
        Publisher<Integer> out = node.streamer().publisher("a", Integer.class);
        List<List<Long>> taken = new ArrayList<>();
        List<Subscription<Integer>> subscriptions = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            List<Long> sequences = new ArrayList<>();
            taken.add(sequences);
            SubscriptionOptions options =
                    SubscriptionOptions.DEFAULT.queueBytes(128L << (4 * i)).inline(i == 1);
            subscriptions.add(node.streamer().subscribe("a", Integer.class, options, m -> sequences.add(m.sequence())));
        }
        AtomicInteger running = new AtomicInteger(4);
        for (int i = 0; i < 4; i++) {
            node.environment().start("publishes " + i, () -> {
                for (int n = 0; n < 2000; n++) {
                    out.publish(n);
                }
                running.decrementAndGet();
            });
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> running.get() == 0);
        node.channel().applyAtOnce();
        subscriptions.forEach(Subscription::drain);

        for (int i = 0; i < 3; i++) {
            assertThat(subscriptions.get(i).awaitClosed(LONG)).isTrue();
            assertThat(taken.get(i))
                    .hasSize(8000)
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .endsWith(8000L);
            assertThat(declared(i).used()).isZero();
        }
    }
}
