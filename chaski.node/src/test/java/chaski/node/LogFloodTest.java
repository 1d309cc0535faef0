package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.Limits;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.protocol.ProtocolNode;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import chaski.api.transport.LinkHandler;
import chaski.api.transport.Transport;
import chaski.node.context.EventLog;
import chaski.testkit.LogLines;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** FAULTS S5 to S7: however many links strangers open, a node logs a few lines a minute, and accepts a new peer. */
class LogFloodTest {

    private static final Endpoint WHERE = Endpoint.parse("mem://b:1");
    private static final int MAX_LINES = 150;

    private final Simulation world = new Simulation(7);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final LogLines log = LogLines.of(EventLog.class.getName());
    private final Talker node = start("b", 1, builder -> builder.listen(WHERE.toString()));

    LogFloodTest() {
        node.node.watch(new EventLog("b", ProtocolNode.of(node.node).environment()::nanoTime));
    }

    private Talker start(String host, long id, Consumer<Node.Builder> configured) {
        return new Talker(network, host, List.of(network.transport(host)), builder -> {
            builder.id(new NodeId(new UUID(0, id))).limits(Limits.DEFAULT);
            configured.accept(builder);
        });
    }

    @AfterEach
    void close() {
        log.close();
    }

    /** Loopback, which no other limit restricts; one address; and many addresses. */
    @Test
    void silentLinks() {
        for (int i = 0; i < 10_000; i++) {
            dial(host(i), new byte[0], false);
            world.run(Duration.ofMillis(1));
        }
        world.run(Duration.ofSeconds(20));

        assertQuiet(9_900);
    }

    @Test
    void linksThatAreClosedAtOnce() {
        for (int i = 0; i < 10_000; i++) {
            dial(host(i), new byte[0], true);
            world.run(Duration.ofMillis(1));
        }
        world.run(Duration.ofSeconds(20));

        assertQuiet(0);
    }

    @Test
    void anotherProtocol() {
        byte[] request = "GET / HTTP/1.1\r\nHost: b:1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 2_000; i++) {
            dial(host(i), request, true);
            world.run(Duration.ofMillis(5));
        }
        world.run(Duration.ofSeconds(20));

        assertQuiet(1_900);
    }

    private void assertQuiet(int leastRefusals) {
        List<NodeEvent.Refused> events = node.raised(NodeEvent.Refused.class);
        assertThat(refusals()).isGreaterThanOrEqualTo(leastRefusals);
        assertThat(events.size() + log.lines().size()).isLessThan(MAX_LINES);
        Talker newcomer = start("good", 2, builder -> builder.join(WHERE.toString()));
        world.await(
                "a newcomer is taken", () -> newcomer.node.peer(node.node.id()).isPresent(), Duration.ofSeconds(5));
        int before = node.raised(NodeEvent.Refused.class).size();
        world.run(Duration.ofMinutes(1));
        dial("127.0.0.1", new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, true);
        world.run(Duration.ofSeconds(1));
        assertThat(node.raised(NodeEvent.Refused.class)).hasSizeGreaterThan(before);
        if (leastRefusals > 0) {
            assertThat(node.raised(NodeEvent.Refused.class))
                    .as("how many were left out is said")
                    .anyMatch(event -> event.reason().contains("refusals that were not reported before"));
        }
    }

    /** A third each: loopback, one address, a different address each time. */
    private static String host(int i) {
        return switch (i % 3) {
            case 0 -> "127.0.0.1";
            case 1 -> "stranger";
            default -> "stranger-" + i;
        };
    }

    private long refusals() {
        return node.node.counters().entrySet().stream()
                .filter(counter -> counter.getKey().startsWith("refused."))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Opens a link, sends bytes on it, and closes or abandons it. */
    private void dial(String host, byte[] bytes, boolean closes) {
        Transport transport = network.transport(host);
        transport.connect(WHERE, ConnectOptions.DEFAULT).thenAccept(link -> {
            link.start(new Bytes(link, bytes, closes));
            link.requestWrite();
        });
    }

    private record Bytes(Link link, byte[] bytes, boolean closes) implements LinkHandler {

        @Override
        public void onWritable() {
            if (bytes.length > 0) {
                link.write(new ByteBuffer[] {ByteBuffer.wrap(bytes)}, 1);
            }
            if (closes) {
                link.closeAfterWrites();
            }
        }

        @Override
        public void onBytes(ByteBuffer received) {
            received.position(received.limit());
        }

        @Override
        public void onReadComplete() {
            // The node's answers are ignored.
        }

        @Override
        public void onReleased(long totalBytes) {
            // No line is logged twice.
        }

        @Override
        public void onClosed(Throwable cause) {
            // It may be refused.
        }
    }
}
