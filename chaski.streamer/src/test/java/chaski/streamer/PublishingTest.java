package chaski.streamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chaski.api.ClosedException;
import chaski.api.CodecException;
import chaski.api.InvalidTopicException;
import chaski.api.LimitException;
import chaski.api.Topic;
import chaski.api.codec.Codec;
import chaski.api.codec.PayloadCodec;
import chaski.api.node.NodeEvent;
import chaski.api.streamer.NotPublishedException;
import chaski.api.streamer.Offer;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.PublisherOptions;
import chaski.api.streamer.Receipt;
import chaski.streamer.fake.FakeNode;
import chaski.streamer.fake.FakeRoute;
import chaski.streamer.wire.Headers;
import chaski.streamer.wire.MessageHead;
import chaski.streamer.wire.Preamble;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishingTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final FakeNode node = new FakeNode();

    record Reading(String sensor, double value) {}

    @AfterEach
    void close() {
        node.close();
    }

    private Publisher<String> publisher() {
        return node.streamer().publisher("a", String.class);
    }

    private FakeRoute route() {
        return node.channel().routes().get(0);
    }

    private FakeRoute matchedRoute() {
        route().match(1);
        return route();
    }

    private static String payload(FakeRoute.Sent message) {
        return StandardCharsets.UTF_8
                .decode(message.bytes().slice(MessageHead.BYTES, message.bytes().remaining() - MessageHead.BYTES))
                .toString();
    }

    @Test
    void theRouteIsIntroducedWithTopicAndContent() {
        node.streamer().publisher("lab.bytes", byte[].class);
        node.streamer().publisher("lab.buffer", ByteBuffer.class);
        node.streamer().publisher("lab.text", String.class);
        node.streamer().publisher("lab.cbor", Reading.class);
        node.streamer().publisher("lab.json", Reading.class, PublisherOptions.DEFAULT.codec("json"));

        assertThat(node.channel().routes())
                .extracting(r -> Preamble.decode(r.preamble()))
                .containsExactly(
                        new Preamble("bytes", Topic.of("lab.bytes")),
                        new Preamble("bytes", Topic.of("lab.buffer")),
                        new Preamble("text", Topic.of("lab.text")),
                        new Preamble("cbor", Topic.of("lab.cbor")),
                        new Preamble("json", Topic.of("lab.json")));
    }

    @Test
    void messagesAreNumberedFromOne() {
        Publisher<String> out = publisher();
        FakeRoute route = matchedRoute();

        assertThat(out.publish("x")).isEqualTo(1);
        assertThat(out.offer("y")).isEqualTo(Offer.ACCEPTED);
        out.publishAsync("z");

        assertThat(route.messages()).extracting(FakeRoute.Sent::sequence).containsExactly(1L, 2L, 3L);
        assertThat(route.messages()).extracting(PublishingTest::payload).containsExactly("x", "y", "z");
    }

    @Test
    void aMessageWithoutASubscriptionTakesANumber() {
        Publisher<String> out = publisher();

        assertThat(out.publish("nobody")).isZero();
        assertThat(out.offer("nobody")).isEqualTo(Offer.NO_SUBSCRIBER);
        FakeRoute route = matchedRoute();
        out.publish("x");

        assertThat(route.messages()).extracting(FakeRoute.Sent::sequence).containsExactly(3L);
        assertThat(out.statistics()).isEqualTo(new Publisher.Statistics(1, 2, 0, 0));
    }

    @Test
    void aMessageThatIsNotAcceptedUsesNoNumberUp() {
        Publisher<String> out = publisher();
        FakeRoute route = matchedRoute();
        route.block();

        assertThat(out.offer("1")).isEqualTo(Offer.BACKPRESSURED);
        assertThatThrownBy(() -> out.publish("2", Duration.ofMillis(1)))
                .isInstanceOfSatisfying(NotPublishedException.class, e -> assertThat(e.reason())
                        .isEqualTo(NotPublishedException.Reason.TIMEOUT));
        assertThat(out.publishAsync("3")).isCompletedExceptionally();
        route.free();
        out.publish("4");

        assertThat(route.messages()).extracting(FakeRoute.Sent::sequence).containsExactly(1L);
        assertThat(route.waiting()).isZero();
    }

    @Test
    void headersTravelInTheirOrder() {
        Publisher<String> out = publisher();
        FakeRoute route = matchedRoute();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("z", "1");
        headers.put("a", "ü");

        out.publish("x", headers);
        out.publish("y");

        ByteBuffer first = route.messages().get(0).bytes();
        assertThat(MessageHead.hasHeaders(first)).isTrue();
        ByteBuffer rest = first.slice(MessageHead.BYTES, first.remaining() - MessageHead.BYTES);
        assertThat(Headers.decode(rest)).containsExactlyEntriesOf(headers);
        assertThat(StandardCharsets.UTF_8.decode(rest).toString()).isEqualTo("x");
        assertThat(MessageHead.hasHeaders(route.messages().get(1).bytes())).isFalse();
    }

    @Test
    void headersBeyondTheLimitsAreRefused() {
        Publisher<String> out = publisher();
        Map<String, String> many = new LinkedHashMap<>();
        for (int i = 0; i < 64; i++) {
            many.put("x".repeat(1022) + String.format("%02d", i), "v".repeat(1024));
        }
        matchedRoute();
        out.publish("x", many);
        many.put("one more", "");

        assertThatThrownBy(() -> out.publish("x", many))
                .isInstanceOf(LimitException.class)
                .hasMessageContaining("64");
        assertThatThrownBy(() -> out.publish("x", Map.of("n".repeat(1025), ""))).isInstanceOf(LimitException.class);
        assertThatThrownBy(() -> out.publish("x", Map.of("n", "ü".repeat(513)))).isInstanceOf(LimitException.class);
        assertThatThrownBy(() -> out.publish("x", Map.of("", "v"))).isInstanceOf(LimitException.class);
        assertThatThrownBy(() -> out.publish("x", Map.of("n", "\ud800"))).isInstanceOf(LimitException.class);
    }

    @Test
    void tooLargePayloadsAreRefusedInEveryForm() {
        int most = (int) (4L << 20) - MessageHead.BYTES;
        Publisher<byte[]> bytes = node.streamer().publisher("a", byte[].class);
        Publisher<String> text = node.streamer().publisher("a", String.class);
        Publisher<String[]> objects = node.streamer().publisher("a", String[].class);

        assertThat(bytes.publish(new byte[most])).isZero();
        assertThatThrownBy(() -> bytes.publish(new byte[most + 1])).isInstanceOf(LimitException.class);
        assertThatThrownBy(() -> bytes.publish(new byte[most], Map.of("n", "v")))
                .isInstanceOf(LimitException.class);
        assertThatThrownBy(() -> text.offer("x".repeat(most + 1))).isInstanceOf(LimitException.class);
        assertThatThrownBy(() -> objects.publish(new String[] {"x".repeat(3 << 20), "x".repeat(3 << 20)}))
                .isInstanceOf(LimitException.class);
        assertThat(objects.publishAsync(new String[] {"x".repeat(5 << 20)})).isCompletedExceptionally();
        assertThat(objects.publish(new String[] {"small"})).isZero();
    }

    @Test
    void aBufferIsPublishedFromPositionToLimitAndLeftAsItIs() {
        Publisher<ByteBuffer> out = node.streamer().publisher("a", ByteBuffer.class);
        FakeRoute route = matchedRoute();
        ByteBuffer payload = ByteBuffer.allocateDirect(10)
                .put(new byte[] {0, 1, 2, 3, 4, 5})
                .flip()
                .position(2);

        out.publish(payload);
        out.publish(payload.asReadOnlyBuffer(), Map.of("n", "v"));

        assertThat(payload.position()).isEqualTo(2);
        assertThat(payload.limit()).isEqualTo(6);
        ByteBuffer sent = route.messages().get(0).bytes();
        assertThat(sent.slice(MessageHead.BYTES, 4)).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3, 4, 5}));
        ByteBuffer second = route.messages().get(1).bytes();
        assertThat(second.slice(second.limit() - 4, 4)).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3, 4, 5}));
    }

    @Test
    void unwritableValuesAreRefused() {
        assertThatThrownBy(() -> node.streamer().publisher("a", Reading.class, PublisherOptions.DEFAULT.codec("yaml")))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("no codec is named 'yaml'");
        assertThatThrownBy(() -> node.streamer().publisher("a.*", String.class))
                .isInstanceOf(InvalidTopicException.class);
        Publisher<String> out = publisher();
        assertThatThrownBy(() -> out.publish("\ud800")).isInstanceOf(CodecException.class);
        assertThat(out.publish("\ud83e\udd99")).isZero();
    }

    @Test
    void aClosedPublisherReportsIt() {
        Publisher<String> out = publisher();
        matchedRoute();
        out.close();
        out.close();

        assertThat(route().isClosed()).isTrue();
        assertThat(out.offer("x")).isEqualTo(Offer.CLOSED);
        assertThatThrownBy(() -> out.publish("x")).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> out.publish("x", LONG)).isInstanceOf(ClosedException.class);
        assertThat(out.publishAsync("x")).isCompletedExceptionally();
        assertThatThrownBy(() -> out.awaitSubscribers(1, LONG)).isInstanceOf(ClosedException.class);
        AtomicInteger called = new AtomicInteger();
        out.whenWritable(called::incrementAndGet);
        assertThat(called).hasValue(1);
        assertThat(out.subscribers()).isZero();
    }

    @Test
    void aReceiptComesWhenThePeersHaveConfirmed() throws Exception {
        Publisher<String> out = publisher();
        FakeRoute route = matchedRoute();
        route.match(3);

        CompletableFuture<Receipt> receipt = out.publishAsync("x").toCompletableFuture();
        Thread[] reported = new Thread[1];
        CompletableFuture<Void> seen = receipt.thenAccept(r -> reported[0] = Thread.currentThread());
        assertThat(receipt).isNotDone();
        route.settle(2, 1);

        // the receipt is not requested first: a thread that gets a stage helps to run its dependents
        seen.get(30, TimeUnit.SECONDS);
        assertThat(receipt).isCompletedWithValue(new Receipt(3, 1));
        assertThat(reported[0]).isNotSameAs(Thread.currentThread());
        await().atMost(LONG).until(() -> node.environment().running() == 0);
    }

    @Test
    void aReceiptWithoutASubscriptionCompletesAtOnce() throws Exception {
        assertThat(publisher().publishAsync("x").toCompletableFuture().getNow(null))
                .isEqualTo(new Receipt(0, 0));
    }

    @Test
    void aReceiptOfAMessageThatWouldHaveToWaitGivesTheReason() {
        Publisher<String> out = publisher();
        matchedRoute().block();

        assertThatThrownBy(() -> out.publishAsync("x").toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(NotPublishedException.class, e -> assertThat(e.reason())
                        .isEqualTo(NotPublishedException.Reason.BACKPRESSURED));
    }

    @Test
    void receiptsThatAreNotCompletedYetAreBounded() {
        Publisher<String> out = publisher();
        FakeRoute route = matchedRoute();
        for (int i = 0; i < 65_536; i++) {
            assertThat(out.publishAsync("x")).isNotDone();
        }

        assertThat(out.publishAsync("one more")).isCompletedExceptionally();

        route.settle(1, 0);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(out.publishAsync("x")).isNotDone());
    }

    @Test
    void subscribersAreAwaited() throws Exception {
        Publisher<String> out = publisher();
        assertThat(out.awaitSubscribers(0, Duration.ZERO)).isTrue();
        assertThat(out.awaitSubscribers(1, Duration.ofMillis(1))).isFalse();
        CompletableFuture<Boolean> three = new CompletableFuture<>();
        node.environment().start("awaits", () -> three.complete(out.awaitSubscribers(3, LONG)));

        route().match(1);
        node.streamer().subscribe("a", String.class);
        assertThat(out.subscribers()).isEqualTo(2);
        assertThat(three).isNotDone();
        node.streamer().subscribe("*", String.class);

        assertThat(three.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closingEndsTheWaitForSubscribers() throws Exception {
        Publisher<String> out = publisher();
        CompletableFuture<Boolean> awaited = new CompletableFuture<>();
        node.environment().start("awaits", () -> {
            try {
                awaited.complete(out.awaitSubscribers(1, LONG));
            } catch (ClosedException e) {
                awaited.completeExceptionally(e);
            }
        });

        out.close();

        assertThatThrownBy(() -> awaited.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ClosedException.class);
    }

    @Test
    void anInterruptEndsEveryWaitAndStaysSet() {
        Publisher<String> out = publisher();
        FakeRoute route = matchedRoute();

        Thread.currentThread().interrupt();
        assertInterrupted(() -> out.awaitSubscribers(2, LONG));
        Thread.currentThread().interrupt();
        assertInterrupted(() -> out.awaitAcknowledged(LONG));
        route.block();
        Thread.currentThread().interrupt();
        assertInterrupted(() -> out.publish("x"));
        Thread.currentThread().interrupt();
        assertInterrupted(() -> out.publish("x", LONG));
        assertThat(route.waiting()).isZero();

        route.free();
        Thread.currentThread().interrupt();
        out.publish("goes out without a wait");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(route.messages()).hasSize(1);
    }

    private static void assertInterrupted(Runnable wait) {
        assertThatThrownBy(wait::run).isInstanceOfSatisfying(NotPublishedException.class, e -> assertThat(e.reason())
                .isEqualTo(NotPublishedException.Reason.INTERRUPTED));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void settlingWaitsForClosedPublishersToo() {
        Publisher<String> out = publisher();
        FakeRoute route = matchedRoute();
        out.publish("x");
        assertThat(out.awaitAcknowledged(Duration.ofMillis(1))).isFalse();
        out.close();

        assertThat(node.streamer().awaitAcknowledged(Duration.ofMillis(1))).isFalse();
        route.settle(1, 0);
        assertThat(node.streamer().awaitAcknowledged(LONG)).isTrue();
    }

    @Test
    void statisticsCountTheOutcomesOfMessages() {
        Publisher<String> out = publisher();
        FakeRoute route = matchedRoute();
        out.publish("1");
        out.publish("2");
        out.publish("3");
        assertThat(out.statistics()).isEqualTo(new Publisher.Statistics(3, 0, 0, 0));

        route.listener().onLost(new NodeEvent.LostRange(Topic.of("a"), route.number(), 3, 3, 1));
        route.settle(2, 1);

        assertThat(out.statistics()).isEqualTo(new Publisher.Statistics(3, 0, 2, 1));
    }

    @Test
    void aPublisherWritesWithTheCodecThatIsThereNow() {
        Publisher<Reading> publisher =
                node.streamer().publisher("a", Reading.class, PublisherOptions.DEFAULT.codec("json"));
        matchedRoute();
        Codec json = Objects.requireNonNull(node.codecs().remove("json"));

        assertThatThrownBy(() -> publisher.publish(new Reading("s", 1)))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("no codec is named 'json'");

        node.codecs().put("json", json);
        publisher.publish(new Reading("s", 1));
        assertThat(payload(route().messages().get(0))).isEqualTo("{\"sensor\":\"s\",\"value\":1.0}");
    }

    @Test
    void aCodecThatLosesItsClassesIsACodecException() {
        node.codecs().put("torn", new TornCodec());
        Publisher<Reading> publisher =
                node.streamer().publisher("a", Reading.class, PublisherOptions.DEFAULT.codec("torn"));
        matchedRoute();

        assertThatThrownBy(() -> publisher.publish(new Reading("s", 1)))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("the codec 'torn' failed")
                .hasRootCauseInstanceOf(NoClassDefFoundError.class);
    }

    /** Like one of a bundle that was refreshed. */
    private static final class TornCodec implements Codec {

        @Override
        public String name() {
            return "torn";
        }

        @Override
        public <T> PayloadCodec<T> forType(Type type) {
            return new PayloadCodec<>() {
                @Override
                public void encode(T value, OutputStream out) {
                    throw new NoClassDefFoundError("torn/Writer");
                }

                @Override
                public T decode(ByteBuffer bytes) {
                    throw new NoClassDefFoundError("torn/Reader");
                }
            };
        }
    }
}
