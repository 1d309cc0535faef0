package chaski.streamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.Endpoint;
import chaski.api.codec.Codec;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeFactory;
import chaski.api.node.SessionConfig;
import chaski.api.streamer.Message;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import chaski.codec.jackson.CborCodec;
import chaski.node.DefaultNodeFactory;
import chaski.testkit.network.LiveNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A node, or a subscription, that is closed by user code that it runs: the close returns immediately, and continues
 * when that code has returned. The drain timeout is longer than any test, so that nothing here ends because of it.
 */
class CloseInHandlerTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final LiveNetwork network = new LiveNetwork(1);
    private final List<Node> nodes = new ArrayList<>();

    @BeforeEach
    void connect() {
        nodes.add(start("a", Chaski.node().name("a").listen("mem://a:1")));
        nodes.add(start("b", Chaski.node().name("b").join("mem://a:1")));
    }

    private Node start(String host, Node.Builder builder) {
        List<Codec> codecs = List.of(new CborCodec());
        return new DefaultNodeFactory()
                .start(
                        builder.session(SessionConfig.DEFAULT.drainTimeout(Duration.ofHours(1)))
                                .config(),
                        new NodeFactory.Parts(
                                List.of(network.transport(host)), codecs, List.of(new StreamerProvider())));
    }

    @AfterEach
    void close() {
        nodes.forEach(Node::close);
        network.close();
    }

    private Node here() {
        return nodes.get(0);
    }

    private static void publish(Node from) {
        Publisher<Integer> out = from.service(Streamer.class).publisher("t", Integer.class);
        assertThat(out.awaitSubscribers(1, LONG)).isTrue();
        out.publish(1);
    }

    /** User code that a node calls. */
    enum Place {
        HANDLER {
            @Override
            void call(CloseInHandlerTest test, Runnable code) {
                test.here().service(Streamer.class).subscribe("t", Integer.class, message -> code.run());
                publish(test.nodes.get(1));
            }
        },
        HANDLER_ON_AN_IO_THREAD {
            @Override
            void call(CloseInHandlerTest test, Runnable code) {
                subscribeInline(test, code);
                publish(test.nodes.get(1));
            }
        },
        HANDLER_ON_A_PUBLISHING_THREAD {
            @Override
            void call(CloseInHandlerTest test, Runnable code) {
                subscribeInline(test, code);
                publish(test.here());
            }
        },
        ERROR_HANDLER {
            @Override
            void call(CloseInHandlerTest test, Runnable code) {
                SubscriptionOptions options = SubscriptionOptions.DEFAULT.onError(error -> code.run());
                test.here().service(Streamer.class).subscribe("t", Integer.class, options, message -> {
                    throw new IllegalStateException("wrong");
                });
                publish(test.nodes.get(1));
            }
        },
        FLOW_SUBSCRIBER {
            @Override
            void call(CloseInHandlerTest test, Runnable code) {
                test.here()
                        .service(Streamer.class)
                        .subscribe("t", Integer.class)
                        .asFlowPublisher()
                        .subscribe(new First<>(code));
                publish(test.nodes.get(1));
            }
        },
        COMPLETION_OF_A_RECEIPT {
            @Override
            void call(CloseInHandlerTest test, Runnable code) {
                CountDownLatch watched = new CountDownLatch(1);
                test.nodes
                        .get(1)
                        .service(Streamer.class)
                        .subscribe(
                                "t",
                                Integer.class,
                                SubscriptionOptions.DEFAULT.inline(true),
                                message -> awaitQuietly(watched));
                Publisher<Integer> out = test.here().service(Streamer.class).publisher("t", Integer.class);
                assertThat(out.awaitSubscribers(1, LONG)).isTrue();
                out.publishAsync(1).thenAccept(receipt -> code.run());
                watched.countDown(); // acknowledged only after the stage was watched
            }
        },
        LISTENER_OF_EVENTS {
            @Override
            void call(CloseInHandlerTest test, Runnable code) {
                test.here().watch(event -> code.run());
                test.here().listen(Endpoint.parse("mem://a:2"));
            }
        },
        COMPLETION_OF_A_JOIN {
            @Override
            void call(CloseInHandlerTest test, Runnable code) {
                CompletableFuture<?> joined =
                        test.here().join(Endpoint.parse("mem://late:1")).toCompletableFuture();
                joined.thenRun(code);
                test.nodes.add(test.start("late", Chaski.node().name("late").listen("mem://late:1")));
            }
        };

        abstract void call(CloseInHandlerTest test, Runnable code);

        private static void subscribeInline(CloseInHandlerTest test, Runnable code) {
            test.here()
                    .service(Streamer.class)
                    .subscribe("t", Integer.class, SubscriptionOptions.DEFAULT.inline(true), message -> code.run());
        }

        private static void awaitQuietly(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private record First<T>(Runnable code) implements Flow.Subscriber<T> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(1);
        }

        @Override
        public void onNext(T item) {
            code.run();
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onComplete() {}
    }

    @ParameterizedTest
    @EnumSource
    void aNodeThatIsClosedByWhatItRunsIsClosedWhenThatHasReturned(Place place) throws Exception {
        CompletableFuture<Boolean> closedInside = new CompletableFuture<>();
        AtomicBoolean first = new AtomicBoolean(true);

        place.call(this, () -> {
            if (first.getAndSet(false)) {
                here().close();
                closedInside.complete(here().closeAsync().toCompletableFuture().isDone());
            }
        });

        assertThat(closedInside.get(60, TimeUnit.SECONDS)).isFalse();
        here().closeAsync().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void aNodeThatAHandlerClosesStillHandlesWhatItHad() throws Exception {
        List<Integer> handled = new CopyOnWriteArrayList<>();
        CountDownLatch all = new CountDownLatch(1);
        here().service(Streamer.class).subscribe("t", Integer.class, message -> {
            Place.awaitQuietly(all);
            here().close();
            handled.add(message.payload());
        });
        Publisher<Integer> out = nodes.get(1).service(Streamer.class).publisher("t", Integer.class);
        assertThat(out.awaitSubscribers(1, LONG)).isTrue();
        for (int i = 0; i < 100; i++) {
            out.publish(i);
        }
        assertThat(out.awaitAcknowledged(LONG)).isTrue();
        all.countDown();

        await().atMost(LONG).until(() -> handled.size() == 100);
        here().closeAsync().toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(handled).hasSize(100).isSorted();
    }

    @ParameterizedTest
    @EnumSource(names = {"HANDLER", "HANDLER_ON_AN_IO_THREAD", "HANDLER_ON_A_PUBLISHING_THREAD"})
    void aHandlerMayDrainAndCloseItsOwnSubscription(Place place) throws Exception {
        AtomicReference<Subscription<Integer>> own = new AtomicReference<>();
        List<Message<Integer>> handled = new CopyOnWriteArrayList<>();
        SubscriptionOptions options = SubscriptionOptions.DEFAULT.inline(place != Place.HANDLER);
        CountDownLatch known = new CountDownLatch(1);
        own.set(here().service(Streamer.class).subscribe("t", Integer.class, options, message -> {
            Place.awaitQuietly(known);
            own.get().drain();
            own.get().close();
            handled.add(message);
        }));
        known.countDown();
        publish(nodes.get(place == Place.HANDLER_ON_A_PUBLISHING_THREAD ? 0 : 1));

        assertThat(own.get().awaitClosed(LONG)).isTrue();
        await().atMost(LONG).until(() -> handled.size() == 1);
        CompletableFuture<Void> closed = here().closeAsync().toCompletableFuture();
        closed.get(60, TimeUnit.SECONDS);
    }
}
