package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How many classes a message passes from {@code publish} to the handler, over TCP, sampled from the stacks of the threads that carry it. */
final class MessageWalkTest {

    private static final int SAMPLES = 3_000;
    /** So few messages are on the way that the publisher never waits for credit. */
    private static final int AHEAD = 500;

    private static final int MOST_CLASSES = 20;
    private static final String TOPIC = "walk";

    @Test
    void aMessagePassesFewClasses() throws InterruptedException {
        Map<String, Integer> seen = new TreeMap<>();
        try (Node subscriber = Chaski.node()
                        .name("subscriber")
                        .listen("tcp://127.0.0.1:0")
                        .start();
                Node publisher = Chaski.node()
                        .name("publisher")
                        .join(subscriber.endpoints().get(0).toString())
                        .start()) {
            AtomicLong received = new AtomicLong();
            CountDownLatch warm = new CountDownLatch(1);
            try (Subscription<byte[]> subscription = subscriber
                            .service(Streamer.class)
                            .subscribe(TOPIC, byte[].class, message -> {
                                if (received.incrementAndGet() == 1_000) {
                                    warm.countDown();
                                }
                            });
                    Publisher<byte[]> messages =
                            publisher.service(Streamer.class).publisher(TOPIC, byte[].class)) {
                assertThat(messages.awaitSubscribers(1, Duration.ofSeconds(10))).isTrue();
                AtomicBoolean sampled = new AtomicBoolean();
                Thread caller = new Thread(
                        () -> {
                            byte[] payload = new byte[64];
                            for (long sent = 0; !sampled.get(); ) {
                                if (sent - received.get() < AHEAD) {
                                    messages.publish(payload);
                                    sent++;
                                } else {
                                    Thread.onSpinWait();
                                }
                            }
                        },
                        "caller");
                caller.start();
                try {
                    assertThat(warm.await(20, TimeUnit.SECONDS)).isTrue();
                    for (int i = 0; i < SAMPLES; i++) {
                        sample(seen);
                    }
                } finally {
                    sampled.set(true);
                    caller.join();
                }
            }
        }

        seen.entrySet().stream()
                .sorted((a, b) -> b.getValue() - a.getValue())
                .forEach(e -> System.out.println(e.getValue() + " " + e.getKey()));
        System.out.println("classes that a message passes: " + seen.size() + " " + seen);
        assertThat(seen).hasSizeBetween(5, MOST_CLASSES);
    }

    private static void sample(Map<String, Integer> seen) {
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (thread != Thread.currentThread() && !thread.getName().contains("-control")) {
                Arrays.stream(stack)
                        .map(frame -> topLevel(frame.getClassName()))
                        .filter(type -> type.startsWith("chaski.") && !type.startsWith("chaski.itest."))
                        .distinct()
                        .skip(1)
                        .forEach(type -> seen.merge(type, 1, Integer::sum));
            }
        });
    }

    private static String topLevel(String name) {
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}
