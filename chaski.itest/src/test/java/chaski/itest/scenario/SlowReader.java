package chaski.itest.scenario;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.PublisherOptions;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.SubscriptionOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * A subscriber whose connection accepts hardly anything: its receive buffer is as small as the system allows, and read
 * a few bytes at a time. Messages of a MiB are sent to it and to a healthy subscriber. The publisher's policy cuts the
 * slow one, the healthy one gets everything, and memory stays bounded.
 */
final class SlowReader {

    private static final String TOPIC = "scenario.slow-reader";
    private static final int MESSAGES = 100;
    private static final int BYTES = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration ALLOWED = Duration.ofSeconds(1);
    private static final long QUEUE_BYTES = 4L << 20;

    private SlowReader() {}

    static void run(ScenarioContext context) throws Exception {
        Node publishing = context.listening("publisher");
        CompletableFuture<NodeEvent.SubscriberCut> cut = new CompletableFuture<>();
        publishing.watch(event -> {
            if (event instanceof NodeEvent.SubscriberCut cutting) {
                cut.complete(cutting);
            }
        });
        SequenceCheck check = new SequenceCheck();
        subscribe(context.joining("healthy", publishing), check);
        Trickle trickle = new Trickle(publishing.endpoints().get(0).port());
        context.atEnd(trickle::close);
        Node slow = context.start(Chaski.node().name("slow").join("tcp://127.0.0.1:" + trickle.port()));
        subscribe(slow, new SequenceCheck());
        Publisher<byte[]> publisher = publishing
                .service(Streamer.class)
                .publisher(TOPIC, byte[].class, PublisherOptions.DEFAULT.slowSubscriber(ALLOWED));
        context.expect(publisher.awaitSubscribers(2, PATIENCE), "the publisher sees both subscriptions");

        trickle.slowDown();
        CompletableFuture<Boolean> published = context.start("publisher", () -> {
            for (int i = 0; i < MESSAGES; i++) {
                publisher.publish(new byte[BYTES]);
            }
            return true;
        });
        NodeEvent.SubscriberCut event = context.within(PATIENCE, "cut after", cut);
        context.expect(event.name().equals("slow"), "the slow one is cut, got " + event);
        context.within(PATIENCE, "published after", published);
        context.until("the healthy one gets all", PATIENCE, () -> check.count() == MESSAGES);
        check.assertExact();
    }

    private static void subscribe(Node node, SequenceCheck check) {
        node.service(Streamer.class)
                .subscribe(TOPIC, byte[].class, SubscriptionOptions.DEFAULT.queueBytes(QUEUE_BYTES), check::accept);
    }

    /** Forwards one connection; once it is slowed down, the publisher's bytes are forwarded only a few at a time. */
    private static final class Trickle {

        private static final int BUFFER_BYTES = 128;

        /** The pause after each buffer, when it is slow. */
        private static final long SLOWNESS_NS = 20_000_000L;

        private final ServerSocket listener;
        private final int target;
        private volatile boolean slow;
        private volatile boolean closed;

        Trickle(int target) throws IOException {
            this.target = target;
            this.listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            daemon(this::accept);
        }

        int port() {
            return listener.getLocalPort();
        }

        void slowDown() {
            slow = true;
        }

        void close() {
            closed = true;
            try {
                listener.close();
            } catch (IOException e) {
                // The connection is closed.
            }
        }

        private void accept() {
            while (!closed) {
                try {
                    Socket front = listener.accept();
                    Socket back = new Socket();
                    back.setReceiveBufferSize(BUFFER_BYTES);
                    back.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
                    daemon(() -> forward(front, back, false));
                    daemon(() -> forward(back, front, true));
                } catch (IOException e) {
                    // It was closed, or the publisher was.
                }
            }
        }

        private void forward(Socket from, Socket to, boolean mayBeSlow) {
            byte[] buffer = new byte[BUFFER_BYTES];
            try (from;
                    to) {
                for (int n = from.getInputStream().read(buffer);
                        n >= 0 && !closed;
                        n = from.getInputStream().read(buffer)) {
                    to.getOutputStream().write(buffer, 0, n);
                    if (mayBeSlow && slow) {
                        LockSupport.parkNanos(SLOWNESS_NS);
                    }
                }
            } catch (IOException e) {
                // One end was closed.
            }
        }

        private static void daemon(Runnable task) {
            Thread thread = new Thread(task, "trickle");
            thread.setDaemon(true);
            thread.start();
        }
    }
}
