package chaski.streamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.streamer.Message;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import chaski.streamer.fake.FakeNode;
import chaski.streamer.fake.FakePeer;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A closed subscription releases the user's code, although sessions and publishers that used it live on and are idle.
 */
class ReleaseTest {

    private final FakeNode node = new FakeNode();

    @AfterEach
    void close() {
        node.close();
    }

    private record Handler(byte[] something) implements Consumer<Message<String>> {

        @Override
        public void accept(Message<String> message) {
            assertThat(message.payload()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theHandlerCanGoWhenTheSubscriptionIsClosedOrDrained(boolean inline) {
        Publisher<String> local = node.streamer().publisher("a", String.class);
        FakePeer[] peer = new FakePeer[1];
        Subscription<?>[] held = new Subscription<?>[2];
        WeakReference<?>[] handlers = new WeakReference<?>[2];
        for (int i = 0; i < 2; i++) {
            Handler handler = new Handler(new byte[1]);
            handlers[i] = new WeakReference<>(handler);
            held[i] = node.streamer().subscribe("a", String.class, SubscriptionOptions.DEFAULT.inline(inline), handler);
        }
        peer[0] = FakePeer.publishing(node, "a", "text");
        peer[0].sendNow("x");
        local.publish("y");

        held[0].close();
        held[1].drain();
        node.channel().declared().get(1).withdrawalApplied();

        assertThat(held[0].awaitClosed(Duration.ofSeconds(30))).isTrue();
        assertThat(held[1].awaitClosed(Duration.ofSeconds(30))).isTrue();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            System.gc();
            return handlers[0].refersTo(null) && handlers[1].refersTo(null);
        });
        assertThat(peer[0].session().unsubscribed()).isZero();
        assertThat(local.subscribers()).isZero();
    }

    /** What a session keeps of subscriptions does not grow with the number of closed ones. */
    @Test
    void aSessionThatLivesOnReleasesSubscriptionsThatClosed() {
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        List<WeakReference<?>> closed = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            closed.add(subscribedForOneMessage(peer));
        }
        peer.sendNow("for nobody");

        assertThat(remaining(closed, 3)).isLessThanOrEqualTo(3);
        assertThat(peer.session().unsubscribed()).isEqualTo(1);
    }

    @Test
    void aSessionThatEndedReleasesItsSubscriptions() {
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        WeakReference<?> closed = subscribedForOneMessage(peer);

        peer.inbound().onClosed();

        assertThat(remaining(List.of(closed), 0)).isZero();
        assertThat(peer.session().unsubscribed()).isZero();
    }

    private WeakReference<?> subscribedForOneMessage(FakePeer peer) {
        Subscription<String> in = node.streamer().subscribe("a", String.class);
        peer.applyAll();
        peer.sendNow("x");
        assertThat(in.next(Duration.ZERO)).isPresent();
        in.close();
        return new WeakReference<>(in);
    }

    /** How many still exist after some collections, which end when there are few enough. */
    private static long remaining(List<WeakReference<?>> all, long few) {
        long remaining = all.size();
        for (int i = 0; i < 20 && remaining > few; i++) {
            System.gc();
            remaining = all.stream().filter(r -> !r.refersTo(null)).count();
        }
        return remaining;
    }
}
