package chaski.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.codec.Codec;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeFactory;
import chaski.api.transport.Transport;
import chaski.node.DefaultNodeFactory;
import chaski.testkit.network.LiveNetwork;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.apache.felix.inventory.Format;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ChecksTest {

    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LiveNetwork network = new LiveNetwork(1);
    private final List<Node> running = new ArrayList<>();
    private final CheckedNodes nodes = new CheckedNodes();

    private Node node(String name, Transport transport, String... join) {
        Node.Builder builder = Chaski.node().name(name).listen("mem://" + name + ":1");
        for (String endpoint : join) {
            builder.join(endpoint);
        }
        List<Codec> codecs = List.of();
        List<Transport> transports = transport == null ? List.of() : List.of(transport);
        Node node =
                new DefaultNodeFactory().start(builder.config(), new NodeFactory.Parts(transports, codecs, List.of()));
        running.add(node);
        return node;
    }

    @AfterEach
    void stop() {
        running.forEach(Node::close);
        network.close();
    }

    private static void assertOutcome(HealthCheck check, Result.Status status, String message) {
        Result result = check.execute();
        List<String> messages = new ArrayList<>();
        for (ResultLog.Entry entry : result) {
            messages.add(entry.getMessage());
        }
        assertThat(result.getStatus()).as("%s", messages).isEqualTo(status);
        assertThat(messages).anyMatch(text -> text.contains(message));
    }

    @Test
    void withoutANodeEveryCheckWarns() {
        assertOutcome(new ListeningCheck(nodes), Result.Status.WARN, "no node runs in this framework");
    }

    @Test
    void aNodeWithoutItsTransportNamesTheBundle() {
        Node node = node("a", null);
        nodes.bindNode(node);

        assertOutcome(new ListeningCheck(nodes), Result.Status.CRITICAL, "mem://a:1: install the bundle");
        assertOutcome(new ListeningCheck(nodes), Result.Status.CRITICAL, "chaski.transport.mem");

        Transport transport = network.transport("a");
        nodes.bindTransport(transport);
        assertOutcome(new ListeningCheck(nodes), Result.Status.CRITICAL, "is the port in use?");
        node.addTransport(transport);
        assertOutcome(new ListeningCheck(nodes), Result.Status.OK, "listens on [mem://a:1]");
    }

    @Test
    void aNodeThatHasNotJoinedIsCritical() {
        Node late = node("b", network.transport("b"), "mem://a:1");
        nodes.bindNode(late);
        assertOutcome(new JoinedCheck(nodes), Result.Status.CRITICAL, "node b has joined none of [mem://a:1]");

        Node first = node("a", network.transport("a"));
        await().atMost(PATIENCE).until(() -> late.peer(first.id()).isPresent());

        assertOutcome(new JoinedCheck(nodes), Result.Status.OK, "is linked to 1 of 1 peers");
        nodes.unbindNode(late);
        nodes.bindNode(first);
        assertOutcome(new JoinedCheck(nodes), Result.Status.OK, "node a is linked to 1");
    }

    @Test
    void aStallIsAWarningForTwoMinutes() {
        FakeNode fake = new FakeNode("a", Optional.empty());
        nodes.bindNode(fake.node());
        assertOutcome(stallsAt(NOW), Result.Status.OK, "has no stalled publisher");

        fake.stall(NOW);

        assertOutcome(stallsAt(NOW.plusSeconds(119)), Result.Status.WARN, "publisher of lab.x that waited 5000 ms");
        assertOutcome(stallsAt(NOW.plusSeconds(121)), Result.Status.OK, "has no stalled publisher");
    }

    private StallCheck stallsAt(Instant time) {
        return new StallCheck(nodes, Clock.fixed(time, ZoneOffset.UTC));
    }

    @Test
    void aCertificateIsCheckedAgainstTheClock() {
        nodes.bindNode(new FakeNode("a", Optional.of(NOW)).node());

        assertOutcome(certificatesAt(NOW.minusSeconds(48 * 3600)), Result.Status.OK, "certificate until 2026-12-01");
        assertOutcome(certificatesAt(NOW.minusSeconds(23 * 3600)), Result.Status.WARN, "expires soon");
        assertOutcome(certificatesAt(NOW), Result.Status.CRITICAL, "expired at 2026-12-01T12:00:00Z");
    }

    private CertificateCheck certificatesAt(Instant time) {
        return new CertificateCheck(nodes, Duration.ofHours(24), Clock.fixed(time, ZoneOffset.UTC));
    }

    @Test
    void nodesWithoutAnIdentityHaveNoCertificateToCheck() {
        nodes.bindNode(node("a", network.transport("a")));

        assertOutcome(certificatesAt(NOW), Result.Status.OK, "has no identity");
    }

    @Test
    void theInventoryHasPeersAndCountersInOneLineEach() {
        Node a = node("a", network.transport("a"));
        Node b = node("b", network.transport("b"), "mem://a:1");
        nodes.bindNode(b);
        await().atMost(PATIENCE).until(() -> b.peer(a.id()).isPresent());
        StringWriter text = new StringWriter();

        new NodesPrinter(nodes).print(new PrintWriter(text, true), Format.TEXT, false);

        assertThat(text.toString().lines())
                .anyMatch(line -> line.startsWith("node b, id " + b.id()))
                .anyMatch(line -> line.startsWith("    a, id " + a.id()))
                .anyMatch(line -> line.startsWith("    sessions.begun: "));
    }
}
