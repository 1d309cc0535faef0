package chaski.transport.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.Endpoint;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.PublisherOptions;
import chaski.api.streamer.Streamer;
import chaski.api.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two nodes with a session over TCP, on loopback: their datagrams are sent over UDP while it is available. */
@Tag("slow")
class DatagramsBesideTcpTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SENT_OVER_UDP = "datagrams.sentByAuxiliary";

    private final Queue<Long> received = new ConcurrentLinkedQueue<>();
    private final List<NodeEvent> events = new CopyOnWriteArrayList<>();
    private long published;

    @Test
    void datagramsGoOverUdpWhileItIsThereAndInTheStreamWhileItIsNot() {
        Transport udp = transport("udp");
        try (Node to = Chaski.node()
                        .name("to")
                        .listen("tcp://127.0.0.1:0")
                        .listen("udp://127.0.0.1:0")
                        .start();
                Node from = Chaski.node()
                        .name("from")
                        .transport(transport("tcp"))
                        .transport(udp)
                        .start()) {
            to.service(Streamer.class)
                    .subscribe("t", String.class, message -> received.add(Long.valueOf(message.payload())));
            Publisher<String> out =
                    from.service(Streamer.class).publisher("t", String.class, PublisherOptions.DATAGRAM);
            from.watch(events::add);
            from.join(endpoint(to, "tcp"));
            assertThat(out.awaitSubscribers(1, PATIENCE)).isTrue();

            publishUntil(out, () -> counted(from, SENT_OVER_UDP) >= 1_000);
            assertThat(counted(to, "auxiliary.begun")).isEqualTo(1);

            from.removeTransport(udp);
            udp.close();
            await().atMost(PATIENCE).until(() -> counted(to, "auxiliary.ended") == 1);
            long overUdp = counted(from, SENT_OVER_UDP);
            long before = received.size();
            publishUntil(out, () -> received.size() >= before + 100);
            assertThat(counted(from, SENT_OVER_UDP)).isEqualTo(overUdp);

            from.addTransport(transport("udp"));
            publishUntil(out, () -> counted(from, SENT_OVER_UDP) >= overUdp + 1_000);

            await().atMost(PATIENCE).until(() -> received.size() == counted(to, "datagrams.received"));
            assertThat(received).doesNotHaveDuplicates().allMatch(number -> number >= 1 && number <= published);
            assertThat(counted(from, "datagrams.sent") + counted(from, "datagrams.dropped"))
                    .isEqualTo(published);
            assertThat(from.peers()).singleElement().satisfies(peer -> assertThat(
                            peer.link().orElseThrow().scheme())
                    .isEqualTo("tcp"));
            assertThat(events)
                    .noneMatch(event -> event instanceof NodeEvent.LinkMoved || event instanceof NodeEvent.Parked);
        }
    }

    private void publishUntil(Publisher<String> out, Callable<Boolean> enough) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
            for (int i = 0; i < 20; i++) {
                published++;
                out.publish(Long.toString(published));
            }
            return enough.call();
        });
    }

    private static long counted(Node node, String counter) {
        return node.counters().getOrDefault(counter, 0L);
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
}
