package chaski.itest.soak;

import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import chaski.itest.scenario.SequenceCheck;
import chaski.itest.soak.SoakPlan.SoakTopic;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Subscribes again and again, and closes or drains the subscription after a while: with a handler, by taking messages,
 * or without taking any, so that publishers wait until it is closed.
 */
final class SubscriptionChurn {

    private static final Duration DRAIN = Duration.ofSeconds(60);
    private static final int LONGEST_MS = 2_000;

    private final String node;
    private final Streamer streamer;
    private final Random random;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private volatile long opened;

    SubscriptionChurn(String node, Streamer streamer, Random random) {
        this.node = node;
        this.streamer = streamer;
        this.random = random;
        this.thread = new Thread(this::run, "churn " + node);
        thread.setDaemon(true);
    }

    void begin() {
        thread.start();
    }

    void stop() {
        stopped.countDown();
    }

    private void run() {
        try {
            while (stopped.getCount() > 0) {
                opened++;
                SoakTopic topic = SoakPlan.TOPICS.get(random.nextInt(SoakPlan.TOPICS.size()));
                String pattern = random.nextInt(4) == 0 ? "soak.*" : topic.name();
                SubscriptionOptions options = SubscriptionOptions.DEFAULT.queueBytes(topic.queueBytes());
                SequenceCheck check = new SequenceCheck();
                switch (random.nextInt(3)) {
                    case 0 -> end(streamer.subscribe(pattern, String.class, options, check::accept), check);
                    case 1 -> endTaking(streamer.subscribe(pattern, String.class, options), check);
                    default -> endIgnored(streamer.subscribe(pattern, String.class, options));
                }
            }
        } catch (InterruptedException | RuntimeException | AssertionError e) {
            SoakMember.wrong("churn at " + node + ": " + e);
        }
    }

    private void end(Subscription<String> subscription, SequenceCheck check) throws InterruptedException {
        pause();
        if (random.nextBoolean()) {
            subscription.close();
        } else {
            subscription.drain();
        }
        if (!subscription.awaitClosed(DRAIN)) {
            throw new AssertionError("a handler did not end within " + DRAIN);
        }
        check.assertExact();
    }

    private void endTaking(Subscription<String> subscription, SequenceCheck check) {
        for (int i = random.nextInt(100); i > 0; i--) {
            subscription.next(Duration.ofMillis(20)).ifPresent(check::accept);
        }
        subscription.drain();
        long beginNs = System.nanoTime();
        while (!subscription.isClosed()) {
            subscription.next(Duration.ofMillis(100)).ifPresent(check::accept);
            if (System.nanoTime() - beginNs > DRAIN.toNanos()) {
                throw new AssertionError("not drained within " + DRAIN + ": " + subscription.statistics());
            }
        }
        check.assertExact();
    }

    private void endIgnored(Subscription<String> subscription) throws InterruptedException {
        pause();
        subscription.close();
    }

    private void pause() throws InterruptedException {
        stopped.await(random.nextInt(LONGEST_MS), TimeUnit.MILLISECONDS);
    }

    void awaitStopped(Duration limit) {
        try {
            thread.join(limit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new AssertionError("churn at " + node + " does not end");
        }
    }

    long opened() {
        return opened;
    }
}
