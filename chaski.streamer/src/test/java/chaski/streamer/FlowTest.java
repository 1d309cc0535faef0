package chaski.streamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chaski.api.node.NodeEvent;
import chaski.api.streamer.Message;
import chaski.api.streamer.Subscription;
import chaski.streamer.fake.FakeNode;
import chaski.streamer.fake.FakePeer;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules of Reactive Streams that concern a publisher and its subscription, by their numbers. */
class FlowTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final FakeNode node = new FakeNode();
    private final Subscription<String> in = node.streamer().subscribe("a", String.class);
    private final FakePeer peer = FakePeer.publishing(node, "a", "text");
    private final Recorder recorder = new Recorder();

    @AfterEach
    void close() {
        in.close();
        node.close();
        await().atMost(LONG).until(() -> node.environment().running() == 0);
    }

    /** Records the signals it receives as text, and requests on demand of the test. */
    private static class Recorder implements Flow.Subscriber<Message<String>> {

        final BlockingQueue<String> signals = new LinkedBlockingQueue<>();
        final Set<Thread> threads = ConcurrentHashMap.newKeySet();
        volatile Flow.@Nullable Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            signal("subscribed");
        }

        @Override
        public void onNext(Message<String> item) {
            signal(item.payload());
        }

        @Override
        public void onError(Throwable error) {
            signal("error " + error.getClass().getSimpleName() + " " + error.getMessage());
        }

        @Override
        public void onComplete() {
            signal("complete");
        }

        private void signal(String word) {
            threads.add(Thread.currentThread());
            signals.add(word);
        }

        Flow.Subscription subscription() {
            return Objects.requireNonNull(subscription);
        }

        String next() throws InterruptedException {
            String word = signals.poll(30, TimeUnit.SECONDS);
            assertThat(word).as("a signal").isNotNull();
            return word;
        }
    }

    private void begin() throws InterruptedException {
        in.asFlowPublisher().subscribe(recorder);
        assertThat(recorder.next()).isEqualTo("subscribed");
    }

    @Test
    void rule101NoMoreThanWasRequestedIsSignalled() throws Exception {
        begin();
        peer.send("1");
        peer.send("2");
        peer.sendNow("3");
        assertThat(recorder.signals).isEmpty();

        recorder.subscription().request(2);
        assertThat(recorder.next()).isEqualTo("1");
        assertThat(recorder.next()).isEqualTo("2");
        assertThat(in.statistics().taken()).isEqualTo(2);

        recorder.subscription().request(1);
        assertThat(recorder.next()).isEqualTo("3");
    }

    @Test
    void rule103SignalsComeOneAfterAnotherFromOneThread() throws Exception {
        begin();
        recorder.subscription().request(Long.MAX_VALUE);
        for (int i = 0; i < 1000; i++) {
            peer.sendNow("" + i);
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(recorder.next()).isEqualTo("" + i);
        }
        in.close();

        assertThat(recorder.next()).isEqualTo("complete");
        assertThat(recorder.threads).hasSize(1).doesNotContain(Thread.currentThread());
    }

    @Test
    void rule105TheEndIsSignalledAlsoWithoutDemandAndOnlyOnce() throws Exception {
        begin();
        peer.sendNow("left");

        in.close();

        assertThat(recorder.next()).isEqualTo("complete");
        recorder.subscription().request(1);
        recorder.subscription().cancel();
        await().atMost(LONG).until(() -> node.environment().running() == 0);
        assertThat(recorder.signals).isEmpty();
    }

    @Test
    void drainingSignalsWhatIsLeftAndThenTheEnd() throws Exception {
        begin();
        peer.send("1");
        peer.sendNow("2");
        in.drain();
        node.channel().declared().get(0).withdrawalApplied();
        assertThat(recorder.signals).isEmpty();

        recorder.subscription().request(2);

        assertThat(recorder.next()).isEqualTo("1");
        assertThat(recorder.next()).isEqualTo("2");
        assertThat(recorder.next()).isEqualTo("complete");
    }

    @Test
    void rule109ASecondSubscriberIsTurnedDown() throws Exception {
        Flow.Publisher<Message<String>> publisher = in.asFlowPublisher();
        publisher.subscribe(recorder);
        Recorder second = new Recorder();

        publisher.subscribe(second);

        assertThat(second.next()).isEqualTo("subscribed");
        assertThat(second.next()).startsWith("error IllegalStateException expected one Flow subscriber");
        second.subscription().request(1);
        second.subscription().cancel();
        assertThat(in.isClosed()).isFalse();
        assertThatThrownBy(() -> in.asFlowPublisher().subscribe(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void rule303RequestsFromOnNextDoNotGrowTheStack() throws Exception {
        Recorder greedy = new Recorder() {
            @Override
            public void onNext(Message<String> item) {
                super.onNext(item);
                subscription().request(1);
            }
        };
        in.asFlowPublisher().subscribe(greedy);
        assertThat(greedy.next()).isEqualTo("subscribed");
        greedy.subscription().request(1);
        for (int i = 0; i < 20_000; i++) {
            peer.send("" + i);
        }
        peer.idle();

        for (int i = 0; i < 20_000; i++) {
            assertThat(greedy.next()).isEqualTo("" + i);
        }
    }

    @Test
    void rule305CancellingClosesTheSubscriptionAndRule307IsIdempotent() throws Exception {
        begin();
        peer.sendNow("1");

        recorder.subscription().cancel();
        recorder.subscription().cancel();
        recorder.subscription().request(1);

        assertThat(in.awaitClosed(LONG)).isTrue();
        assertThat(node.channel().declared().get(0).isWithdrawn()).isTrue();
        assertThat(recorder.signals).isEmpty();
    }

    @Test
    void rule309ARequestThatIsNotPositiveIsAnError() throws Exception {
        begin();
        untilParked(null);

        recorder.subscription().request(0);

        assertThat(recorder.next()).startsWith("error IllegalArgumentException rule 3.9");
        assertThat(in.awaitClosed(LONG)).isTrue();
        assertThat(recorder.signals).isEmpty();
    }

    @Test
    void rule309ARequestThatIsNotPositiveIsAnErrorAlsoWhileAMessageIsAwaited() throws Exception {
        awaitAMessage();

        recorder.subscription().request(-1);

        assertThat(recorder.next()).startsWith("error IllegalArgumentException rule 3.9");
        assertThat(in.awaitClosed(LONG)).isTrue();
        assertThat(recorder.signals).isEmpty();
    }

    @Test
    void cancellingEndsTheWaitForAMessage() throws Exception {
        awaitAMessage();

        recorder.subscription().cancel();

        await().atMost(LONG).until(() -> node.environment().running() == 0);
        assertThat(recorder.signals).isEmpty();
    }

    @Test
    void closingEndsTheWaitForAMessage() throws Exception {
        awaitAMessage();

        in.close();

        assertThat(recorder.next()).isEqualTo("complete");
    }

    @Test
    void theEndOfDrainingEndsTheWaitForAMessage() throws Exception {
        awaitAMessage();

        in.drain();
        node.channel().declared().get(0).withdrawalApplied();

        assertThat(recorder.next()).isEqualTo("complete");
    }

    /** Its thread has found that a message was requested and none is available, and waits for one. */
    private void awaitAMessage() throws InterruptedException {
        begin();
        Object forDemand = untilParked(null);
        recorder.subscription().request(1);
        untilParked(forDemand);
    }

    /** Waits until the signalling thread is parked at a blocker other than this one; returns that blocker. */
    private Object untilParked(@Nullable Object elsewhere) {
        Thread thread = recorder.threads.iterator().next();
        await().atMost(LONG).until(() -> {
            Object blocker = LockSupport.getBlocker(thread);
            return blocker instanceof Condition && blocker != elsewhere;
        });
        return Objects.requireNonNull(LockSupport.getBlocker(thread));
    }

    @Test
    void rule317DemandAddsUpWithoutOverflow() throws Exception {
        begin();
        recorder.subscription().request(Long.MAX_VALUE - 1);
        recorder.subscription().request(Long.MAX_VALUE - 1);

        peer.send("1");
        peer.sendNow("2");

        assertThat(recorder.next()).isEqualTo("1");
        assertThat(recorder.next()).isEqualTo("2");
    }

    @Test
    void rule213ASubscriberThatThrowsIsCancelledAndNotified() throws Exception {
        in.asFlowPublisher().subscribe(new Recorder() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                given.request(10);
            }

            @Override
            public void onNext(Message<String> item) {
                throw new IllegalStateException("no");
            }
        });
        peer.sendNow("1");

        assertThat(in.awaitClosed(LONG)).isTrue();
        await().atMost(LONG).until(() -> !node.channel().events().isEmpty());
        assertThat(node.channel().events().get(0))
                .isInstanceOfSatisfying(NodeEvent.HandlerFailed.class, e -> assertThat(e.error())
                        .hasMessage("no"));
        assertThat(in.statistics().failed()).isEqualTo(1);
    }

    @Test
    void subscribingToWhatIsClosedEndsAtOnce() throws Exception {
        in.close();

        begin();

        assertThat(recorder.next()).isEqualTo("complete");
    }

    @Test
    void itFitsOtherFlows() throws Exception {
        BlockingQueue<String> got = new LinkedBlockingQueue<>();
        Recorder relayed = new Recorder() {
            @Override
            public void onNext(Message<String> item) {
                got.add(item.payload());
            }
        };
        try (Relay relay = new Relay()) {
            relay.subscribe(relayed);
            assertThat(relayed.next()).isEqualTo("subscribed");
            relayed.subscription().request(1);
            in.asFlowPublisher().subscribe(relay);
            peer.sendNow("x");

            assertThat(got.poll(30, TimeUnit.SECONDS)).isEqualTo("x");
        }
    }

    /** The JDK's class that passes items on. */
    private static final class Relay extends SubmissionPublisher<Message<String>>
            implements Flow.Processor<Message<String>, Message<String>> {

        private Flow.@Nullable Subscription source;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            source = given;
            given.request(1);
        }

        @Override
        public void onNext(Message<String> item) {
            submit(item);
            Objects.requireNonNull(source).request(1);
        }

        @Override
        public void onError(Throwable error) {
            closeExceptionally(error);
        }

        @Override
        public void onComplete() {
            close();
        }
    }
}
