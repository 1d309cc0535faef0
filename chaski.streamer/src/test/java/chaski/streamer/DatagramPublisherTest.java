package chaski.streamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.LimitException;
import chaski.api.protocol.Route;
import chaski.api.streamer.Message;
import chaski.api.streamer.Offer;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.PublisherOptions;
import chaski.api.streamer.Receipt;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import chaski.streamer.fake.FakeNode;
import chaski.streamer.fake.FakePeer;
import chaski.streamer.fake.FakeRoute;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Publishers that never wait, and the outcome of their messages at a subscription. */
class DatagramPublisherTest {

    private static final SubscriptionOptions TWO_MESSAGES = SubscriptionOptions.DEFAULT.queueBytes(256);

    private final FakeNode node = new FakeNode();

    @AfterEach
    void close() {
        node.close();
    }

    private Publisher<String> publisher() {
        return node.streamer().publisher("a", String.class, PublisherOptions.DATAGRAM);
    }

    @Test
    void messagesGoAsDatagramsAndNotByTheLog() {
        Publisher<String> out = publisher();
        FakeRoute route = node.channel().routes().get(0);
        route.match(2);
        route.block();

        assertThat(out.publish("1")).isEqualTo(2);
        assertThat(out.offer("2")).isEqualTo(Offer.ACCEPTED);
        CompletionStage<Receipt> receipt = out.publishAsync("3");

        assertThat(route.datagrams()).extracting(FakeRoute.Sent::sequence).containsExactly(1L, 2L, 3L);
        assertThat(route.messages()).isEmpty();
        assertThat(receipt.toCompletableFuture().join()).isEqualTo(new Receipt(2, 2));
    }

    @Test
    void withoutASubscriberTheyGoNowhere() {
        Publisher<String> out = publisher();

        assertThat(out.publish("1")).isZero();
        assertThat(out.offer("2")).isEqualTo(Offer.NO_SUBSCRIBER);
        assertThat(out.statistics().unmatched()).isEqualTo(2);
    }

    @Test
    void oneThatIsTooLargeIsAClearErrorAndUsesNoNumber() {
        Publisher<String> out = publisher();
        FakeRoute route = node.channel().routes().get(0);
        route.match(1);

        assertThatThrownBy(() -> out.publish("x".repeat(Route.MAX_DATAGRAM_BYTES)))
                .isInstanceOf(LimitException.class);
        out.publish("1");

        assertThat(route.datagrams()).extracting(FakeRoute.Sent::sequence).containsExactly(1L);
    }

    @Test
    void aLocalSubscriptionThatIsFullMissesThemAndNoPublisherWaits() {
        Subscription<String> in = node.streamer().subscribe("a", String.class, TWO_MESSAGES);
        Publisher<String> out = publisher();

        for (int i = 1; i <= 5; i++) {
            out.publish("" + i);
        }

        assertThat(in.next(Duration.ZERO)).map(Message::payload).contains("1");
        assertThat(in.next(Duration.ZERO)).map(Message::payload).contains("2");
        assertThat(in.next(Duration.ZERO)).isEmpty();
        out.publish("6");
        assertThat(in.next(Duration.ZERO)).map(Message::sequence).contains(6L);
        assertThat(node.channel().declared().get(0).used()).isZero();
    }

    @Test
    void oneThatArrivesIsDeliveredWithoutCreditAndDroppedWhereThereIsNoRoom() {
        Subscription<String> roomy = node.streamer().subscribe("a", String.class);
        Subscription<String> narrow = node.streamer().subscribe("a", String.class, TWO_MESSAGES);
        FakePeer peer = FakePeer.publishing(node, "a", "text");

        int overflowed = 0;
        for (int i = 1; i <= 3; i++) {
            overflowed += peer.inbound()
                    .onDatagram(
                            FakePeer.ROUTE,
                            i,
                            FakePeer.message(Map.of("k", "v"), ("" + i).getBytes(StandardCharsets.UTF_8)));
        }

        assertThat(overflowed).isEqualTo(1);
        for (long i = 1; i <= 3; i++) {
            Message<String> message = roomy.next(Duration.ZERO).orElseThrow();
            assertThat(message.sequence()).isEqualTo(i);
            assertThat(message.payload()).isEqualTo("" + i);
            assertThat(message.headers()).containsExactly(Map.entry("k", "v"));
        }
        assertThat(narrow.next(Duration.ZERO)).map(Message::sequence).contains(1L);
        assertThat(narrow.next(Duration.ZERO)).map(Message::sequence).contains(2L);
        assertThat(narrow.next(Duration.ZERO)).isEmpty();
        assertThat(node.channel().declared()).allMatch(declared -> declared.used() == 0);
    }
}
