package chaski.streamer.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.streamer.Origin;
import chaski.streamer.waiting.Nanos;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A short-lived mailbox, which ends at any moment while messages are added and taken. */
@Tag("concurrency")
class MailboxStressTest {

    private static final Duration DURATION = Duration.ofSeconds(Integer.getInteger("chaski.stressSeconds", 10));
    private static final long WAIT_SECONDS = 20;
    private static final int EACH = 200;
    private static final int COST = 128;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    private enum End {
        CLOSED,
        DRAINED,
        INLINE_CLOSED,
        INLINE_DRAINED;

        boolean isInline() {
            return this == INLINE_CLOSED || this == INLINE_DRAINED;
        }

        boolean isDrained() {
            return this == DRAINED || this == INLINE_DRAINED;
        }
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLostOrRepeatedAndTheTakerEnds(End end) throws Exception {
        long endNs = System.nanoTime() + DURATION.toNanos() / End.values().length;
        long seed = Long.getLong("chaski.seed", System.nanoTime());
        System.out.println("MailboxStressTest " + end + " seed " + seed);
        int rounds = 0;
        do {
            new Round(new Random(seed + rounds), end).run();
            rounds++;
        } while (System.nanoTime() < endNs);
        System.out.println("MailboxStressTest " + end + " rounds " + rounds);
    }

    private static Delivery delivery(long publisher, long sequence) {
        PublisherDescriptor source =
                new PublisherDescriptor(Topic.of("t"), new Origin(new NodeId(new UUID(0, 1)), 1, publisher), "text");
        return new Delivery(source, sequence, 0, Map.of(), new byte[0], COST);
    }

    private final class Round {

        private final Mailbox mailbox = new Mailbox(TopicPattern.of("t"), 1 << 16, false);
        private final AtomicLong refunded = new AtomicLong();
        private final CreditRefund refund = refunded::addAndGet;
        private final AtomicInteger putting = new AtomicInteger(2);
        private final List<Delivery> got = new ArrayList<>();
        private final AtomicBoolean taking = new AtomicBoolean();
        private final Random random;
        private final End end;

        Round(Random random, End end) {
            this.random = random;
            this.end = end;
        }

        void run() throws Exception {
            List<Callable<Void>> tasks = new ArrayList<>(List.of(this::putOneByOne, this::putBatches, ending()));
            if (end.isInline()) {
                mailbox.inline(this::takeAll);
            } else {
                tasks.add(this::takeUntilTheEnd);
            }
            for (Future<Void> task : threads.invokeAll(tasks, WAIT_SECONDS, TimeUnit.SECONDS)) {
                task.get();
            }
            check();
        }

        private void check() {
            assertThat(mailbox.isOver()).isTrue();
            assertThat(refunded).as("credit").hasValue(2L * EACH * COST);
            assertThat(mailbox.statistics(0).discarded()).isEqualTo(2L * EACH - got.size());
            if (end.isDrained()) {
                assertThat(got).hasSize(2 * EACH);
            }
            for (long publisher = 1; publisher <= 2; publisher++) {
                long expected = 1;
                for (Delivery each : got) {
                    if (each.origin().publisher() == publisher) {
                        assertThat(each.sequence()).isEqualTo(expected++);
                    }
                }
            }
        }

        private Void putOneByOne() {
            for (int i = 1; i <= EACH; i++) {
                mailbox.put(delivery(1, i), refund);
                mailbox.runInline();
            }
            lastPut();
            return null;
        }

        private Void putBatches() {
            int sequence = 0;
            while (sequence < EACH) {
                Batch batch = new Batch(refund);
                for (int i = 0; i <= sequence % 7 && sequence < EACH; i++) {
                    batch.add(delivery(2, ++sequence));
                }
                mailbox.put(batch);
                mailbox.runInline();
            }
            lastPut();
            return null;
        }

        private void lastPut() {
            if (putting.decrementAndGet() == 0 && end.isDrained()) {
                mailbox.sendersStopped();
            }
        }

        private Callable<Void> ending() {
            int spins = random.nextInt(30_000);
            if (end.isDrained()) {
                mailbox.termination().drain(null);
                return () -> null;
            }
            return () -> {
                for (int i = 0; i < spins; i++) {
                    Thread.onSpinWait();
                }
                assertThat(mailbox.close()).isTrue();
                mailbox.discard();
                return null;
            };
        }

        private void takeAll() {
            assertThat(taking.compareAndSet(false, true))
                    .as("one thread at a time")
                    .isTrue();
            for (Delivery next = mailbox.poll(); next != null; next = mailbox.poll()) {
                got.add(next);
            }
            taking.set(false);
        }

        private Void takeUntilTheEnd() throws InterruptedException {
            Delivery next = mailbox.take(Nanos.FOREVER, () -> false);
            while (next != null) {
                got.add(next);
                next = mailbox.take(Nanos.FOREVER, () -> false);
            }
            return null;
        }
    }
}
