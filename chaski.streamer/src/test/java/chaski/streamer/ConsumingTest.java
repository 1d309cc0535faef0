package chaski.streamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import chaski.api.ClosedException;
import chaski.api.CodecException;
import chaski.api.node.NodeEvent;
import chaski.api.streamer.Message;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionError;
import chaski.api.streamer.SubscriptionOptions;
import chaski.codec.jackson.JsonCodec;
import chaski.streamer.fake.FakeNode;
import chaski.streamer.fake.FakePeer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsumingTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    /** Numbers grow on each route. */
    private long delivered;

    private final FakeNode node = new FakeNode();
    private final BlockingQueue<SubscriptionError> errors = new LinkedBlockingQueue<>();

    record Reading(String sensor, double value) {}

    @AfterEach
    void close() {
        node.close();
        await().atMost(LONG).until(() -> node.environment().running() == 0);
    }

    private SubscriptionOptions toldOfErrors() {
        return SubscriptionOptions.DEFAULT.onError(errors::add);
    }

    @Test
    void aHandlerGetsOneMessageAfterAnotherOnAThreadOfItsOwn() {
        BlockingQueue<String> got = new LinkedBlockingQueue<>();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Subscription<String> in = node.streamer().subscribe("a", String.class, m -> {
            threads.add(Thread.currentThread());
            got.add(m.payload());
        });
        FakePeer peer = FakePeer.publishing(node, "a", "text");

        for (int i = 0; i < 10; i++) {
            peer.sendNow("" + i);
        }

        await().atMost(LONG).until(() -> got.size() == 10);
        assertThat(got).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(threads).hasSize(1).doesNotContain(Thread.currentThread());
        assertThat(threads.iterator().next().getName()).contains("handler of a");
        in.close();
        assertThat(in.awaitClosed(LONG)).isTrue();
        await().atMost(LONG).until(() -> node.environment().running() == 0);
    }

    @Test
    void anExceptionOfAHandlerIsReportedAndTheNextMessageIsHandled() throws Exception {
        BlockingQueue<String> got = new LinkedBlockingQueue<>();
        Subscription<String> in = node.streamer().subscribe("a", String.class, toldOfErrors(), m -> {
            switch (m.payload()) {
                case "exception" -> throw new IllegalStateException("no");
                case "error" -> throw new NoClassDefFoundError("gone");
                case "interrupt" -> Thread.currentThread().interrupt();
                default -> got.add(m.payload());
            }
        });
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        for (String payload : List.of("1", "exception", "2", "error", "3", "interrupt", "4")) {
            peer.sendNow(payload);
        }

        await().atMost(LONG).until(() -> got.size() == 4);
        assertThat(got).containsExactly("1", "2", "3", "4");
        SubscriptionError first = errors.take();
        assertThat(first.error()).hasMessage("no");
        assertThat(first.sequence()).isEqualTo(2);
        assertThat(first.topic().name()).isEqualTo("a");
        assertThat(errors.take().error()).isInstanceOf(NoClassDefFoundError.class);
        assertThat(in.statistics()).isEqualTo(new Subscription.Statistics(7, 7, 2, 0));
    }

    /** An interrupt that a handler leaves pending interrupts the wait for the next message, if that has not arrived. */
    @Test
    void anInterruptThatAHandlerLeavesBehindEndsNothing() {
        BlockingQueue<String> got = new LinkedBlockingQueue<>();
        Subscription<String> in = node.streamer().subscribe("a", String.class, m -> {
            Thread.currentThread().interrupt();
            got.add(m.payload());
            if (m.payload().endsWith("5")) {
                throw new IllegalStateException("no");
            }
        });
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        for (int i = 1; i <= 20; i++) {
            int sent = i;
            peer.sendNow("" + i);
            await().atMost(LONG).until(() -> got.size() == sent || in.isClosed());
        }

        assertThat(in.isClosed()).isFalse();
        assertThat(in.statistics().discarded()).isZero();
    }

    @Test
    void withoutAnErrorHandlerTheNodeRaisesAnEvent() {
        node.streamer().subscribe("a", String.class, m -> {
            throw new IllegalStateException("no");
        });
        FakePeer.publishing(node, "a", "text").sendNow("x");

        await().atMost(LONG).until(() -> !node.channel().events().isEmpty());
        NodeEvent.HandlerFailed event =
                (NodeEvent.HandlerFailed) node.channel().events().get(0);
        assertThat(event.what()).contains("subscription a").contains("a #1");
        assertThat(event.error()).hasMessage("no");
    }

    @Test
    void anErrorHandlerThatFailsEndsNothing() {
        BlockingQueue<String> got = new LinkedBlockingQueue<>();
        SubscriptionOptions failing = SubscriptionOptions.DEFAULT.onError(e -> {
            throw new AssertionError("worse");
        });
        node.streamer()
                .subscribe("a", Reading.class, failing, m -> got.add(m.payload().sensor()));
        FakePeer peer = FakePeer.publishing(node, "a", "json");

        peer.sendNow("not json");
        peer.sendNow("{\"sensor\":\"s\",\"value\":1}");

        await().atMost(LONG).until(() -> got.size() == 1);
        assertThat(node.channel().events()).hasSize(1);
    }

    @Test
    void payloadsThatDoNotFitAreReportedAndSkipped() {
        Subscription<Reading> in = node.streamer().subscribe("*", Reading.class, toldOfErrors());
        FakePeer peer = FakePeer.publishing(node, "a", "json");
        peer.introduce(1, "b", "bytes");
        peer.introduce(2, "c", "text");
        peer.introduce(3, "d", "yaml");
        peer.sendNow("[]");
        for (long route = 1; route <= 3; route++) {
            peer.inbound().onMessage(route, 1, FakePeer.message(Map.of(), new byte[] {'{', '}'}));
        }
        peer.sendNow("{\"sensor\":\"s\",\"value\":1}");

        assertThat(in.next(Duration.ZERO).orElseThrow().payload()).isEqualTo(new Reading("s", 1));
        assertThat(in.next(Duration.ZERO)).isEmpty();
        assertThat(errors).extracting(SubscriptionError::error).allSatisfy(e -> assertThat(e)
                .isInstanceOf(CodecException.class));
        assertThat(errors)
                .extracting(e -> e.error().getMessage())
                .satisfiesExactly(
                        m -> assertThat(m).contains("Reading"),
                        m -> assertThat(m).contains("got bytes"),
                        m -> assertThat(m).contains("got text"),
                        m -> assertThat(m).contains("no codec is named 'yaml'").contains("[cbor, json]"));
        assertThat(in.statistics().failed()).isEqualTo(4);
    }

    @Test
    void theTimeForAMessagePassesWhilePayloadsDoNotFit() {
        SubscriptionOptions slow =
                SubscriptionOptions.DEFAULT.onError(error -> node.environment().skip(Duration.ofHours(2)));
        Subscription<Reading> in = node.streamer().subscribe("a", Reading.class, slow);
        FakePeer.publishing(node, "a", "json").sendNow("[]");

        assertThat(assertTimeoutPreemptively(LONG, () -> in.next(Duration.ofHours(1))))
                .isEmpty();
        assertThat(in.statistics().failed()).isEqualTo(1);
    }

    @Test
    void aCodecThatComesLaterIsUsed() {
        node.codecs().clear();
        Subscription<Reading> in = node.streamer().subscribe("a", Reading.class, toldOfErrors());
        FakePeer peer = FakePeer.publishing(node, "a", "json");
        peer.sendNow("{}");
        assertThat(in.next(Duration.ZERO)).isEmpty();

        node.codecs().put("json", new JsonCodec());
        peer.sendNow("{}");

        assertThat(in.next(Duration.ZERO)).isPresent();
    }

    @Test
    void stringsTakeTextAndJsonAndNoBytes() {
        Subscription<String> in = node.streamer().subscribe("*", String.class, toldOfErrors());
        FakePeer peer = FakePeer.publishing(node, "a", "json");
        peer.introduce(1, "b", "bytes");
        peer.introduce(2, "c", "text");
        peer.introduce(3, "d", "cbor");
        peer.sendNow("{ \"sensor\" : \"s\" }");
        deliver(peer, 1, 'x');
        deliver(peer, 2, 0xc3, 0xbc);
        deliver(peer, 2, 0xff);
        deliver(peer, 3, 0x61, 'y');

        List<String> got = new ArrayList<>();
        in.next(Duration.ZERO).ifPresent(m -> got.add(m.payload()));
        in.next(Duration.ZERO).ifPresent(m -> got.add(m.payload()));
        in.next(Duration.ZERO).ifPresent(m -> got.add(m.payload()));
        assertThat(got).containsExactly("{ \"sensor\" : \"s\" }", "ü", "y");
        assertThat(errors).hasSize(2);
    }

    @Test
    void objectTakesWhateverComesInItsPlainForm() {
        Subscription<Object> in = node.streamer().subscribe("*", Object.class);
        FakePeer peer = FakePeer.publishing(node, "a", "json");
        peer.introduce(1, "b", "bytes");
        peer.introduce(2, "c", "text");
        peer.introduce(3, "d", "cbor");
        peer.sendNow("{\"n\":[1,true]}");
        deliver(peer, 1, 7, 8);
        deliver(peer, 2, 'x');
        deliver(peer, 3, 0x82, 1, 2);

        assertThat(in.next(Duration.ZERO).orElseThrow().payload()).isEqualTo(Map.of("n", List.of(1, true)));
        assertThat(in.next(Duration.ZERO).orElseThrow().payload()).isEqualTo(new byte[] {7, 8});
        assertThat(in.next(Duration.ZERO).orElseThrow().payload()).isEqualTo("x");
        assertThat(in.next(Duration.ZERO).orElseThrow().payload()).isEqualTo(List.of(1, 2));
    }

    @Test
    void bytesTakeAnyContentAsItCame() {
        Subscription<ByteBuffer> in = node.streamer().subscribe("a", ByteBuffer.class);
        FakePeer.publishing(node, "a", "cbor").sendNow("raw");

        ByteBuffer payload = in.next(Duration.ZERO).orElseThrow().payload();
        assertThat(StandardCharsets.UTF_8.decode(payload).toString()).isEqualTo("raw");
    }

    private void deliver(FakePeer peer, long route, int... bytes) {
        byte[] payload = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            payload[i] = (byte) bytes[i];
        }
        peer.inbound().onMessage(route, ++delivered, FakePeer.message(Map.of(), payload));
        peer.idle();
    }

    @Test
    void anIteratorWaitsForMessagesAndEndsWhenTheSubscriptionIsClosed() throws Exception {
        Subscription<String> in = node.streamer().subscribe("a", String.class);
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        BlockingQueue<String> got = new LinkedBlockingQueue<>();
        CountDownLatch ended = new CountDownLatch(1);
        node.environment().start("iterates", () -> {
            for (Message<String> m : in) {
                got.add(m.payload());
            }
            ended.countDown();
        });

        peer.sendNow("1");
        assertThat(got.poll(30, TimeUnit.SECONDS)).isEqualTo("1");
        peer.sendNow("2");
        assertThat(got.poll(30, TimeUnit.SECONDS)).isEqualTo("2");
        in.close();

        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anInterruptEndsTheWaitAndStaysSet() {
        Subscription<String> in = node.streamer().subscribe("a", String.class);
        Iterator<Message<String>> iterator = in.iterator();

        Thread.currentThread().interrupt();
        assertThat(iterator.hasNext()).isFalse();
        assertThat(Thread.interrupted()).isTrue();

        Thread.currentThread().interrupt();
        assertThat(in.next(LONG)).isEmpty();
        assertThat(Thread.interrupted()).isTrue();

        Thread.currentThread().interrupt();
        assertThat(in.awaitClosed(LONG)).isFalse();
        assertThat(Thread.interrupted()).isTrue();

        FakePeer.publishing(node, "a", "text").sendNow("x");
        assertThat(iterator.next().payload()).isEqualTo("x");
    }

    @Test
    void aMessageThatIsThereIsTakenInSpiteOfAnInterrupt() {
        Subscription<String> in = node.streamer().subscribe("a", String.class);
        FakePeer.publishing(node, "a", "text").sendNow("x");

        Thread.currentThread().interrupt();
        assertThat(in.next(Duration.ZERO)).isPresent();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void threadsThatTakeFromOneSubscriptionShareItsMessages() {
        Subscription<String> in = node.streamer().subscribe("a", String.class);
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        Set<String> got = ConcurrentHashMap.newKeySet();
        AtomicInteger count = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            node.environment().start("takes " + i, () -> {
                in.forEach(m -> {
                    got.add(m.payload());
                    count.incrementAndGet();
                });
                ended.countDown();
            });
        }

        for (int i = 0; i < 20_000; i++) {
            peer.send("" + i);
            if (i % 97 == 0) {
                peer.idle();
            }
        }
        peer.idle();
        in.drain();
        node.channel().declared().get(0).withdrawalApplied();

        await().atMost(LONG).until(() -> ended.getCount() == 0);
        assertThat(count).hasValue(20_000);
        assertThat(got).hasSize(20_000);
    }

    @Test
    void aSubscriptionWithAHandlerCannotBeTakenFromOtherwise() {
        Subscription<String> in = node.streamer().subscribe("a", String.class, m -> {});

        assertThatThrownBy(() -> in.next(Duration.ZERO)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(in::iterator).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(in::asFlowPublisher).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void drainingAHandlerEndsWhenItHasReturned() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger handled = new AtomicInteger();
        Subscription<String> in = node.streamer().subscribe("a", String.class, m -> {
            inside.countDown();
            waitFor(goOn);
            handled.incrementAndGet();
        });
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        peer.send("1");
        peer.send("2");
        peer.idle();
        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();

        in.drain();
        node.channel().declared().get(0).withdrawalApplied();
        assertThat(in.awaitClosed(Duration.ZERO)).isFalse();
        goOn.countDown();

        assertThat(in.awaitClosed(LONG)).isTrue();
        assertThat(handled).hasValue(2);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void closingWithinTheHandlerIsTheLastThingItSees() {
        AtomicInteger handled = new AtomicInteger();
        Subscription<?>[] self = new Subscription<?>[1];
        self[0] = node.streamer().subscribe("a", String.class, m -> {
            handled.incrementAndGet();
            self[0].close();
        });
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        peer.send("1");
        peer.send("2");
        peer.idle();

        assertThat(self[0].awaitClosed(LONG)).isTrue();
        assertThat(handled).hasValue(1);
        assertThat(self[0].statistics().discarded()).isEqualTo(1);
    }

    @Test
    void anInlineHandlerIsCalledOnTheThreadThatReads() {
        List<String> got = new ArrayList<>();
        AtomicBoolean elsewhere = new AtomicBoolean();
        Thread reader = Thread.currentThread();
        Subscription<String> in = node.streamer()
                .subscribe("a", String.class, toldOfErrors().inline(true), m -> {
                    elsewhere.set(Thread.currentThread() != reader);
                    got.add(m.payload());
                    if (m.payload().equals("2")) {
                        throw new IllegalStateException("no");
                    }
                });
        FakePeer peer = FakePeer.publishing(node, "a", "text");

        peer.send("1");
        peer.send("2");
        peer.sendNow("3");

        assertThat(got).containsExactly("1", "2", "3");
        assertThat(elsewhere).isFalse();
        assertThat(errors).hasSize(1);
        in.drain();
        node.channel().declared().get(0).withdrawalApplied();
        assertThat(in.awaitClosed(Duration.ZERO)).isTrue();
    }

    @Test
    void whenTheNodeClosesHandlersFinishAndWhatWasNotTakenCanStillBe() throws Exception {
        AtomicInteger handled = new AtomicInteger();
        Subscription<String> handling = node.streamer().subscribe("a", String.class, m -> handled.incrementAndGet());
        Subscription<String> taking = node.streamer().subscribe("a", String.class);
        FakePeer peer = FakePeer.publishing(node, "a", "text");
        for (int i = 0; i < 1000; i++) {
            peer.send("x");
        }
        peer.idle();

        node.close();

        assertThat(handled).hasValue(1000);
        assertThat(handling.isClosed()).isTrue();
        assertThat(taking.isClosed()).isFalse();
        int[] taken = new int[1];
        taking.forEach(m -> taken[0]++);
        assertThat(taken[0]).isEqualTo(1000);
        assertThat(taking.isClosed()).isTrue();
        assertThatThrownBy(() -> node.streamer().subscribe("a", String.class)).isInstanceOf(ClosedException.class);
    }
}
