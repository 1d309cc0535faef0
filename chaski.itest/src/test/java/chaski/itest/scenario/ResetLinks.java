package chaski.itest.scenario;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * The TCP connection of a session is reset again and again, at any point of a record, while a publisher sends as fast
 * as it can. The session resumes at the exact position each time. {@code -Dchaski.resets=1000} does it more often.
 */
final class ResetLinks {

    static final int RESETS = Integer.getInteger("chaski.resets", 50);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TOPIC = "scenario.reset-links";

    /** Larger than one write of a link, so that most resets occur in the middle of a record. */
    private static final int BYTES = 40_000;

    private static final int PROGRESS = 5;

    private ResetLinks() {}

    static void run(ScenarioContext context) throws Exception {
        int behind = freePort();
        TcpRelay relay = TcpRelay.start(0, behind);
        context.atEnd(() -> close(relay));
        String front = "tcp://127.0.0.1:" + relay.port();
        Node publishing = context.start(Chaski.node()
                .name("publisher")
                .listen("tcp://127.0.0.1:" + behind)
                .advertise(front));
        SequenceCheck check = new SequenceCheck();
        Node subscribing = context.start(Chaski.node().name("subscriber").join(front));
        subscribing.service(Streamer.class).subscribe(TOPIC, byte[].class, check::accept);
        Publisher<byte[]> publisher = publishing.service(Streamer.class).publisher(TOPIC, byte[].class);
        context.expect(publisher.awaitSubscribers(1, PATIENCE), "the publisher sees the subscription");
        Flood flood = new Flood(context, publisher);

        Random random = new Random(1);
        long[] gapsNs = new long[RESETS];
        for (int i = 0; i < RESETS; i++) {
            context.until("a link", PATIENCE, () -> relay.resetOne(random));
            long resetNs = System.nanoTime();
            long target = check.count() + PROGRESS;
            context.until("the stream continues", PATIENCE, () -> check.count() >= target);
            gapsNs[i] = System.nanoTime() - resetNs;
        }

        long published = context.within(PATIENCE, "publisher stopped after", flood.stop());
        context.until("all arrive", PATIENCE, () -> check.count() >= published);
        context.expect(check.count() == published, published + " messages, got " + check.count());
        check.assertExact();
        context.expect(publisher.statistics().lost() == 0, "nothing is lost");
        Arrays.sort(gapsNs);
        context.figure("resets", RESETS);
        context.figure("messages", published);
        context.figure("goes on after (median)", Duration.ofNanos(gapsNs[RESETS / 2]));
        context.figure("(99 of 100)", Duration.ofNanos(gapsNs[RESETS * 99 / 100]));
        context.figure(
                "resumed inside a record",
                publishing.counters().getOrDefault("sessions.resumedInsideRecord", 0L)
                        + subscribing.counters().getOrDefault("sessions.resumedInsideRecord", 0L));
    }

    /** Publishes as fast as possible until it is stopped. */
    private static final class Flood {

        private volatile boolean stopped;
        private final CompletableFuture<Long> published;

        Flood(ScenarioContext context, Publisher<byte[]> publisher) {
            context.atEnd(this::stop);
            published = context.start("flood", () -> {
                byte[] message = new byte[BYTES];
                long count = 0;
                for (; !stopped; count++) {
                    publisher.publish(message);
                }
                return count;
            });
        }

        CompletableFuture<Long> stop() {
            stopped = true;
            return published;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void close(TcpRelay relay) {
        try {
            relay.close();
        } catch (IOException e) {
            // The connection is closed.
        }
    }
}
