package chaski.itest.scenario;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * A node that publishes 1,000 messages a second to a healthy peer while it is attacked. Under every attack, six
 * invariants hold: the healthy pair continues; its stream is exact; memory and descriptors return to their previous
 * levels; refusals are counted and logged, in a bounded number of lines; and no error escapes.
 */
final class AttackedNode {

    /** Attacks; returns when the attack has ended. */
    @FunctionalInterface
    interface Attack {
        void run(int port) throws Exception;
    }

    private static final int PER_SECOND = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Generous: the aim is two seconds, and the machine may be busy. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(8);

    private static final int MOST_LINES = 150;
    private static final long MORE_HEAP_BYTES = 16 << 20;
    private static final long MORE_DESCRIPTORS = 8;

    private final ScenarioContext context;
    private final boolean refuses;
    private final AtomicInteger lines = new AtomicInteger();
    private final AtomicInteger errors = new AtomicInteger();

    /** A strong reference, otherwise the level and the handler would be collected. */
    private final Logger logger = Logger.getLogger("chaski");

    private final Handler counting = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.incrementAndGet();
            if (line.getThrown() instanceof Error) {
                errors.incrementAndGet();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private AttackedNode(ScenarioContext context, boolean refuses) {
        this.context = context;
        this.refuses = refuses;
    }

    /** Attacks a node, which has to refuse something and to report it. */
    static void refuses(ScenarioContext context, Attack attack) throws Exception {
        new AttackedNode(context, true).run(attack);
    }

    /** Attacks a node with traffic that it does not have to refuse. */
    static void bears(ScenarioContext context, Attack attack) throws Exception {
        new AttackedNode(context, false).run(attack);
    }

    private void run(Attack attack) throws Exception {
        Node victim = context.listening("victim");
        int port = victim.endpoints().get(0).port();
        SequenceCheck check = new SequenceCheck();
        context.joining("friend", victim)
                .service(Streamer.class)
                .subscribe(PeerProgram.Topics.NUMBERS, String.class, check::accept);
        Publisher<String> publisher =
                victim.service(Streamer.class).publisher(PeerProgram.Topics.NUMBERS, String.class);
        context.expect(publisher.awaitSubscribers(1, PATIENCE), "the healthy pair is there");
        PacedPublisher paced = new PacedPublisher(context, publisher, PublishMode.PUBLISH, PER_SECOND);
        context.until("the stream flows", PATIENCE, () -> check.count() > PER_SECOND);
        long heapBefore = liveHeap();
        long descriptorsBefore = descriptors();
        logger.addHandler(counting);
        context.atEnd(() -> logger.removeHandler(counting));

        check.measure();
        attack.run(port);
        Duration gap = check.longestGap();
        int logged = lines.get();
        admit(victim);

        context.figure("longest gap of the healthy pair", gap);
        context.expect(gap.compareTo(LONGEST_GAP) < 0, "no gap of " + LONGEST_GAP + ", got " + gap);
        long published = context.within(PATIENCE, "publisher stopped after", paced.stop());
        context.until("the friend gets all", PATIENCE, () -> check.count() >= published);
        context.expect(check.count() == published, published + " messages, got " + check.count());
        check.assertExact();
        context.figure("lines logged", logged);
        context.expect(logged < MOST_LINES, "fewer than " + MOST_LINES + " lines, got " + logged);
        context.expect(errors.get() == 0, "no error, got " + errors);
        context.expect(logged > 0 || !refuses, "a line for what is refused");
        context.expect(isCounted(victim) || !refuses, "refusals are counted, got " + victim.counters());
        context.until("memory is as before", PATIENCE, () -> liveHeap() <= heapBefore + MORE_HEAP_BYTES);
        context.until(
                "descriptors are as before", PATIENCE, () -> descriptors() <= descriptorsBefore + MORE_DESCRIPTORS);
    }

    private static boolean isCounted(Node victim) {
        return victim.counters().entrySet().stream()
                .anyMatch(count -> count.getKey().startsWith("refused.") && count.getValue() > 0);
    }

    /** A new peer is served right after the attack. */
    private void admit(Node victim) throws Exception {
        long beginNs = System.nanoTime();
        Node newcomer = Chaski.node()
                .name("newcomer")
                .join(victim.endpoints().get(0).toString())
                .start();
        try {
            context.until(
                    "a newcomer is admitted", PATIENCE, () -> !newcomer.peers().isEmpty());
            context.figure("newcomer admitted after", Duration.ofNanos(System.nanoTime() - beginNs));
        } finally {
            newcomer.close();
        }
    }

    private static long liveHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }
}
