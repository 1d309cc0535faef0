package chaski.streamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.codec.Codec;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeFactory;
import chaski.api.node.SessionConfig;
import chaski.api.streamer.Message;
import chaski.api.streamer.Offer;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.PublisherOptions;
import chaski.api.streamer.Receipt;
import chaski.api.streamer.SlowConsumerException;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import chaski.codec.jackson.CborCodec;
import chaski.node.DefaultNodeFactory;
import chaski.testkit.network.LiveNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streamers of two real nodes, over a network in memory whose links can be cut, on real threads. */
class NetworkTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final LiveNetwork network = new LiveNetwork(1);
    private final List<Node> nodes = new ArrayList<>();
    private Streamer here;
    private Streamer there;

    record Reading(String sensor, List<Double> values) {}

    @BeforeEach
    void connect() {
        nodes.add(start("a", Chaski.node().name("a").listen("mem://a:1")));
        nodes.add(start("b", Chaski.node().name("b").join("mem://a:1")));
        here = nodes.get(0).service(Streamer.class);
        there = nodes.get(1).service(Streamer.class);
    }

    private Node start(String host, Node.Builder builder) {
        List<Codec> codecs = List.of(new CborCodec());
        return new DefaultNodeFactory()
                .start(
                        builder.session(SessionConfig.DEFAULT.sendLogBytes(1 << 20))
                                .config(),
                        new NodeFactory.Parts(
                                List.of(network.transport(host)), codecs, List.of(new StreamerProvider())));
    }

    @AfterEach
    void close() {
        nodes.forEach(Node::close);
        network.close();
    }

    private <T> Publisher<T> publisher(Class<T> type) {
        Publisher<T> out = there.publisher("lab.x", type);
        assertThat(out.awaitSubscribers(1, LONG)).isTrue();
        return out;
    }

    @Test
    void recordsArriveWithTheirHeaders() throws Exception {
        Subscription<Reading> in = here.subscribe("lab.*", Reading.class);
        Publisher<Reading> out = publisher(Reading.class);

        assertThat(out.publish(new Reading("s", List.of(1.5)), Map.of("k", "v")))
                .isEqualTo(1);
        CompletableFuture<Receipt> receipt =
                out.publishAsync(new Reading("t", List.of())).toCompletableFuture();

        Message<Reading> first = in.next(LONG).orElseThrow();
        assertThat(first.payload()).isEqualTo(new Reading("s", List.of(1.5)));
        assertThat(first.headers()).isEqualTo(Map.of("k", "v"));
        assertThat(first.origin().node()).isEqualTo(nodes.get(1).id());
        assertThat(in.next(LONG).orElseThrow().sequence()).isEqualTo(2);
        assertThat(receipt.get(60, TimeUnit.SECONDS)).isEqualTo(new Receipt(1, 0));
        assertThat(out.awaitAcknowledged(LONG)).isTrue();
        assertThat(out.statistics()).isEqualTo(new Publisher.Statistics(2, 0, 2, 0));
    }

    @Test
    void everythingArrivesOnceAndInOrderWhileLinksAreCut() {
        AtomicLong last = new AtomicLong();
        AtomicInteger wrong = new AtomicInteger();
        here.subscribe("lab.>", byte[].class, m -> {
            if (!last.compareAndSet(m.sequence() - 1, m.sequence())) {
                wrong.incrementAndGet();
            }
        });
        Publisher<byte[]> out = publisher(byte[].class);
        int cuts = 0;

        for (int i = 1; i <= 40_000; i++) {
            out.publish(new byte[i % 200]);
            if (i % 2_000 == 0) {
                cuts++;
                network.change(n -> n.cut("a", "b"));
            }
        }

        assertThat(out.awaitAcknowledged(LONG)).isTrue();
        await().atMost(LONG).until(() -> last.get() == 40_000);
        assertThat(wrong).hasValue(0);
        assertThat(cuts).isEqualTo(20);
        assertThat(out.statistics()).isEqualTo(new Publisher.Statistics(40_000, 0, 40_000, 0));
    }

    @Test
    void aSlowSubscriptionHoldsThePublisherBackAndLosesNothing() {
        Subscription<byte[]> in =
                here.subscribe("lab.x", byte[].class, SubscriptionOptions.DEFAULT.queueBytes(64 << 10));
        Publisher<byte[]> out = publisher(byte[].class);
        int accepted = 0;
        Offer offer = out.offer(new byte[1000]);
        while (offer == Offer.ACCEPTED) {
            accepted++;
            offer = out.offer(new byte[1000]);
        }

        assertThat(offer).isEqualTo(Offer.BACKPRESSURED);
        assertThat(accepted).isBetween(1, 66);
        List<Long> taken = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            while (out.offer(new byte[1000]) == Offer.BACKPRESSURED) {
                // the queue may be empty while credit is in transit
                in.next(Duration.ofMillis(1)).ifPresent(m -> taken.add(m.sequence()));
            }
            accepted++;
        }
        while (taken.size() < accepted) {
            taken.add(in.next(LONG).orElseThrow().sequence());
        }
        assertThat(taken).isSorted().doesNotHaveDuplicates().endsWith((long) accepted);
    }

    @Test
    void largeAndSmallMessagesOfSeveralPublishersKeepTheirOrder() throws Exception {
        Map<Long, AtomicLong> last = new ConcurrentHashMap<>();
        AtomicInteger wrong = new AtomicInteger();
        AtomicInteger count = new AtomicInteger();
        here.subscribe("lab.x", byte[].class, SubscriptionOptions.DEFAULT.queueBytes(200_000), m -> {
            AtomicLong before = last.computeIfAbsent(m.origin().publisher(), p -> new AtomicLong());
            boolean right = before.compareAndSet(m.sequence() - 1, m.sequence());
            for (byte b : m.payload()) {
                right &= b == (byte) m.payload().length;
            }
            wrong.addAndGet(right ? 0 : 1);
            count.incrementAndGet();
        });
        BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int p = 0; p < 3; p++) {
            Publisher<byte[]> out = publisher(byte[].class);
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 300; i++) {
                    int length = i % 10 == 0 ? 70_000 + 3 * i : i;
                    byte[] payload = new byte[length];
                    Arrays.fill(payload, (byte) length);
                    out.publish(payload);
                }
            });
            thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join(LONG.toMillis());
        }

        await().atMost(LONG).until(() -> count.get() == 900);
        assertThat(wrong).hasValue(0);
        assertThat(failures).isEmpty();
    }

    @Test
    void subscriptionsThatComeAndGoGetAGapFreePieceEach() {
        Subscription<byte[]> always = here.subscribe("lab.x", byte[].class);
        Publisher<byte[]> out = publisher(byte[].class);
        AtomicInteger open = new AtomicInteger(1);
        Thread publishing = new Thread(() -> {
            while (open.get() == 1) {
                out.publish(new byte[10]);
            }
        });
        publishing.start();
        AtomicLong wrong = new AtomicLong();
        AtomicLong all = new AtomicLong();
        Thread taking = new Thread(() -> {
            for (Message<byte[]> m : always) {
                wrong.addAndGet(m.sequence() == all.incrementAndGet() ? 0 : 1);
            }
        });
        taking.start();

        for (int i = 0; i < 50; i++) {
            Subscription<byte[]> some = here.subscribe("lab.*", byte[].class);
            long expected = some.next(LONG).orElseThrow().sequence();
            if (i % 2 == 0) {
                some.drain();
            }
            for (int taken = 0; taken < 100; taken++) {
                var next = some.next(i % 2 == 0 ? LONG : Duration.ofSeconds(1));
                if (next.isEmpty()) {
                    break;
                }
                assertThat(next.get().sequence()).isEqualTo(++expected);
            }
            some.close();
        }
        open.set(0);
        await().atMost(LONG).until(() -> !publishing.isAlive());
        assertThat(out.awaitAcknowledged(LONG)).isTrue();
        always.drain();
        await().atMost(LONG).until(() -> !taking.isAlive());

        assertThat(wrong).hasValue(0);
        assertThat(all).hasValue(out.statistics().accepted());
    }

    @Test
    void aNodeThatClosesLetsItsHandlersFinish() {
        AtomicInteger handled = new AtomicInteger();
        here.subscribe("lab.x", byte[].class, m -> handled.incrementAndGet());
        Publisher<byte[]> out = publisher(byte[].class);
        AtomicInteger accepted = new AtomicInteger();
        Thread publishing = new Thread(() -> {
            while (out.publish(new byte[100]) > 0) {
                accepted.incrementAndGet();
            }
        });
        publishing.start();
        await().atMost(LONG).until(() -> handled.get() > 1000);

        nodes.get(0).close();

        await().atMost(LONG).until(() -> !publishing.isAlive());
        assertThat(out.awaitAcknowledged(LONG)).isTrue();
        assertThat(handled).hasValue(accepted.get());
        assertThat(out.statistics().lost()).isZero();
    }

    @Test
    void nodesThatPublishAndSubscribeToOneTopicDoNotWaitForEachOther() throws Exception {
        SubscriptionOptions narrow = SubscriptionOptions.DEFAULT.queueBytes(600);
        AtomicInteger received = new AtomicInteger();
        here.subscribe("lab.x", byte[].class, narrow, m -> received.incrementAndGet());
        there.subscribe("lab.x", byte[].class, narrow, m -> received.incrementAndGet());
        List<CompletableFuture<Void>> done = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Publisher<byte[]> out = (i % 2 == 0 ? here : there).publisher("lab.x", byte[].class);
            assertThat(out.awaitSubscribers(2, LONG)).isTrue();
            done.add(CompletableFuture.runAsync(
                    () -> publishMany(out, 400, 500), command -> new Thread(command).start()));
        }

        CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        await().atMost(LONG).until(() -> received.get() == 6 * 500 * 2);
    }

    private static void publishMany(Publisher<byte[]> out, int bytes, int count) {
        for (int i = 0; i < count; i++) {
            out.publish(new byte[bytes], Duration.ofSeconds(20));
        }
    }

    @Test
    void aSubscriptionThatClosesReleasesTheThreadThatPublishesToIt() throws Exception {
        Subscription<byte[]> in =
                here.subscribe("lab.x", byte[].class, SubscriptionOptions.DEFAULT.queueBytes(200_000));
        Publisher<byte[]> local = here.publisher("lab.x", byte[].class);
        Publisher<byte[]> remote = publisher(byte[].class);
        local.publish(new byte[120_000]);
        CompletableFuture<Integer> fromThere = publishUntilItWaits(remote, 140_000);
        CompletableFuture<Integer> fromHere = publishUntilItWaits(local, 100_000);

        in.close();

        assertThat(fromHere.get(60, TimeUnit.SECONDS)).isZero();
        assertThat(fromThere.get(60, TimeUnit.SECONDS)).isZero();
    }

    /** A handler or Flow subscriber that blocks until its subscription is cut. */
    private Publisher<byte[]> cutting() {
        Publisher<byte[]> out =
                there.publisher("lab.x", byte[].class, PublisherOptions.DEFAULT.slowSubscriber(Duration.ofSeconds(1)));
        assertThat(out.awaitSubscribers(1, LONG)).isTrue();
        return out;
    }

    @Test
    void theEndOfASubscriptionWithAHandlerThatWasCutIsReported() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        List<Long> handled = new CopyOnWriteArrayList<>();
        Subscription<byte[]> in =
                here.subscribe("lab.x", byte[].class, SubscriptionOptions.DEFAULT.queueBytes(1_000), m -> {
                    handled.add(m.sequence());
                    await().atMost(LONG).until(() -> stuck.getCount() == 0);
                });
        CompletableFuture<Void> closed = in.closed().toCompletableFuture();
        Publisher<byte[]> out = cutting();
        out.publish(new byte[400]);
        await().atMost(LONG).until(() -> handled.size() == 1);
        for (int i = 0; i < 3; i++) {
            out.publish(new byte[400], LONG);
        }
        await().atMost(LONG).until(() -> in.failure().isPresent());
        assertThat(closed).isNotDone();

        stuck.countDown();

        assertThat(closed).failsWithin(LONG).withThrowableThat().withCauseInstanceOf(SlowConsumerException.class);
        assertThat(handled).containsExactly(1L, 2L, 3L);
        assertThat(in.closed().toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void aFlowSubscriberThatIsThereWhenItIsCutGetsTheErrorAfterWhatWasSentBefore() throws Exception {
        Subscription<byte[]> in = here.subscribe("lab.x", byte[].class, SubscriptionOptions.DEFAULT.queueBytes(1_000));
        CompletableFuture<Flow.Subscription> begun = new CompletableFuture<>();
        CompletableFuture<Throwable> failed = new CompletableFuture<>();
        List<Long> received = new CopyOnWriteArrayList<>();
        in.asFlowPublisher().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                begun.complete(subscription);
            }

            @Override
            public void onNext(Message<byte[]> item) {
                received.add(item.sequence());
            }

            @Override
            public void onError(Throwable error) {
                failed.complete(error);
            }

            @Override
            public void onComplete() {
                failed.completeExceptionally(new AssertionError("completed"));
            }
        });
        Publisher<byte[]> out = cutting();
        for (int i = 0; i < 4; i++) {
            out.publish(new byte[400], LONG);
        }
        await().atMost(LONG).until(() -> in.failure().isPresent());

        begun.get(60, TimeUnit.SECONDS).request(10);

        assertThat(failed.get(60, TimeUnit.SECONDS)).isInstanceOf(SlowConsumerException.class);
        assertThat(received).containsExactly(1L, 2L);
    }

    @Test
    void theEndOfASubscriptionThatIsClosedIsReportedWhenItsHandlerHasReturned() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CompletableFuture<Void> entered = new CompletableFuture<>();
        Subscription<byte[]> in = here.subscribe("lab.x", byte[].class, m -> {
            entered.complete(null);
            await().atMost(LONG).until(() -> stuck.getCount() == 0);
        });
        CompletableFuture<String> closedOn =
                in.closed().thenApply(done -> Thread.currentThread().getName()).toCompletableFuture();
        publisher(byte[].class).publish(new byte[1]);
        entered.get(60, TimeUnit.SECONDS);

        in.close();

        assertThat(closedOn).isNotDone();
        stuck.countDown();
        assertThat(closedOn.get(60, TimeUnit.SECONDS)).contains("end of lab.x");
        assertThat(in.closed().toCompletableFuture()).isCompletedWithValue(null);
    }

    private static CompletableFuture<Integer> publishUntilItWaits(Publisher<byte[]> out, int bytes) {
        CompletableFuture<Integer> matched = new CompletableFuture<>();
        Thread thread =
                new Thread(() -> matched.completeAsync(() -> out.publish(new byte[bytes], LONG), Runnable::run));
        thread.start();
        await().atMost(LONG).until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return matched;
    }
}
