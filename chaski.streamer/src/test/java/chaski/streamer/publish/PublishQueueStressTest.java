package chaski.streamer.publish;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.ClosedException;
import chaski.api.streamer.NotPublishedException;
import chaski.api.streamer.Offer;
import chaski.api.streamer.Publisher;
import chaski.streamer.fake.FakeNode;
import chaski.streamer.fake.FakeRoute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One publisher whose route is blocked and freed again and again, with threads that publish and are interrupted, one
 * that offers and waits for {@code whenWritable}, and one that requests receipts. None waits with a deadline, so after
 * a lost wake-up it waits forever.
 */
@Tag("concurrency")
class PublishQueueStressTest {

    private static final Duration DURATION = Duration.ofSeconds(Integer.getInteger("chaski.stressSeconds", 10));
    private static final long WAIT_SECONDS = 20;
    private static final int EACH = 20;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger interrupted = new AtomicInteger();
    private final FakeNode node = new FakeNode();

    @AfterEach
    void stop() {
        threads.shutdownNow();
        node.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noWakeUpIsLost(boolean closes) throws Exception {
        long endNs = System.nanoTime() + DURATION.toNanos();
        long seed = Long.getLong("chaski.seed", System.nanoTime());
        System.out.println("PublishQueueStressTest seed " + seed);
        int rounds = 0;
        do {
            new Round(new Random(seed + rounds), closes).run();
            rounds++;
        } while (System.nanoTime() < endNs);
        System.out.println("PublishQueueStressTest rounds " + rounds + ", interrupted " + interrupted);
    }

    private final class Round {

        private final Publisher<byte[]> publisher = node.streamer().publisher("a", byte[].class);
        private final FakeRoute route =
                node.channel().routes().get(node.channel().routes().size() - 1);
        private final AtomicInteger accepted = new AtomicInteger();
        private final Random random;
        private final boolean closes;
        private final Object interrupting = new Object();

        /** Guarded by {@link #interrupting}. */
        private @Nullable Thread interruptible;

        Round(Random random, boolean closes) {
            this.random = random;
            this.closes = closes;
        }

        void run() throws Exception {
            route.match(1);
            List<Callable<Void>> tasks = new ArrayList<>(List.of(
                    working(this::publish),
                    working(this::publishInterrupted),
                    working(this::offer),
                    working(this::publishAsync),
                    blocking(new Random(random.nextLong()))));
            if (closes) {
                tasks.add(closing(random.nextInt(50_000)));
            }
            for (Future<Void> task : threads.invokeAll(tasks, 3 * WAIT_SECONDS, TimeUnit.SECONDS)) {
                task.get();
            }
            publisher.close();
            assertThat(route.waiting()).as("places in the route").isZero();
            assertThat(route.messages()).hasSize(accepted.get());
            for (int i = 0; i < accepted.get(); i++) {
                assertThat(route.messages().get(i).sequence()).isEqualTo(i + 1);
            }
            assertThat(closes || accepted.get() >= 2 * EACH)
                    .as("all of two publishers went out")
                    .isTrue();
        }

        private Callable<Void> working(Callable<Void> task) {
            return () -> {
                try {
                    return task.call();
                } catch (ClosedException e) {
                    assertThat(closes).isTrue();
                    return null;
                }
            };
        }

        private Void publish() {
            for (int i = 0; i < EACH; i++) {
                publisher.publish(new byte[1]);
                accepted.incrementAndGet();
            }
            return null;
        }

        private Void publishInterrupted() {
            mayInterrupt(Thread.currentThread());
            try {
                for (int i = 0; i < EACH; i++) {
                    publishOrBeInterrupted();
                }
            } finally {
                mayInterrupt(null);
                Thread.interrupted(); // the pool uses the thread again
            }
            return null;
        }

        private void publishOrBeInterrupted() {
            try {
                publisher.publish(new byte[1]);
                accepted.incrementAndGet();
            } catch (NotPublishedException e) {
                assertThat(e.reason()).isEqualTo(NotPublishedException.Reason.INTERRUPTED);
                assertThat(Thread.interrupted()).isTrue();
                interrupted.incrementAndGet();
            }
        }

        private void mayInterrupt(@Nullable Thread thread) {
            synchronized (interrupting) {
                interruptible = thread;
            }
        }

        private void interrupt() {
            synchronized (interrupting) {
                if (interruptible != null) {
                    interruptible.interrupt();
                }
            }
        }

        private Void offer() throws InterruptedException {
            for (int i = 0; i < EACH; i++) {
                Offer offer = publisher.offer(new byte[1]);
                while (offer == Offer.BACKPRESSURED) {
                    Semaphore called = new Semaphore(0);
                    publisher.whenWritable(called::release);
                    assertThat(called.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS))
                            .as("whenWritable called back")
                            .isTrue();
                    offer = publisher.offer(new byte[1]);
                }
                if (offer == Offer.CLOSED) {
                    return null;
                }
                accepted.incrementAndGet();
            }
            return null;
        }

        private Void publishAsync() throws InterruptedException {
            Semaphore failed = new Semaphore(0);
            for (int i = 0; i < EACH; i++) {
                CompletionStage<?> receipt = publisher.publishAsync(new byte[1]);
                receipt.whenComplete((done, failure) -> {
                    if (failure != null) {
                        failed.release();
                    }
                });
                Thread.yield();
            }
            // Accepted messages are only settled at the end of the round; the others must have failed by now.
            int accepting = (int)
                    route.messages().stream().filter(m -> m.receipt() != null).count();
            assertThat(failed.tryAcquire(EACH - accepting, WAIT_SECONDS, TimeUnit.SECONDS))
                    .as("failed receipts were completed")
                    .isTrue();
            accepted.addAndGet(accepting);
            return null;
        }

        private Callable<Void> blocking(Random chance) {
            return () -> {
                int times = chance.nextInt(20); // then it stays free: no later change hides a lost wake-up
                for (int i = 0; i < times; i++) {
                    route.block();
                    spin(chance.nextInt(5_000));
                    if (chance.nextInt(4) == 0) {
                        interrupt();
                    }
                    route.free();
                    spin(chance.nextInt(5_000));
                }
                return null;
            };
        }

        private Callable<Void> closing(int spins) {
            return () -> {
                spin(spins);
                publisher.close();
                return null;
            };
        }

        private void spin(int times) {
            for (int i = 0; i < times; i++) {
                Thread.onSpinWait();
            }
        }
    }
}
