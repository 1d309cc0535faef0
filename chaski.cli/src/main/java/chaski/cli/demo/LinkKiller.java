package chaski.cli.demo;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Kills one link after the other, until it is closed. */
final class LinkKiller implements AutoCloseable {

    private final List<Relay> relays;
    private final RandomGenerator random;
    private final Duration interval;
    private final AtomicLong killed = new AtomicLong();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "link-killer");

    private LinkKiller(List<Relay> relays, Duration interval, RandomGenerator random) {
        this.relays = relays;
        this.interval = interval;
        this.random = random;
    }

    /**
     * Begins to kill.
     *
     * @param relays whose connections
     * @param interval how often, on average
     * @param random which connection and when
     */
    static LinkKiller start(List<Relay> relays, Duration interval, RandomGenerator random) {
        LinkKiller killer = new LinkKiller(relays, interval, random);
        killer.thread.setDaemon(true);
        killer.thread.start();
        return killer;
    }

    /** {@return how many links were killed so far} */
    long killed() {
        return killed.get();
    }

    /** Ends; returns when no link is killed any more. */
    @Override
    public void close() {
        end.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!end.await(random.nextLong(2 * interval.toMillis()) + 1, TimeUnit.MILLISECONDS)) {
                if (relays.get(random.nextInt(relays.size())).reset(random)) {
                    killed.incrementAndGet();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
