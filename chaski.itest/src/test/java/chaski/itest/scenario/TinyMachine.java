package chaski.itest.scenario;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.streamer.Message;
import chaski.api.streamer.Streamer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A publisher in a process that has little memory, few descriptors or a full disk is slower and reports it; it loses and repeats nothing, and recovers.
 */
final class TinyMachine {

    private static final Duration PATIENCE = Duration.ofSeconds(50);
    private static final List<String> LITTLE_MEMORY = List.of("-Xmx64m", "-XX:MaxDirectMemorySize=32m");
    /** Of which each jar of the class path needs one. */
    private static final int DESCRIPTORS = 72;

    private static final int SOME_OF_THEM = 20;

    private TinyMachine() {}

    /** A node with a subscription that takes a given time for each message. */
    private static final class Subscriber {

        private final Node node;
        private final SequenceCheck check = new SequenceCheck();
        private final long pauseNs;

        Subscriber(ScenarioContext context, String endpoint, Duration pause) {
            pauseNs = pause.toNanos();
            node = context.start(Chaski.node().join(endpoint));
            node.service(Streamer.class).subscribe(TinyProgram.TOPIC, byte[].class, this::accept);
        }

        private void accept(Message<byte[]> message) {
            check.accept(message);
            LockSupport.parkNanos(pauseNs);
        }

        boolean isPaired() {
            return !node.peers().isEmpty();
        }
    }

    private static PeerProcess publisher(
            ScenarioContext context,
            List<String> prefix,
            List<String> options,
            int subscribers,
            int messages,
            int bytes)
            throws IOException {
        PeerProcess process = PeerProcess.start(
                prefix,
                options,
                TinyProgram.class,
                Integer.toString(subscribers),
                Integer.toString(messages),
                Integer.toString(bytes));
        context.atEnd(process::kill);
        return process;
    }

    private static void awaitAll(ScenarioContext context, List<Subscriber> subscribers, long messages) {
        for (Subscriber subscriber : subscribers) {
            context.until("all arrive", PATIENCE, () -> subscriber.check.count() >= messages);
            context.expect(subscriber.check.count() == messages, messages + ", got " + subscriber.check.count());
            subscriber.check.assertExact();
        }
    }

    /** A stream as fast as possible. */
    static void stream(ScenarioContext context) throws Exception {
        int messages = 100_000;
        PeerProcess publisher = publisher(context, List.of(), LITTLE_MEMORY, 1, messages, 1_000);
        Subscriber subscriber = new Subscriber(context, publisher.await("READY"), Duration.ZERO);

        context.figure("acknowledged", Long.parseLong(publisher.await("PUBLISHED", PATIENCE)));
        awaitAll(context, List.of(subscriber), messages);
    }

    /** Many slow subscribers whose logs do not fit into memory together. */
    static void slowSubscribers(ScenarioContext context) throws Exception {
        int count = 64;
        int messages = 60;
        PeerProcess publisher = publisher(context, List.of(), LITTLE_MEMORY, count, messages, 60_000);
        String endpoint = publisher.await("READY");
        List<Subscriber> subscribers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            subscribers.add(new Subscriber(context, endpoint, Duration.ofMillis(5)));
        }

        long acknowledged = Long.parseLong(publisher.await("PUBLISHED", PATIENCE));
        context.expect(acknowledged == count * messages, count * messages + " acknowledged, got " + acknowledged);
        awaitAll(context, subscribers, messages);
        context.expect(has(publisher, "no direct memory left"), "the publisher reports it");
        context.expect(!has(publisher, "OutOfMemoryError"), "nothing fails for want of memory");
    }

    private static boolean has(PeerProcess process, String text) {
        return process.errors().stream().anyMatch(line -> line.contains(text));
    }

    /**
     * When connections have used up all descriptors, the existing ones continue, and new ones are accepted when some
     * are free again.
     */
    static void descriptors(ScenarioContext context) throws Exception {
        List<String> limit = List.of("/bin/sh", "-c", "ulimit -n " + DESCRIPTORS + "; exec \"$@\"", "sh");
        PeerProcess publisher = publisher(context, limit, List.of("-Xmx128m"), 1, 1, 100);
        String endpoint = publisher.await("READY");
        Subscriber first = new Subscriber(context, endpoint, Duration.ZERO);
        publisher.await("PUBLISHED", PATIENCE);
        List<Subscriber> crowd = new ArrayList<>();
        for (int i = 0; i < DESCRIPTORS; i++) {
            crowd.add(new Subscriber(context, endpoint, Duration.ZERO));
        }
        context.until("some are taken", PATIENCE, () -> paired(crowd) >= SOME_OF_THEM);
        for (int i = 0; i < 200; i++) {
            publisher.send("");
        }
        context.until("the stream continues", PATIENCE, () -> first.check.count() >= 201);
        context.figure("of the crowd were paired", paired(crowd));
        crowd.forEach(subscriber -> subscriber.node.closeAsync());

        Subscriber newcomer = new Subscriber(context, endpoint, Duration.ZERO);
        context.until("a newcomer is served", PATIENCE, () -> {
            publisher.send("");
            return newcomer.check.count() > 0;
        });
        first.check.assertExact();
        newcomer.check.assertExact();
        context.expect(publisher.isAlive(), "the publisher lives");
    }

    private static long paired(List<Subscriber> crowd) {
        return crowd.stream().filter(Subscriber::isPaired).count();
    }

    /** A failing log has no effect. */
    static void disk(ScenarioContext context) throws Exception {
        List<String> full = List.of("/bin/sh", "-c", "exec \"$@\" 2>/dev/full", "sh");
        int messages = 10_000;
        PeerProcess publisher = publisher(context, full, List.of("-Xmx128m"), 2, messages, 100);
        String endpoint = publisher.await("READY");
        // a connection that is accepted and killed causes a log line
        PeerProcess killed = context.process("subscriber", endpoint, "-");
        killed.await("READY");
        killed.kill();
        List<Subscriber> subscribers = List.of(
                new Subscriber(context, endpoint, Duration.ZERO), new Subscriber(context, endpoint, Duration.ZERO));

        publisher.await("PUBLISHED", PATIENCE);
        awaitAll(context, subscribers, messages);
    }
}
