package chaski.streamer.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.streamer.Origin;
import chaski.streamer.waiting.Nanos;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Many threads at one queue: no message is lost, duplicated or left, whenever threads begin and end. */
class MailboxTest {

    private static final int EACH = 20_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Mailbox mailbox = new Mailbox(TopicPattern.of("t"), 1 << 20, false);
    private final AtomicLong refunded = new AtomicLong();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static Delivery delivery(long publisher, long sequence) {
        PublisherDescriptor source =
                new PublisherDescriptor(Topic.of("t"), new Origin(new NodeId(new UUID(0, 1)), 1, publisher), "text");
        return new Delivery(source, sequence, 0, Map.of(), new byte[0], 128);
    }

    private Callable<Void> puttingOneByOne(long publisher) {
        CreditRefund refund = refunded::addAndGet;
        return () -> {
            for (int i = 1; i <= EACH; i++) {
                mailbox.put(delivery(publisher, i), refund);
                mailbox.runInline();
            }
            return null;
        };
    }

    private Callable<Void> puttingBatches(long publisher) {
        CreditRefund refund = refunded::addAndGet;
        return () -> {
            int sequence = 0;
            while (sequence < EACH) {
                Batch batch = new Batch(refund);
                for (int i = 0; i <= sequence % 70 && sequence < EACH; i++) {
                    batch.add(delivery(publisher, ++sequence));
                }
                mailbox.put(batch);
                mailbox.runInline();
            }
            return null;
        };
    }

    private Callable<List<Delivery>> taking() {
        return () -> {
            List<Delivery> got = new ArrayList<>();
            Delivery next = mailbox.take(Nanos.FOREVER, () -> false);
            while (next != null) {
                got.add(next);
                next = mailbox.take(Nanos.FOREVER, () -> false);
            }
            return got;
        };
    }

    @RepeatedTest(5)
    void oneTakerGetsEverythingInTheOrderOfEachPublisher() throws Exception {
        Future<List<Delivery>> taker = threads.submit(taking());
        threads.invokeAll(List.of(puttingOneByOne(1), puttingBatches(2), puttingBatches(3)));

        mailbox.termination().drain(null);
        mailbox.sendersStopped();

        List<Delivery> got = taker.get(60, TimeUnit.SECONDS);
        assertThat(got).hasSize(3 * EACH);
        for (long publisher = 1; publisher <= 3; publisher++) {
            long number = publisher;
            assertThat(got.stream()
                            .filter(d -> d.origin().publisher() == number)
                            .map(Delivery::sequence))
                    .hasSize(EACH)
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
        assertThat(refunded).hasValue(3L * EACH * 128);
    }

    @RepeatedTest(5)
    void severalTakersShareEverythingAndAllEnd() throws Exception {
        List<Future<List<Delivery>>> takers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            takers.add(threads.submit(taking()));
        }
        threads.invokeAll(List.of(puttingOneByOne(1), puttingBatches(2)));

        mailbox.termination().drain(null);
        mailbox.sendersStopped();

        int count = 0;
        for (Future<List<Delivery>> taker : takers) {
            count += taker.get(60, TimeUnit.SECONDS).size();
        }
        assertThat(count).isEqualTo(2 * EACH);
        assertThat(refunded).hasValue(2L * EACH * 128);
        assertThat(mailbox.isOver()).isTrue();
    }

    @RepeatedTest(20)
    void closingAtAnyTimeGivesEveryRoomBack() throws Exception {
        Future<List<Delivery>> taker = threads.submit(taking());
        Future<Void> one = threads.submit(puttingOneByOne(1));
        Future<Void> two = threads.submit(puttingBatches(2));
        await().until(() -> mailbox.takenCount() > 100);

        mailbox.close();
        mailbox.discard();

        one.get(60, TimeUnit.SECONDS);
        two.get(60, TimeUnit.SECONDS);
        int taken = taker.get(60, TimeUnit.SECONDS).size();
        assertThat(refunded).hasValue(2L * EACH * 128);
        var statistics = mailbox.statistics(0);
        assertThat(statistics.delivered()).isEqualTo(2 * EACH);
        assertThat(statistics.taken()).isEqualTo(taken);
        assertThat(statistics.discarded()).isEqualTo(2 * EACH - taken);
        assertThat(mailbox.poll()).isNull();
    }

    @RepeatedTest(5)
    void anInlineTaskRunsOnOneThreadAtATimeAndLeavesNothing() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        AtomicInteger handled = new AtomicInteger();
        mailbox.inline(() -> {
            overlaps.addAndGet(inside.getAndIncrement());
            while (mailbox.poll() != null) {
                handled.incrementAndGet();
            }
            inside.decrementAndGet();
        });

        for (Future<Void> done :
                threads.invokeAll(List.of(puttingOneByOne(1), puttingOneByOne(2), puttingBatches(3)))) {
            done.get();
        }

        assertThat(handled).hasValue(3 * EACH);
        assertThat(overlaps).hasValue(0);
    }

    @Test
    void theLastPeerThatSendsNoMoreEndsDraining() throws Exception {
        endsDrainingWith(mailbox::sendersStopped, mailbox::endAssembly);
    }

    @Test
    void aLargeMessageThatDoesNotComeEndsDrainingIfItIsWaitedForLast() throws Exception {
        endsDrainingWith(mailbox::endAssembly, mailbox::sendersStopped);
    }

    private void endsDrainingWith(Runnable last, Runnable before) throws Exception {
        AtomicInteger stopped = new AtomicInteger();
        mailbox.onTerminationProgress(stopped::incrementAndGet);
        mailbox.beginAssembly();
        mailbox.termination().drain(null);
        Future<List<Delivery>> taker = threads.submit(taking());
        await().until(mailbox::isAwaited);
        before.run();
        assertThat(mailbox.isOver()).isFalse();
        assertThat(stopped).hasValue(0);

        last.run();

        assertThat(taker.get(30, TimeUnit.SECONDS)).isEmpty();
        assertThat(mailbox.isOver()).isTrue();
        assertThat(stopped.get()).isPositive();
    }

    @Test
    void aTakerWithLimitedTimeComesBackWithNothing() throws Exception {
        assertThat(mailbox.take(0, () -> false)).isNull();
        assertThat(mailbox.take(Duration.ofMillis(1).toNanos(), () -> false)).isNull();
        assertThat(mailbox.take(Nanos.FOREVER, () -> true)).isNull();
    }
}
