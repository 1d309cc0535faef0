package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A message passes few classes from {@code publish} to the handler: those that the page of the architecture lists. The list is compared
 * with the stacks of the threads that carry messages over TCP.
 */
final class MessageWalkTest {

    private static final int MOST_CLASSES = 20;
    private static final int LEAST_SAMPLES = 2_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A class that calls others in a larger share of the samples is passed by usual messages. */
    private static final double SHARE = 0.1;

    /** So few messages are under way that the publisher seldom waits. */
    private static final int AHEAD = 500;

    private static final String TOPIC = "walk";

    private static final Pattern LIST = Pattern.compile("A message passes these classes:(.*?)\\.\\s", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w+)`");

    /** What runs the threads that messages come by, with the interface that the test calls. */
    private static final Set<String> AROUND =
            Set.of("EndedThreads", "ReusedThreads", "WallClock", "TcpIoThreads", "TcpEventLoop", "Publisher");

    private final Map<String, Integer> calling = new HashMap<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private int samples;

    @Test
    void messagesPassTheListedClassesAndNoOthers() throws IOException, InterruptedException {
        Set<String> listed = listed();
        assertThat(listed).hasSizeBetween(10, MOST_CLASSES);

        runMessages(() -> {
            long end = System.nanoTime() + LIMIT.toNanos();
            while ((samples < LEAST_SAMPLES || !seen.containsAll(listed)) && System.nanoTime() < end) {
                sample();
            }
        });

        List<String> often = calling.entrySet().stream()
                .filter(type -> type.getValue() > SHARE * samples && !AROUND.contains(type.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        System.out.println("classes that a message passes: " + listed.size() + " " + listed);
        assertThat(seen).containsAll(listed);
        assertThat(listed).containsAll(often);
        assertThat(often).as("what is seen often enough to prove the rest").hasSizeGreaterThan(5);
    }

    private static Set<String> listed() throws IOException {
        String page = Files.readString(Built.ROOT.resolve("docs").resolve("ARCHITECTURE.md"));
        Matcher list = LIST.matcher(page);
        assertThat(list.find()).isTrue();
        Set<String> names = new HashSet<>();
        for (Matcher name = CLASS.matcher(list.group(1)); name.find(); ) {
            names.add(name.group(1));
        }
        return names;
    }

    private void runMessages(Runnable meanwhile) throws InterruptedException {
        AtomicLong received = new AtomicLong();
        CountDownLatch warm = new CountDownLatch(1);
        AtomicBoolean done = new AtomicBoolean();
        try (Node to = Chaski.node().name("to").listen("tcp://127.0.0.1:0").start();
                Node from = Chaski.node()
                        .name("from")
                        .join(to.endpoints().get(0).toString())
                        .start();
                Subscription<byte[]> subscription = to.service(Streamer.class)
                        .subscribe(TOPIC, byte[].class, message -> {
                            if (received.incrementAndGet() == 1_000) {
                                // a handler that returns at once is seldom sampled
                                seen.addAll(types(Thread.currentThread().getStackTrace()));
                                warm.countDown();
                            }
                        });
                Publisher<byte[]> messages = from.service(Streamer.class).publisher(TOPIC, byte[].class)) {
            assertThat(messages.awaitSubscribers(1, Duration.ofSeconds(10))).isTrue();
            Thread caller = new Thread(() -> publish(messages, received, done), "caller");
            caller.start();
            try {
                assertThat(warm.await(20, TimeUnit.SECONDS)).isTrue();
                meanwhile.run();
            } finally {
                done.set(true);
                caller.join();
            }
            assertThat(subscription.isClosed()).isFalse();
        }
    }

    private static void publish(Publisher<byte[]> messages, AtomicLong received, AtomicBoolean done) {
        byte[] payload = new byte[64];
        for (long sent = 0; !done.get(); ) {
            if (sent - received.get() < AHEAD) {
                messages.publish(payload);
                sent++;
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private void sample() {
        samples++;
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (thread != Thread.currentThread() && !thread.getName().contains("-control")) {
                List<String> types = types(stack);
                seen.addAll(types);
                types.stream().skip(1).forEach(type -> calling.merge(type, 1, Integer::sum));
            }
        });
    }

    private static List<String> types(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .map(StackTraceElement::getClassName)
                .filter(name -> name.startsWith("chaski.") && !name.startsWith("chaski.itest."))
                .map(MessageWalkTest::simpleName)
                .distinct()
                .toList();
    }

    private static String simpleName(String name) {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        int nested = simple.indexOf('$');
        return nested < 0 ? simple : simple.substring(0, nested);
    }
}
