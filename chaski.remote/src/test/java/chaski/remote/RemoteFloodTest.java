package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.node.NodeFactory;
import chaski.api.protocol.Channel;
import chaski.api.protocol.Inbound;
import chaski.api.protocol.PeerRoute;
import chaski.api.protocol.PeerSession;
import chaski.api.protocol.ProtocolNode;
import chaski.api.remote.CallOptions;
import chaski.api.remote.Remote;
import chaski.api.remote.UncertainException;
import chaski.codec.jackson.CborCodec;
import chaski.node.DefaultNodeFactory;
import chaski.remote.wire.CallOperation;
import chaski.remote.wire.RefusalReason;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.RemoteMessageCodec;
import chaski.remote.wire.WireValue;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A peer that implements the protocol itself, and violates it. */
class RemoteFloodTest {

    private static final int TAKEN_AT_ONCE = 5_000;

    private final Nodes nodes = new Nodes();
    private final CompletableFuture<PeerSession> session = new CompletableFuture<>();
    private final AtomicLong export = new AtomicLong();
    private final AtomicInteger overloaded = new AtomicInteger();
    private final ConcurrentLinkedQueue<RemoteMessage> heard = new ConcurrentLinkedQueue<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();
    private final CountedPublisher<Integer> source = new CountedPublisher<>(1_000_000, i -> i, null);
    private final AtomicReference<CountDownLatch> listening = new AtomicReference<>(new CountDownLatch(0));
    private final RecordingSubscriber<byte[]> listener = new RecordingSubscriber<>(3) {
        @Override
        public void onNext(byte[] item) {
            try {
                listening.get().await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            super.onNext(item);
        }
    };
    private final AtomicInteger stopped = new AtomicInteger();
    private Remote target;
    private Node hostile;
    private PeerRoute route;
    private long sequence;

    interface Waits {
        void forEver() throws InterruptedException;

        int one();

        Flow.Publisher<Integer> numbers();

        void listen(Flow.Publisher<byte[]> blocks);
    }

    @BeforeEach
    void connect() {
        target = nodes.remote("target");
        target.export("w", Waits.class, new Waits() {
            @Override
            public void forEver() throws InterruptedException {
                running.incrementAndGet();
                gate.await();
            }

            @Override
            public int one() {
                return 1;
            }

            @Override
            public Flow.Publisher<Integer> numbers() {
                return source;
            }

            @Override
            public void listen(Flow.Publisher<byte[]> blocks) {
                blocks.subscribe(listener);
            }
        });
        hostile = new DefaultNodeFactory()
                .start(
                        Chaski.node().name("hostile").join("mem://target:1").config(),
                        new NodeFactory.Parts(
                                List.of(nodes.network.transport("hostile")), List.of(new CborCodec()), List.of()));
        Channel channel = ProtocolNode.of(hostile).open(3, "hostile", opened -> {
            session.complete(opened);
            return new Ears();
        });
        route = channel.route(session.join(), RemoteMessageCodec.preamble());
        route.introduce();
        await().atMost(Nodes.LONG).until(() -> export.get() > 0);
    }

    private final class Ears implements Inbound {
        @Override
        public void onRoute(long number, ByteBuffer preamble) {}

        @Override
        public void onMessageBegun(long number, long at) {}

        @Override
        public void onMessage(long number, long at, ByteBuffer message) {
            RemoteMessage read = RemoteMessageCodec.decode(message);
            if (read instanceof RemoteMessage.Export exported) {
                export.set(exported.number());
            } else if (read instanceof RemoteMessage.NotExecuted refused
                    && refused.reason() == RefusalReason.OVERLOADED) {
                overloaded.incrementAndGet();
            } else if (read instanceof RemoteMessage.Stopped) {
                stopped.incrementAndGet();
            } else {
                heard.add(read);
            }
        }

        @Override
        public void onRouteClosed(long number) {}

        @Override
        public void onApplied(long version) {}

        @Override
        public void onIdle() {}

        @Override
        public void onClosed() {}
    }

    private void say(RemoteMessage message) {
        int matched = -1;
        while (matched < 0) {
            matched = route.offer(++sequence, RemoteMessageCodec.encode(message), ByteBuffer.allocate(0), null, null);
            if (matched < 0) {
                CompletableFuture<Void> writable = new CompletableFuture<>();
                route.whenWritable(() -> writable.complete(null));
                writable.join();
            }
        }
    }

    private RemoteMessage.Call call(long id, String method) {
        return new RemoteMessage.Call(
                id, export.get(), CallOperation.INVOKE, 600_000, "", method, "", Map.of(), "cbor", List.of());
    }

    @AfterEach
    void stop() {
        gate.countDown();
        hostile.close();
        nodes.close();
    }

    /** A peer that sends more calls and does not accept the answers violates the protocol, which is not tested here. */
    private void awaitRefusals(int count) {
        await().atMost(Nodes.LONG).pollInterval(Duration.ofMillis(2)).until(() -> overloaded.get() >= count - 1024);
    }

    @Test
    void aFloodOfCallsIsRefusedBeyondTheLimitAndOthersAreServed() {
        Remote good = nodes.remote("good");
        int flood = Integer.getInteger("chaski.flood", 20_000);
        for (int i = 0; i < flood; i++) {
            say(call(i, "forEver"));
            if (i % TAKEN_AT_ONCE == 0) {
                awaitRefusals(i - TAKEN_AT_ONCE);
            }
        }
        await().atMost(Nodes.LONG).until(() -> overloaded.get() == flood - 1024);

        // the threads are used by the flood; calls of others are queued, and are admitted
        var waiting = good.object("w", CallOptions.DEFAULT.deadline(Nodes.LONG)).callAsync("one");
        assertThat(running.get()).isLessThanOrEqualTo(256);
        for (int i = 0; i < flood; i++) {
            say(new RemoteMessage.Cancel(i));
        }

        assertThat(waiting.join()).isEqualTo(1);
        assertThat(target.counters()).containsEntry("calls.refused.overloaded", flood - 1024L);
        await().atMost(Nodes.LONG).until(() -> target.counters().getOrDefault("calls.cancelled", 0L) == 1024L);
    }

    @Test
    void nonsenseEndsTheSessionAndNothingElse() {
        Remote good = nodes.remote("good");
        ConcurrentLinkedQueue<NodeEvent> events = new ConcurrentLinkedQueue<>();
        hostile.watch(events::add);

        route.offer(++sequence, ByteBuffer.wrap(new byte[] {99, 1, 2}), ByteBuffer.allocate(0), null, null);

        await().atMost(Nodes.LONG).until(() -> route.matched() == 0);
        assertThat(good.object("w").call("one")).isEqualTo(1);
        assertThat(target.counters()).containsKey("calls.executed");
    }

    @Test
    void numbersThatAreNotKnownAreAnsweredOrIgnored() {
        say(new RemoteMessage.Cancel(77));
        say(new RemoteMessage.Release(12345, 3));
        say(new RemoteMessage.Unexport(4711));
        say(new RemoteMessage.NotExecuted(4, RefusalReason.WITHDRAWN, "?"));
        say(new RemoteMessage.Call(1, 999_999, CallOperation.INVOKE, 1000, "", "x", "", Map.of(), "cbor", List.of()));
        say(call(2, "one"));

        await().atMost(Nodes.LONG).until(() -> heard.size() == 2);
        assertThat(heard.poll()).isInstanceOfSatisfying(RemoteMessage.NotExecuted.class, m -> assertThat(m.reason())
                .isEqualTo(RefusalReason.WITHDRAWN));
        assertThat(heard.poll()).isInstanceOf(RemoteMessage.Result.class);
        assertThat(target.counters()).containsEntry("calls.refused.withdrawn", 1L);
    }

    private <T> T hear(Class<T> type) {
        await().atMost(Nodes.LONG).until(() -> heard.stream().anyMatch(type::isInstance));
        T found = type.cast(heard.stream().filter(type::isInstance).findFirst().orElseThrow());
        heard.remove(found);
        return found;
    }

    private long publisher() {
        say(call(1, "numbers"));
        return ((WireValue.Published) hear(RemoteMessage.Result.class).value()).number();
    }

    @Test
    void aFloodOfSubscriptionsIsRefusedBeyondTheLimitAndNothingIsSentThatWasNotGranted() {
        long publisher = publisher();
        int flood = Integer.getInteger("chaski.flood", 20_000);
        for (int i = 0; i < flood; i++) {
            say(new RemoteMessage.Subscribe(i, publisher, "cbor"));
            if (i % TAKEN_AT_ONCE == 0) {
                int due = i - TAKEN_AT_ONCE - 256;
                await().atMost(Nodes.LONG).pollInterval(Duration.ofMillis(2)).until(() -> stopped.get() >= due);
            }
        }
        await().atMost(Nodes.LONG).until(() -> stopped.get() == flood - 256);
        assertThat(target.counters())
                .containsEntry("streams.refused.overloaded", flood - 256L)
                .containsEntry("streams.served", 256L);

        // the maximum credit; nevertheless the peer's own window bounds what is requested from the publisher
        say(new RemoteMessage.Request(7, Long.MAX_VALUE, Long.MAX_VALUE));
        await().atMost(Nodes.LONG).until(() -> heard.size() > 1000);
        assertThat(source.requested.get() - source.emitted.get()).isLessThanOrEqualTo(256);
        say(new RemoteMessage.Request(7, 3, 3)); // lower than before: outdated
        for (int i = 0; i < 256; i++) {
            say(new RemoteMessage.Unsubscribe(i));
        }
        await().atMost(Nodes.LONG).until(() -> source.cancelled.get() == 256);
        int before = stopped.get();
        say(new RemoteMessage.Subscribe(flood + 1L, publisher, "cbor"));
        say(new RemoteMessage.Subscribe(flood + 2L, publisher, "no such codec"));
        say(new RemoteMessage.Subscribe(flood + 3L, 4711, "cbor"));
        await().atMost(Nodes.LONG).until(() -> stopped.get() == before + 2);
        assertThat(target.counters())
                .containsEntry("streams.refused.arguments", 1L)
                .containsEntry("streams.refused.withdrawn", 1L);
    }

    @Test
    void aStreamIsNoObjectAndAnObjectNoStream() {
        long publisher = publisher();
        say(new RemoteMessage.Call(
                2, publisher, CallOperation.INVOKE, 10_000, "", "subscribe", "", Map.of(), "cbor", List.of()));
        assertThat(hear(RemoteMessage.NotExecuted.class).reason()).isEqualTo(RefusalReason.WITHDRAWN);
        say(new RemoteMessage.Subscribe(1, export.get(), "cbor"));
        await().atMost(Nodes.LONG).until(() -> stopped.get() == 1);
    }

    @Test
    void whatIsSaidOfStreamsThatAreNotThereIsIgnoredAndCounted() {
        say(new RemoteMessage.Request(5, 1, 1));
        say(new RemoteMessage.Unsubscribe(5));
        say(call(2, "one"));
        hear(RemoteMessage.Result.class);
        assertThat(target.counters()).containsEntry("streams.ignored", 2L);
    }

    @Test
    void aNumberThatComesAgainBreaksTheSession() {
        say(call(1, "one"));
        hear(RemoteMessage.Result.class);
        sequence--;
        say(call(2, "one"));
        await().atMost(Nodes.LONG).until(() -> route.matched() == 0);
        assertThat(nodes.remote("good").object("w").call("one")).isEqualTo(1);
        assertThat(target.counters()).containsEntry("calls.executed", 2L);
    }

    @Test
    void aStreamThatWasNeverOpenedBreaksTheSession() {
        say(new RemoteMessage.Item(1_000_000, WireValue.NOTHING));
        await().atMost(Nodes.LONG).until(() -> route.matched() == 0);
        assertThat(nodes.remote("good").object("w").call("one")).isEqualTo(1);
    }

    @Test
    void aNumberOfAStreamThatGoesOnBreaksTheSession() {
        long publisher = publisher();
        say(new RemoteMessage.Subscribe(1, publisher, "cbor"));
        say(new RemoteMessage.Request(1, 1, 1024));
        await().atMost(Nodes.LONG).until(() -> source.emitted.get() > 0); // so that there is something to cancel
        say(new RemoteMessage.Subscribe(1, publisher, "cbor"));
        await().atMost(Nodes.LONG).until(() -> route.matched() == 0);
        await().atMost(Nodes.LONG).until(() -> source.cancelled.get() == 1);
    }

    private RemoteMessage.Item bytes(long stream, int count) {
        ByteBuffer cbor = ByteBuffer.allocate(5 + count).put((byte) 0x5a).putInt(count);
        return new RemoteMessage.Item(stream, new WireValue.Written(cbor.array()));
    }

    private RemoteMessage.Request listen() {
        say(new RemoteMessage.Call(
                3,
                export.get(),
                CallOperation.INVOKE,
                600_000,
                "",
                "listen",
                "",
                Map.of(),
                "cbor",
                List.of(new WireValue.Published(99))));
        assertThat(hear(RemoteMessage.Subscribe.class).publisher()).isEqualTo(99);
        return hear(RemoteMessage.Request.class);
    }

    @Test
    void anItemBeyondWhatWasGrantedBreaksTheSession() {
        RemoteMessage.Request granted = listen();
        assertThat(granted.items()).isEqualTo(3);
        for (int i = 0; i < 4; i++) {
            say(bytes(granted.stream(), 1));
        }
        assertThat(listener.awaitEnd()).isInstanceOf(UncertainException.class);
        assertThat(listener.items).hasSizeLessThanOrEqualTo(3);
        await().atMost(Nodes.LONG).until(() -> route.matched() == 0);
    }

    @Test
    void bytesBeyondWhatWasGrantedBreakTheSession() {
        listening.set(new CountDownLatch(1));
        RemoteMessage.Request granted = listen();
        say(bytes(granted.stream(), 1));
        say(bytes(granted.stream(), (int) granted.bytes()));
        say(bytes(granted.stream(), 1));
        await().atMost(Nodes.LONG).until(() -> route.matched() == 0);
        listening.get().countDown();
        assertThat(listener.awaitEnd()).isInstanceOf(UncertainException.class);
        assertThat(listener.items).hasSize(2);
    }

    @Test
    void whatCrossesTheEndOfAStreamIsIgnored() {
        long stream = listen().stream();
        say(bytes(stream, 1));
        say(new RemoteMessage.Completed(stream));
        for (int i = 0; i < 300; i++) {
            say(bytes(stream, 1));
        }
        await().atMost(Nodes.LONG).until(() -> target.counters().getOrDefault("streams.ignored", 0L) == 300);
        assertThat(listener.awaitEnd()).isNull();
        assertThat(listener.items).hasSize(1);
    }
}
