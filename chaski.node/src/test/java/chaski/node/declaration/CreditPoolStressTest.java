package chaski.node.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One window, two peers, two publishers of the node itself and a consumer, each on its own thread. Every waiter is
 * woken only by its notification, so a lost one makes it wait forever.
 */
@Tag("concurrency")
class CreditPoolStressTest {

    private static final Duration DURATION = Duration.ofSeconds(Integer.getInteger("chaski.stressSeconds", 10));
    private static final long WAIT_SECONDS = 20;
    private static final long WINDOW = 1000;
    private static final long LARGEST = 3000;
    private static final int MOST_STEPS = 30;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        threads.shutdownNow();
        looks.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everybodyIsServedWithinTheWindow(boolean withdrawn) throws Exception {
        long endNs = System.nanoTime() + DURATION.toNanos();
        long seed = Long.getLong("chaski.seed", System.nanoTime());
        System.out.println("CreditPoolStressTest seed " + seed);
        int rounds = 0;
        do {
            new Round(new Random(seed + rounds), withdrawn).run();
            rounds++;
        } while (System.nanoTime() < endNs);
        System.out.println("CreditPoolStressTest rounds " + rounds);
    }

    private static long cost(Random random) {
        return random.nextInt(20) == 0 ? WINDOW + 1 + random.nextInt(1000) : 1 + random.nextInt(400);
    }

    /** A message of a peer that waits to be consumed. */
    private record Arrived(InboundCredit flow, long cost) {}

    private final class Round {

        private final CreditPool pool =
                new CreditPool(WINDOW, LARGEST, look -> looks.schedule(look, 1, TimeUnit.MILLISECONDS));
        private final ConcurrentLinkedQueue<Arrived> arrived = new ConcurrentLinkedQueue<>();
        private final List<Peer> peers = List.of(new Peer(), new Peer());
        private final AtomicInteger peersLeft = new AtomicInteger(peers.size());

        /**
         * A part of what is outstanding at any moment: increased after room was taken, decreased before it is returned.
         */
        private final AtomicLong used = new AtomicLong();

        private final AtomicLong consumed = new AtomicLong();
        private final Random random;

        /** Few: the activity of others would hide that a waiter is not served. */
        private final int steps;

        private final boolean withdraws;
        private volatile boolean withdrawn;

        Round(Random random, boolean withdraws) {
            this.random = random;
            this.steps = 1 + random.nextInt(MOST_STEPS);
            this.withdraws = withdraws;
        }

        void run() throws Exception {
            List<Callable<Void>> tasks = new ArrayList<>();
            peers.forEach(peer -> tasks.add(peer.sending(new Random(random.nextLong()))));
            tasks.add(publishing(new Random(random.nextLong())));
            tasks.add(publishing(new Random(random.nextLong())));
            tasks.add(this::consume);
            if (withdraws) {
                tasks.add(withdrawing(random.nextInt(20_000)));
            }
            for (Future<Void> task : threads.invokeAll(tasks, 3 * WAIT_SECONDS, TimeUnit.SECONDS)) {
                task.get();
            }
            assertThat(used).hasValue(0);
            assertThat(pool.consumedBytes()).isEqualTo(consumed.get());
            if (!withdrawn) {
                assertThat(pool.tryReserve(WINDOW)).as("everything is free").isTrue();
                assertThat(pool.tryReserve(1)).as("no more than everything").isFalse();
            }
        }

        private void use(long cost) {
            boolean bounded = !withdrawn;
            long now = used.addAndGet(cost);
            if (bounded && !withdrawn) {
                assertThat(now <= WINDOW + 2 * LARGEST)
                        .as("%d of %d in use with a message of %d", now, WINDOW, cost)
                        .isTrue();
            }
        }

        private Callable<Void> withdrawing(int spins) {
            return () -> {
                for (int i = 0; i < spins; i++) {
                    Thread.onSpinWait();
                }
                withdrawn = true;
                pool.withdraw();
                peers.forEach(peer -> peer.changed.release());
                return null;
            };
        }

        private Void consume() {
            boolean last;
            do {
                last = peersLeft.get() == 0;
                for (Arrived next = arrived.poll(); next != null; next = arrived.poll()) {
                    used.addAndGet(-next.cost);
                    consumed.addAndGet(next.cost);
                    next.flow.taken(next.cost);
                }
                Thread.yield();
            } while (!last);
            return null;
        }

        private Callable<Void> publishing(Random random) {
            return () -> {
                for (int i = 0; i < steps; i++) {
                    long cost = cost(random);
                    switch (random.nextInt(4)) {
                        case 0 -> tryOnce(cost);
                        case 1 -> waitForCallback(cost);
                        default -> reserve(cost, random);
                    }
                }
                return null;
            };
        }

        private void tryOnce(long cost) {
            if (pool.tryReserve(cost)) {
                use(cost);
                used.addAndGet(-cost);
                consumed.addAndGet(cost);
                pool.consumed(cost);
            } else {
                pool.refused();
            }
        }

        private void waitForCallback(long cost) throws InterruptedException {
            Semaphore called = new Semaphore(0);
            pool.whenReservable(cost, called::release);
            await(called, "a callback");
        }

        private void reserve(long cost, Random random) throws InterruptedException {
            Semaphore served = new Semaphore(0);
            List<Runnable> notified = new ArrayList<>();
            Reservation reservation = pool.reserve(cost, served::release, notified);
            boolean waits = !reservation.isHeld();
            notified.forEach(Runnable::run);
            if (random.nextInt(4) == 0) {
                reservation.cancel();
                reservation.cancel();
                return;
            }
            if (waits) {
                await(served, "a reservation");
            }
            assertThat(reservation.isHeld()).isTrue();
            use(cost);
            used.addAndGet(-cost);
            if (random.nextBoolean()) {
                reservation.cancel();
            } else {
                pool.release(cost);
            }
        }

        private void await(Semaphore event, String what) throws InterruptedException {
            assertThat(event.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS))
                    .as("%s was served", what)
                    .isTrue();
        }

        /** The I/O thread of one session. Returns all its credit on request. */
        private final class Peer implements DeclarationPeer {

            final Semaphore changed = new Semaphore(0);
            private InboundCredit flow = pool.open(this, 1);
            private long received;
            private int answered;

            @Override
            public void declarationsChanged() {}

            @Override
            public void creditChanged(InboundCredit which) {
                changed.release();
            }

            @Override
            public void creditKept(InboundCredit which) {}

            Callable<Void> sending(Random random) {
                return () -> {
                    try {
                        for (int i = 0; i < steps && !withdrawn; i++) {
                            send(cost(random));
                            if (random.nextInt(40) == 0) {
                                reconnect();
                            }
                        }
                        pool.close(flow);
                    } finally {
                        peersLeft.decrementAndGet();
                    }
                    return null;
                };
            }

            private void send(long cost) throws InterruptedException {
                answer();
                boolean reported = false;
                while (!flow.received(cost)) {
                    if (withdrawn) {
                        return;
                    }
                    if (!reported) {
                        pool.blocked(flow, received + cost);
                        reported = true;
                    } else {
                        await(changed, "a blocked peer");
                        answer();
                    }
                }
                received += cost;
                use(cost);
                arrived.add(new Arrived(flow, cost));
            }

            private void answer() {
                int asked = flow.reclaim();
                if (asked != answered) {
                    answered = asked;
                    pool.yielded(flow, asked, flow.unused());
                }
            }

            private void reconnect() {
                pool.close(flow);
                received = 0;
                answered = 0;
                flow = pool.open(this, 1);
            }
        }
    }
}
