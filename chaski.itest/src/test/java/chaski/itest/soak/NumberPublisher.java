package chaski.itest.soak;

import chaski.api.streamer.Publisher;
import chaski.itest.soak.SoakPlan.SoakPublisher;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Publishes its name and the numbers 1, 2, 3 …, padded to messages of various sizes, on a separate thread. */
final class NumberPublisher {

    private final SoakPublisher plan;
    private final Publisher<String> publisher;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile long published;
    /** When the publish of the current message began; 0 if there is none. */
    private volatile long beganNs;

    NumberPublisher(SoakPublisher plan, Publisher<String> publisher) {
        this.plan = plan;
        this.publisher = publisher;
        this.thread = new Thread(this::run, "publisher " + plan.name());
        thread.setDaemon(true);
    }

    void awaitSubscribers(Duration limit) {
        if (!publisher.awaitSubscribers(SoakPlan.subscribers(), limit)) {
            throw new AssertionError(plan.name() + ": expected " + SoakPlan.subscribers() + " subscribers, got "
                    + publisher.subscribers());
        }
    }

    void begin() {
        thread.start();
    }

    void stop() {
        stopped = true;
    }

    private void run() {
        Random random = new Random(plan.name().hashCode());
        try {
            while (!stopped) {
                long number = published + 1;
                String text = plan.name() + " " + number + " ";
                int padding = random.nextInt(plan.topic().messageBytes() - text.length());
                // half of them have the maximum size
                String payload = text
                        + "x".repeat(number % 2 == 0 ? padding : plan.topic().messageBytes() - text.length());
                beganNs = System.nanoTime();
                plan.mode().publish(publisher, payload);
                beganNs = 0;
                published = number;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(plan.topic().intervalMs()));
            }
        } catch (InterruptedException | RuntimeException e) {
            SoakMember.wrong(plan.name() + " failed at " + (published + 1) + ": " + e);
        }
    }

    String name() {
        return plan.name();
    }

    /** {@return how long the current message has been waiting} */
    Duration waiting() {
        long began = beganNs;
        return began == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - began);
    }

    void awaitStopped(Duration limit) {
        try {
            thread.join(limit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new AssertionError(plan.name() + " (" + plan.mode() + ") waits to publish number " + (published + 1)
                    + " for " + waiting());
        }
    }

    void settle(Duration limit) {
        if (!publisher.awaitAcknowledged(limit)) {
            throw new AssertionError(plan.name() + ": not every message has its outcome: " + publisher.statistics());
        }
    }

    void report() {
        Publisher.Statistics statistics = publisher.statistics();
        SoakMember.print("SENT " + plan.name() + " " + plan.topic().name() + " " + published);
        // three of the permanent subscribers are peers
        if (statistics.accepted() != published
                || statistics.unmatched() != 0
                || statistics.lost() != 0
                || statistics.acknowledged() < (SoakPlan.subscribers() - 1) * published) {
            SoakMember.wrong(plan.name() + ": published " + published + ", outcomes " + statistics);
        }
    }

    void close() {
        publisher.close();
    }
}
