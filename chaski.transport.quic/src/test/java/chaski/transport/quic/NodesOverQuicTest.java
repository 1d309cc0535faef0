package chaski.transport.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.Endpoint;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.security.Identity;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.transport.Transport;
import chaski.ca.CertificateAuthority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes of a closed network, which only prove identities to each other by QUIC, or by TLS and QUIC in turn. */
@Tag("slow")
class NodesOverQuicTest {

    private static final int MESSAGES = 20_000;
    private static final int SWAPS = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private CertificateAuthority authority;
    private final Queue<String> received = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void createAuthority() {
        authority = CertificateAuthority.create(directory.resolve("ca"), "example.org", null);
    }

    private Node.Builder node(String name) {
        Path files = directory.resolve(name);
        authority
                .issue(new Identity("example.org", "/" + name), Duration.ofDays(1))
                .writeTo(files);
        return Chaski.node().name(name).identity(files);
    }

    private static Endpoint endpoint(Node node, String scheme) {
        return node.endpoints().stream()
                .filter(e -> e.scheme().equals(scheme))
                .findFirst()
                .orElseThrow();
    }

    private static Transport transport(String scheme) {
        return ServiceLoader.load(Transport.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(t -> t.scheme().equals(scheme))
                .findFirst()
                .orElseThrow();
    }

    private void assertExact(int count) {
        assertExact(received, count);
    }

    private static void assertExact(Queue<String> arrived, int count) {
        assertThat(arrived).hasSize(count);
        int last = 0;
        for (String number : arrived) {
            last++;
            if (Integer.parseInt(number) != last) {
                throw new AssertionError("expected " + last + ", got " + number);
            }
        }
    }

    @Test
    void aStreamOverQuicIsExact() throws Exception {
        try (Node to = node("to").listen("quic://127.0.0.1:0").start();
                Node from = node("from").start()) {
            to.service(Streamer.class).subscribe("t", String.class, message -> received.add(message.payload()));
            Publisher<String> out = from.service(Streamer.class).publisher("t", String.class);
            from.join(endpoint(to, "quic"));
            assertThat(out.awaitSubscribers(1, PATIENCE)).isTrue();

            for (int i = 1; i <= MESSAGES; i++) {
                out.publish(Integer.toString(i));
            }

            assertThat(out.awaitAcknowledged(PATIENCE)).as("all is confirmed").isTrue();
        }
        assertExact(MESSAGES);
    }

    @Test
    void streamsAreExactWhenANatForgetsTheDiallerInTheMiddle() throws Exception {
        Queue<String> back = new ConcurrentLinkedQueue<>();
        try (Node to = node("to").listen("quic://127.0.0.1:0").start();
                UdpForwarder nat = new UdpForwarder(endpoint(to, "quic").port());
                Node from = node("from").start()) {
            List<NodeEvent> events = new CopyOnWriteArrayList<>();
            from.watch(events::add);
            to.service(Streamer.class).subscribe("t", String.class, message -> received.add(message.payload()));
            from.service(Streamer.class).subscribe("back", String.class, message -> back.add(message.payload()));
            Publisher<String> out = from.service(Streamer.class).publisher("t", String.class);
            Publisher<String> answers = to.service(Streamer.class).publisher("back", String.class);
            from.join(endpoint(to, "quic").withPort(nat.port()));
            assertThat(out.awaitSubscribers(1, PATIENCE)).isTrue();
            assertThat(answers.awaitSubscribers(1, PATIENCE)).isTrue();

            for (int i = 1; i <= MESSAGES; i++) {
                out.publish(Integer.toString(i));
                answers.publish(Integer.toString(i));
                if (i == MESSAGES / 2) {
                    nat.forget();
                }
                if (i == MESSAGES / 2 + 100) {
                    await().atMost(PATIENCE).until(() -> nat.missed.get() >= 8);
                    nat.rebindAbruptly();
                }
            }

            assertThat(out.awaitAcknowledged(PATIENCE)).as("all is confirmed").isTrue();
            assertThat(answers.awaitAcknowledged(PATIENCE))
                    .as("all answers are confirmed")
                    .isTrue();
            assertThat(nat.missed.get()).isPositive();
            assertThat(events)
                    .filteredOn(NodeEvent.SessionLost.class::isInstance)
                    .isEmpty();
        }
        assertExact(MESSAGES);
        assertExact(back, MESSAGES);
    }

    @Test
    void aStreamIsExactWhileTcpAndQuicTakeTurns() throws Exception {
        Transport here = transport("tcp");
        Transport there = transport("quic");
        List<NodeEvent> events = new CopyOnWriteArrayList<>();
        int published = 0;
        try (Node to = node("to")
                        .listen("tcp://127.0.0.1:0")
                        .listen("quic://127.0.0.1:0")
                        .start();
                Node from = node("from").transport(here).transport(there).start()) {
            to.service(Streamer.class).subscribe("t", String.class, message -> received.add(message.payload()));
            Publisher<String> out = from.service(Streamer.class).publisher("t", String.class);
            from.watch(events::add);
            from.join(endpoint(to, "tcp"));
            assertThat(out.awaitSubscribers(1, PATIENCE)).isTrue();
            await().atMost(PATIENCE).until(() -> from.directory().stream()
                    .anyMatch(entry ->
                            entry.id().equals(to.id()) && entry.endpoints().contains(endpoint(to, "quic"))));

            for (int swap = 0; swap < SWAPS; swap++) {
                for (int i = 0; i < MESSAGES / SWAPS; i++) {
                    published++;
                    out.publish(Integer.toString(published));
                }
                from.removeTransport(here);
                here.close();
                Transport again = transport(here.scheme());
                from.addTransport(again);
                here = there;
                there = again;
            }

            assertThat(out.awaitAcknowledged(PATIENCE)).as("all is confirmed").isTrue();
        }
        here.close();
        there.close();
        assertExact(published);
        assertThat(events)
                .filteredOn(NodeEvent.LinkMoved.class::isInstance)
                .extracting(event -> ((NodeEvent.LinkMoved) event).to())
                .contains("quic");
        assertThat(events).filteredOn(NodeEvent.SessionLost.class::isInstance).isEmpty();
    }
}
