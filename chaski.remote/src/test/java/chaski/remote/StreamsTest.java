package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.CodecException;
import chaski.api.node.Node;
import chaski.api.node.SessionConfig;
import chaski.api.remote.OverloadedException;
import chaski.api.remote.Registration;
import chaski.api.remote.Remote;
import chaski.api.remote.RemoteInvocationException;
import chaski.api.remote.RemoteLimits;
import chaski.api.remote.UnavailableException;
import chaski.api.remote.UncertainException;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Publishers as results and arguments: items, demand, ends. Each is tested to another node and, where it may differ,
 * within one node.
 */
class StreamsTest {

    private static final Nodes NODES = new Nodes();
    private static final int ITEMS = RemoteLimits.DEFAULT.streamItems();
    private static Remote there;
    private static Remote here;

    record Reading(String sensor, double value) {}

    static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String message, Throwable cause) {
            super(message, cause);
        }
    }

    interface Numbers {
        Flow.Publisher<Integer> to(int end);

        CompletionStage<Flow.Publisher<Integer>> later(int end);

        Optional<Flow.Publisher<Integer>> perhaps(int end);

        Flow.Publisher<Reading> readings(int end);

        Flow.Publisher<byte[]> blocks(int count, int bytes);

        Flow.Publisher<Object> odd();

        Flow.Publisher<Flow.Publisher<Integer>> nested(int end);

        Flow.Publisher<Integer> broken(int after) throws Broken;

        Flow.Publisher<Integer> unexpected(int after);

        Flow.Publisher<Integer> getTicks();

        long sum(Flow.Publisher<Integer> numbers) throws Exception;

        Flow.Publisher<Integer> same(Flow.Publisher<Integer> numbers);
    }

    static class Source implements Numbers {

        final List<CountedPublisher<?>> given = new ArrayList<>();

        private synchronized <T> CountedPublisher<T> keep(CountedPublisher<T> publisher) {
            given.add(publisher);
            return publisher;
        }

        synchronized CountedPublisher<?> last() {
            return given.get(given.size() - 1);
        }

        @Override
        public Flow.Publisher<Integer> to(int end) {
            return keep(new CountedPublisher<>(end, i -> i, null));
        }

        @Override
        public CompletionStage<Flow.Publisher<Integer>> later(int end) {
            return CompletableFuture.supplyAsync(() -> to(end));
        }

        @Override
        public Optional<Flow.Publisher<Integer>> perhaps(int end) {
            return end == 0 ? Optional.empty() : Optional.of(to(end));
        }

        @Override
        public Flow.Publisher<Reading> readings(int end) {
            return keep(new CountedPublisher<>(end, i -> new Reading("s" + i, i / 2.0), null));
        }

        @Override
        public Flow.Publisher<byte[]> blocks(int count, int bytes) {
            return keep(new CountedPublisher<>(count, i -> new byte[bytes], null));
        }

        @Override
        public Flow.Publisher<Object> odd() {
            return keep(new CountedPublisher<>(3, i -> i == 1 ? new Object() : i, null));
        }

        @Override
        public Flow.Publisher<Flow.Publisher<Integer>> nested(int end) {
            return keep(new CountedPublisher<>(end, this::to, null));
        }

        @Override
        public Flow.Publisher<Integer> broken(int after) {
            return keep(new CountedPublisher<>(
                    after, i -> i, new Broken("out of paper", new IllegalStateException("tray"))));
        }

        @Override
        public Flow.Publisher<Integer> unexpected(int after) {
            return keep(new CountedPublisher<>(after, i -> i, new IOException("wire")));
        }

        @Override
        public Flow.Publisher<Integer> getTicks() {
            return to(3);
        }

        @Override
        public long sum(Flow.Publisher<Integer> numbers) {
            RecordingSubscriber<Integer> recorder = RecordingSubscriber.of(numbers, Long.MAX_VALUE);
            assertThat(recorder.awaitEnd()).isNull();
            return recorder.items.stream().mapToLong(n -> n).sum();
        }

        @Override
        public Flow.Publisher<Integer> same(Flow.Publisher<Integer> numbers) {
            return numbers;
        }
    }

    private static final Source SOURCE = new Source();

    @BeforeAll
    static void start() {
        there = NODES.remote("there");
        here = NODES.remote("here");
        there.export("n", Numbers.class, SOURCE);
        assertThat(here.awaitExporters("n", 1, Nodes.LONG)).isTrue();
    }

    @AfterAll
    static void stop() {
        NODES.close();
    }

    private static Numbers numbers(boolean local) {
        return (local ? there : here).proxy("n", Numbers.class);
    }

    private static List<Integer> upTo(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void itemsArriveInOrderAndTheEndAfterThem(boolean local) {
        RecordingSubscriber<Integer> all = RecordingSubscriber.of(numbers(local).to(20_000), Long.MAX_VALUE);

        assertThat(all.awaitEnd()).isNull();
        assertThat(all.items).isEqualTo(upTo(20_000));
        assertThat(all.ends).containsExactly("complete");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingIsSentThatWasNotRequested(boolean local) {
        RecordingSubscriber<Integer> some =
                RecordingSubscriber.of(numbers(local).to(100), 0);
        CountedPublisher<?> source = SOURCE.last();
        some.request(2);
        assertThat(some.awaitItems(2)).containsExactly(0, 1);
        assertThat(source.requested.get()).isEqualTo(2);
        some.request(3);
        assertThat(some.awaitItems(5)).isEqualTo(upTo(5));
        assertThat(source.requested.get()).isEqualTo(5);
        assertThat(some.ends).isEmpty();

        some.subscription().cancel();
        some.subscription().cancel();

        await().atMost(Nodes.LONG).until(() -> source.cancelled.get() == 1);
        assertThat(some.ends).isEmpty();
    }

    @Test
    void anEmptyStreamCompletesWithoutDemand() {
        assertThat(RecordingSubscriber.of(numbers(false).to(0), 0).awaitEnd()).isNull();
    }

    @Test
    void aSlowSubscriberHoldsThePublisherBackWhateverItRequested() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        RecordingSubscriber<Integer> slow = new RecordingSubscriber<>(Long.MAX_VALUE) {
            @Override
            public void onNext(Integer item) {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                super.onNext(item);
            }
        };
        numbers(false).to(1_000_000).subscribe(slow);
        CountedPublisher<?> source = SOURCE.last();
        await().atMost(Nodes.LONG).until(() -> source.emitted.get() == ITEMS);
        await().during(Duration.ofMillis(200)).atMost(Nodes.LONG).until(() -> source.emitted.get() <= ITEMS);

        gate.countDown();
        slow.awaitItems(1000);
        slow.subscription().cancel();
        await().atMost(Nodes.LONG).until(() -> source.cancelled.get() == 1);
        assertThat(slow.items.subList(0, 1000)).isEqualTo(upTo(1000));
    }

    @Test
    void largeItemsAreHeldBackByTheirBytes() {
        RecordingSubscriber<byte[]> blocks = new RecordingSubscriber<>(Long.MAX_VALUE) {
            private final CountDownLatch gate = new CountDownLatch(1);

            @Override
            public void onNext(byte[] item) {
                super.onNext(item);
                try {
                    if (items.size() == 1) {
                        gate.await();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            void request(long n) {
                gate.countDown();
            }
        };
        numbers(false).blocks(500, 100_000).subscribe(blocks);
        CountedPublisher<?> source = SOURCE.last();
        blocks.awaitItems(1);
        // before the first one was received they were assumed to be small
        long guessed = RemoteLimits.DEFAULT.streamBytes() / 4096;
        await().during(Duration.ofMillis(200)).atMost(Nodes.LONG).until(() -> source.emitted.get() <= guessed);

        blocks.request(0);
        assertThat(blocks.awaitEnd()).isNull();
        assertThat(blocks.items).hasSize(500);
    }

    @Test
    void recordsAreReadAsTheSubscribersType() {
        RecordingSubscriber<Reading> readings =
                RecordingSubscriber.of(numbers(false).readings(3), 3);
        assertThat(readings.awaitEnd()).isNull();
        assertThat(readings.items).containsExactly(new Reading("s0", 0), new Reading("s1", 0.5), new Reading("s2", 1));
    }

    @Test
    @SuppressWarnings("unchecked")
    void publishersComeFromFuturesOptionalsAttributesFunctionsAndByName() throws Exception {
        Numbers numbers = numbers(false);
        assertThat(all(numbers.later(3).toCompletableFuture().get(60, TimeUnit.SECONDS)))
                .isEqualTo(upTo(3));
        assertThat(all(numbers.perhaps(3).orElseThrow())).isEqualTo(upTo(3));
        assertThat(numbers.perhaps(0)).isEmpty();
        assertThat(all(here.object("n").get("ticks", Flow.Publisher.class))).isEqualTo(upTo(3));
        assertThat(all((Flow.Publisher<Object>) here.object("n").call("to", 3))).isEqualTo(List.of(0, 1, 2));
        there.attach("count", Integer.class, Flow.Publisher.class, end -> SOURCE.to(end));
        assertThat(all(here.function("count", Flow.Publisher.class).call(3))).isEqualTo(upTo(3));
        RecordingSubscriber<Flow.Publisher<Integer>> nested = RecordingSubscriber.of(numbers.nested(3), 3);
        assertThat(nested.awaitEnd()).isNull();
        assertThat(all(nested.items.get(2))).isEqualTo(upTo(2));
    }

    private static <T> List<T> all(Flow.Publisher<T> publisher) {
        RecordingSubscriber<T> recorder = RecordingSubscriber.of(publisher, Long.MAX_VALUE);
        assertThat(recorder.awaitEnd()).isNull();
        return recorder.items;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void publishersTravelAsArgumentsAndComeBackAsThemselves(boolean local) throws Exception {
        Numbers numbers = numbers(local);
        CountedPublisher<Integer> mine = new CountedPublisher<>(1000, i -> i, null);
        assertThat(numbers.sum(mine)).isEqualTo(LongStream.range(0, 1000).sum());
        assertThat(numbers.sum(numbers.to(10))).isEqualTo(45);
        assertThat(all(numbers.same(mine))).isEqualTo(upTo(1000));
        assertThat((int) here.object("n").call(Integer.class, "sum", mine)).isEqualTo(499_500);
        if (!local) {
            assertThat(numbers.same(mine)).isSameAs(mine);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatThePublisherFailsWithArrivesAsACallsExceptionWould(boolean local) throws Exception {
        RecordingSubscriber<Integer> broken =
                RecordingSubscriber.of(numbers(local).broken(2), 10);
        assertThat(broken.awaitEnd())
                .isInstanceOf(Broken.class)
                .hasMessage("out of paper")
                .hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(broken.items).containsExactly(0, 1);
        RecordingSubscriber<Integer> unexpected =
                RecordingSubscriber.of(numbers(local).unexpected(0), 1);
        assertThat(unexpected.awaitEnd())
                .isInstanceOfSatisfying(RemoteInvocationException.class, e -> assertThat(e.remoteType())
                        .isEqualTo(IOException.class.getName()));
    }

    @Test
    void anItemThatCannotBeWrittenOrReadOrSentEndsTheStreamAndThePublisherIsTold() {
        RecordingSubscriber<Object> odd = RecordingSubscriber.of(numbers(false).odd(), 10);
        CountedPublisher<?> source = SOURCE.last();
        assertThat(odd.awaitEnd()).isNotNull();
        assertThat(odd.items).isEqualTo(List.of(0));
        await().atMost(Nodes.LONG).until(() -> source.cancelled.get() == 1);

        RecordingSubscriber<byte[]> huge = RecordingSubscriber.of(numbers(false).blocks(2, 32 << 20), 2);
        assertThat(huge.awaitEnd()).hasMessageContaining("session.sendLogBytes");
        await().atMost(Nodes.LONG).until(() -> SOURCE.last().cancelled.get() == 1);

        RecordingSubscriber<Integer> misread =
                RecordingSubscriber.of(here.proxy("n", Misread.class).readings(1000), 1);
        assertThat(misread.awaitEnd())
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("an item cannot be read");
        await().atMost(Nodes.LONG).until(() -> SOURCE.last().cancelled.get() == 1);
    }

    interface Misread {
        Flow.Publisher<Integer> readings(int end);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRequestThatIsNotPositiveEndsTheStreamWithAnError(boolean local) {
        RecordingSubscriber<Integer> recorder =
                RecordingSubscriber.of(numbers(local).to(10), 1);
        CountedPublisher<?> source = SOURCE.last();
        recorder.awaitItems(1); // before that, the publisher may not be subscribed yet, and then has nothing to cancel
        recorder.request(0);
        assertThat(recorder.awaitEnd())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3.9");
        await().atMost(Nodes.LONG).until(() -> source.cancelled.get() == 1);
        recorder.request(5);
        assertThat(recorder.ends).containsExactly("error");
    }

    @Test
    void aSubscriberThatThrowsIsCancelledAndToldOf() {
        AtomicBoolean thrown = new AtomicBoolean();
        numbers(false).to(10).subscribe(new RecordingSubscriber<>(5) {
            @Override
            public void onNext(Integer item) {
                thrown.set(true);
                throw new IllegalStateException("subscriber");
            }
        });
        CountedPublisher<?> source = SOURCE.last();
        await().atMost(Nodes.LONG).until(() -> source.cancelled.get() == 1);
        assertThat(thrown).isTrue();
        assertThat(here.counters()).containsKey("streams.subscribersFailed");
    }

    @Test
    void aPublisherMayBeSubscribedToManyTimesAtOnce() {
        Flow.Publisher<Integer> publisher = numbers(false).to(500);
        List<RecordingSubscriber<Integer>> all = IntStream.range(0, 20)
                .mapToObj(i -> RecordingSubscriber.of(publisher, Long.MAX_VALUE))
                .toList();
        all.forEach(one -> {
            assertThat(one.awaitEnd()).isNull();
            assertThat(one.items).isEqualTo(upTo(500));
        });
    }

    @Test
    void aWithdrawnExportEndsItsStreamsAndDrainingLetsThemGoOn() throws Exception {
        Registration registration = there.export("closing", Numbers.class, SOURCE);
        Numbers closing = here.proxy("closing", Numbers.class);
        Flow.Publisher<Integer> publisher = closing.to(100);
        RecordingSubscriber<Integer> going = RecordingSubscriber.of(publisher, 10);
        going.awaitItems(10);
        var drained = registration.drain().toCompletableFuture();
        RecordingSubscriber<Integer> late = RecordingSubscriber.of(publisher, 1);
        assertThat(late.awaitEnd()).isInstanceOf(UnavailableException.class).hasMessageContaining("withdrawn");
        assertThat(drained).isNotDone();
        going.request(10);
        going.awaitItems(20);

        registration.close();

        assertThat(going.awaitEnd()).isInstanceOf(UnavailableException.class).hasMessageContaining("withdrawn");
        assertThat(going.items).isEqualTo(upTo(20));
        drained.get(60, TimeUnit.SECONDS);

        Registration again = there.export("closing", Numbers.class, SOURCE);
        RecordingSubscriber<Integer> whole = RecordingSubscriber.of(closing.to(100), 50);
        whole.awaitItems(50);
        var end = again.drain().toCompletableFuture();
        whole.request(50);
        assertThat(whole.awaitEnd()).isNull();
        end.get(60, TimeUnit.SECONDS);
    }

    @Test
    void theEndOfTheSessionEndsStreamsOnBothSides() {
        Node other = NODES.start("other");
        CountedPublisher<Integer> theirs = new CountedPublisher<>(1000, i -> i, null);
        Numbers source = new Source() {
            @Override
            public Flow.Publisher<Integer> to(int end) {
                return theirs;
            }
        };
        other.service(Remote.class).export("other", Numbers.class, source);
        Numbers proxy = here.proxy("other", Numbers.class);
        Flow.Publisher<Integer> publisher = proxy.to(1);
        RecordingSubscriber<Integer> open = RecordingSubscriber.of(publisher, 3);
        open.awaitItems(3);
        CountedPublisher<Integer> mine = new CountedPublisher<>(1000, i -> i, null);
        RecordingSubscriber<Integer> relayed = RecordingSubscriber.of(
                other.service(Remote.class).proxy("n", Numbers.class).to(5), 2);
        CountedPublisher<?> served = SOURCE.last();
        relayed.awaitItems(2);
        assertThat(mine.emitted).hasValue(0);

        other.close();

        assertThat(open.awaitEnd()).isInstanceOfAny(UnavailableException.class, UncertainException.class);
        assertThat(open.items).containsExactly(0, 1, 2);
        assertThat(relayed.awaitEnd()).isInstanceOf(UncertainException.class);
        await().atMost(Nodes.LONG).until(() -> served.cancelled.get() == 1 && theirs.cancelled.get() == 1);
        assertThat(RecordingSubscriber.of(publisher, 1).awaitEnd()).isInstanceOf(UnavailableException.class);
    }

    @Test
    void moreStreamsThanMayBeAreRefusedOnEitherSide() {
        RemoteLimits few = RemoteLimits.DEFAULT
                .streamsPerPeer(3)
                .streamsPerNode(4)
                .streamItems(16)
                .streamBytes(1024);
        Remote strict = NODES.start("strict", SessionConfig.DEFAULT, few).service(Remote.class);
        strict.export("strict", Numbers.class, new Source());
        Flow.Publisher<Integer> served = here.proxy("strict", Numbers.class).to(10);
        Flow.Publisher<Integer> opened = strict.proxy("n", Numbers.class).to(10);
        List<RecordingSubscriber<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(RecordingSubscriber.of(served, 1));
            all.add(RecordingSubscriber.of(opened, 1));
        }
        all.forEach(one -> one.awaitItems(1));

        assertThat(RecordingSubscriber.of(served, 1).awaitEnd())
                .isInstanceOf(OverloadedException.class)
                .hasMessageContaining("limits.streamsPerPeer");
        assertThat(RecordingSubscriber.of(opened, 1).awaitEnd())
                .isInstanceOf(OverloadedException.class)
                .hasMessageContaining("limits.streamsPerPeer");
        assertThat(strict.counters()).containsEntry("streams.refused.overloaded", 1L);
        Flow.Publisher<Integer> local = strict.proxy("strict", Numbers.class).to(10);
        RecordingSubscriber<Integer> fourth = RecordingSubscriber.of(local, 1);
        fourth.awaitItems(1);
        assertThat(RecordingSubscriber.of(local, 1).awaitEnd())
                .isInstanceOf(OverloadedException.class)
                .hasMessageContaining("limits.streamsPerNode");

        all.forEach(one -> one.subscription().cancel());
        await().atMost(Nodes.LONG).until(() -> {
            RecordingSubscriber<Integer> next = RecordingSubscriber.of(served, 10);
            return next.awaitEnd() == null;
        });
    }

    @Tag("slow")
    @Test
    void streamsGoOnWhileLinksAreCut() {
        RecordingSubscriber<Integer> all = new RecordingSubscriber<>(1) {
            @Override
            public void onNext(Integer item) {
                super.onNext(item);
                request(1);
            }
        };
        numbers(false).to(3000).subscribe(all);
        for (int i = 0; i < 10; i++) {
            all.awaitItems(300 * i);
            NODES.network.change(n -> n.cut("here", "there"));
        }
        assertThat(all.awaitEnd()).isNull();
        assertThat(all.items).isEqualTo(upTo(3000));
    }

    @Tag("slow")
    @Test
    void aPublisherThatNobodyHoldsIsReleased() {
        WeakReference<CountedPublisher<?>> forgotten = forgotten();
        await().atMost(Nodes.LONG).pollInterval(Duration.ofMillis(200)).until(() -> {
            System.gc();
            return forgotten.get() == null;
        });
    }

    private static WeakReference<CountedPublisher<?>> forgotten() {
        numbers(false).to(5);
        WeakReference<CountedPublisher<?>> last = new WeakReference<>(SOURCE.last());
        SOURCE.given.clear();
        return last;
    }
}
