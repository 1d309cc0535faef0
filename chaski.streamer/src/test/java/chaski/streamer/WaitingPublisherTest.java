package chaski.streamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chaski.api.ClosedException;
import chaski.api.streamer.NotPublishedException;
import chaski.api.streamer.Offer;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.PublisherOptions;
import chaski.streamer.fake.FakeNode;
import chaski.streamer.fake.FakeRoute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaitingPublisherTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final FakeNode node = new FakeNode();
    private final Publisher<byte[]> out = node.streamer().publisher("a", byte[].class);
    private final FakeRoute route = node.channel().routes().get(0);

    @BeforeEach
    void block() {
        route.match(1);
        route.block();
    }

    @AfterEach
    void close() {
        route.free();
        node.close();
    }

    private CompletableFuture<Integer> publishing(int payload) {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        node.environment().start("publishes", () -> {
            try {
                result.complete(out.publish(new byte[] {(byte) payload}, LONG));
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private void awaitWaiting() {
        await().atMost(LONG).until(() -> route.waiting() == 1);
    }

    @Test
    void aPublisherThatFailsFastDoesNotWaitForAPeerInDoubt() {
        try (Publisher<byte[]> fast =
                node.streamer().publisher("fast", byte[].class, PublisherOptions.DEFAULT.failFast(true))) {
            FakeRoute way = node.channel().routes().get(1);
            way.match(1);
            way.blockByDoubt();

            assertThatThrownBy(() -> fast.publish(new byte[1]))
                    .isInstanceOfSatisfying(NotPublishedException.class, e -> assertThat(e.reason())
                            .isEqualTo(NotPublishedException.Reason.IN_DOUBT));
            way.free();
            assertThat(fast.publish(new byte[1])).isEqualTo(1);
        }
    }

    @Test
    void aPublisherThatFailsFastGivesUpWhenThePeerItWaitsForComesToBeInDoubt() {
        try (Publisher<byte[]> fast =
                node.streamer().publisher("fast", byte[].class, PublisherOptions.DEFAULT.failFast(true))) {
            FakeRoute way = node.channel().routes().get(1);
            way.match(1);
            way.block();
            CompletableFuture<Integer> result = new CompletableFuture<>();
            node.environment().start("publishes", () -> {
                try {
                    result.complete(fast.publish(new byte[1], LONG));
                } catch (RuntimeException e) {
                    result.completeExceptionally(e);
                }
            });
            await().atMost(LONG).until(() -> way.waiting() == 1);

            way.blockByDoubt();

            assertThatThrownBy(() -> result.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(NotPublishedException.class);
        }
    }

    @Test
    void aPublisherThatDoesNotFailFastWaitsForAPeerInDoubt() {
        route.blockByDoubt();

        assertThatThrownBy(() -> out.publish(new byte[1], Duration.ofMillis(50)))
                .isInstanceOfSatisfying(NotPublishedException.class, e -> assertThat(e.reason())
                        .isEqualTo(NotPublishedException.Reason.TIMEOUT));
    }

    @Test
    void publishContinuesWhenThereIsRoom() throws Exception {
        CompletableFuture<Integer> waiting = publishing(1);
        awaitWaiting();

        route.free();

        assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(route.waiting()).isZero();
    }

    @Test
    void aWakeUpForNothingIsNoHarm() throws Exception {
        CompletableFuture<Integer> waiting = publishing(1);
        awaitWaiting();

        for (int i = 0; i < 100; i++) {
            route.free();
            route.block();
        }
        route.free();

        assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(route.messages()).hasSize(1);
    }

    @Test
    void nothingOvertakesAMessageThatWaits() throws Exception {
        CompletableFuture<Integer> waiting = publishing(1);
        awaitWaiting();

        assertThat(out.offer(new byte[] {2})).isEqualTo(Offer.BACKPRESSURED);
        assertThat(out.publishAsync(new byte[] {3})).isCompletedExceptionally();
        List<CompletableFuture<Integer>> behind = new ArrayList<>();
        for (int i = 4; i < 8; i++) {
            int before = node.environment().running();
            behind.add(publishing(i));
            await().atMost(LONG).until(() -> node.environment().running() == before + 1);
        }
        route.free();

        assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        for (CompletableFuture<Integer> next : behind) {
            next.get(30, TimeUnit.SECONDS);
        }
        assertThat(route.messages().get(0).bytes().get(9)).isEqualTo((byte) 1);
        assertThat(route.messages()).extracting(FakeRoute.Sent::sequence).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(out.offer(new byte[] {8})).isEqualTo(Offer.ACCEPTED);
    }

    @Test
    void closingWakesAllWhoWait() {
        List<CompletableFuture<Integer>> waiting = List.of(publishing(1), publishing(2), publishing(3));
        awaitWaiting();

        out.close();

        for (CompletableFuture<Integer> each : waiting) {
            assertThatThrownBy(() -> each.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(ClosedException.class);
        }
        assertThat(route.messages()).isEmpty();
    }

    @Test
    void anEntryThatGivesUpLetsTheNextContinue() throws Exception {
        assertThatThrownBy(() -> out.publish(new byte[1], Duration.ofMillis(1)))
                .hasMessageContaining("not published in time");
        CompletableFuture<Integer> next = publishing(2);
        awaitWaiting();
        route.free();

        assertThat(next.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void aCallbackComesWhenTheWayIsFree() {
        assertThat(out.offer(new byte[1])).isEqualTo(Offer.BACKPRESSURED);
        AtomicInteger called = new AtomicInteger();
        out.whenWritable(called::incrementAndGet);
        assertThat(called).hasValue(0);

        route.free();

        await().atMost(LONG).untilAsserted(() -> assertThat(called).hasValue(1));
        assertThat(out.offer(new byte[1])).isEqualTo(Offer.ACCEPTED);
        out.whenWritable(called::incrementAndGet);
        await().atMost(LONG).untilAsserted(() -> assertThat(called).hasValue(2));
    }

    @Test
    void aCallbackComesWhenNoMessageWaitsAnyMore() throws Exception {
        CompletableFuture<Integer> waiting = publishing(1);
        awaitWaiting();
        AtomicInteger called = new AtomicInteger();
        out.whenWritable(called::incrementAndGet);
        assertThat(called).hasValue(0);

        route.free();
        waiting.get(30, TimeUnit.SECONDS);

        await().atMost(LONG).untilAsserted(() -> assertThat(called).hasValue(1));
    }
}
