package chaski.streamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chaski.api.security.AccessRefusedException;
import chaski.api.security.Decision;
import chaski.api.streamer.Offer;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Subscription;
import chaski.streamer.fake.FakeNode;
import chaski.streamer.fake.FakeRoute;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A publisher whose node is not granted its topic any more, and is granted it again. */
class WithdrawnPublisherTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Decision DENIED = Decision.refuse("grants.json:4 (denied)");
    private static final String REASON = "publish a is not granted to this node, by grants.json:4 (denied)";

    private final FakeNode node = new FakeNode();
    private final Publisher<byte[]> out = node.streamer().publisher("a", byte[].class);
    private final FakeRoute route = node.channel().routes().get(0);

    @AfterEach
    void close() {
        route.free();
        node.close();
    }

    @Test
    void messagesAreRefusedWithTheRuleUntilTheTopicIsGrantedAgain() throws Exception {
        route.match(1);
        out.publish(new byte[1]);
        node.grant(DENIED);

        assertThatThrownBy(() -> out.publish(new byte[1]))
                .isInstanceOf(AccessRefusedException.class)
                .hasMessage(REASON);
        assertThatThrownBy(() -> out.offer(new byte[1])).isInstanceOf(AccessRefusedException.class);
        assertThatThrownBy(() ->
                        out.publishAsync(new byte[1]).toCompletableFuture().get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(AccessRefusedException.class);
        assertThat(out.subscribers()).isZero();
        assertThat(route.messages()).hasSize(1);
        assertThat(out.statistics().accepted()).isEqualTo(1);

        node.grant(Decision.allow("again"));
        assertThat(out.subscribers()).isEqualTo(1);
        assertThat(out.offer(new byte[1])).isEqualTo(Offer.ACCEPTED);
        assertThat(route.messages()).hasSize(2);
    }

    @Test
    void subscriptionsOfTheSameNodeReceiveNothingEither() {
        Subscription<byte[]> own = node.streamer().subscribe("a", byte[].class);
        node.grant(DENIED);

        assertThatThrownBy(() -> out.publish(new byte[1])).isInstanceOf(AccessRefusedException.class);
        assertThat(own.statistics().delivered()).isZero();
        assertThat(own.isClosed()).isFalse();
    }

    @Test
    void aMessageThatWaitsIsRefused() {
        route.match(1);
        route.block();
        CompletableFuture<Integer> waiting = new CompletableFuture<>();
        node.environment().start("publishes", () -> {
            try {
                waiting.complete(out.publish(new byte[1], LONG));
            } catch (RuntimeException e) {
                waiting.completeExceptionally(e);
            }
        });
        await().atMost(LONG).until(() -> route.waiting() == 1);
        node.grant(DENIED);

        assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(AccessRefusedException.class)
                .hasRootCauseMessage(REASON);
        assertThat(route.messages()).isEmpty();
    }

    /** Its next offer reports the refusal; without a call, the program would wait for something that does not come. */
    @Test
    void aCallbackThatWaitsIsCalled() {
        route.match(1);
        route.block();
        assertThat(out.offer(new byte[1])).isEqualTo(Offer.BACKPRESSURED);
        AtomicInteger called = new AtomicInteger();
        out.whenWritable(called::incrementAndGet);
        node.grant(DENIED);

        await().atMost(LONG).until(() -> called.get() == 1);
    }

    @Test
    void anotherPublisherCannotBeOpened() {
        node.grant(DENIED);

        assertThatThrownBy(() -> node.streamer().publisher("a", byte[].class))
                .isInstanceOf(AccessRefusedException.class)
                .hasMessage(REASON);
    }
}
