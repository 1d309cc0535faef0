package chaski.itest.scenario;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;

/**
 * A subscriber is killed and restarted on its endpoint, with another id, since ids are random: the publisher that
 * joined the endpoint soon sends to it.
 */
final class RestartedSubscriber {

    private static final int PER_SECOND = 100;
    /** Generous: the target is 3 s. */
    private static final Duration LIMIT = Duration.ofSeconds(6);

    private RestartedSubscriber() {}

    static void run(ScenarioContext context) throws Exception {
        String endpoint = "tcp://127.0.0.1:" + freePort();
        Node publishing = context.start(Chaski.node().name("publisher").join(endpoint));
        Publisher<String> publisher =
                publishing.service(Streamer.class).publisher(PeerProgram.Topics.NUMBERS, String.class);
        PeerProcess before = context.process("subscriber", "-", endpoint);
        new PacedPublisher(context, publisher, PublishMode.PUBLISH, PER_SECOND);
        before.await("FIRST");
        before.kill();

        PeerProcess after = context.process("subscriber", "-", endpoint);
        context.expect(!after.await("READY").equals(before.await("READY")), "another id");
        after.await("FIRST");
        Duration took = Duration.ofNanos(Math.max(0, after.readNs("FIRST") - after.readNs("READY")));
        context.figure("first message after the restarted process was ready", took);
        context.expect(took.compareTo(LIMIT) < 0, "the first message within " + LIMIT);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
