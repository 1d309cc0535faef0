package chaski.transport.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.Endpoint;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A stream between two nodes that loses TCP, then UDP, and so on, while it runs. */
@Tag("slow")
class SwapUnderLoadTest {

    private static final int SWAPS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void numbersArriveInOrderAndOnceWhileTheTransportsTakeTurns() throws Exception {
        Transport here = transport("tcp");
        Transport there = transport("udp");
        Queue<String> received = new ConcurrentLinkedQueue<>();
        List<NodeEvent> events = new CopyOnWriteArrayList<>();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger published = new AtomicInteger();
        try (Node to = Chaski.node()
                        .name("to")
                        .listen("tcp://127.0.0.1:0")
                        .listen("udp://127.0.0.1:0")
                        .start();
                Node from = Chaski.node()
                        .name("from")
                        .transport(here)
                        .transport(there)
                        .start()) {
            to.service(Streamer.class).subscribe("t", String.class, message -> received.add(message.payload()));
            Publisher<String> out = from.service(Streamer.class).publisher("t", String.class);
            from.watch(events::add);
            from.join(endpoint(to, "tcp"));
            assertThat(out.awaitSubscribers(1, PATIENCE)).isTrue();
            // The directory contains the other endpoints of the node.
            await().atMost(PATIENCE).until(() -> from.directory().stream()
                    .anyMatch(entry ->
                            entry.id().equals(to.id()) && entry.endpoints().contains(endpoint(to, "udp"))));
            Thread publishing = new Thread(() -> publish(out, over, published), "numbers");
            publishing.start();

            for (int i = 0; i < SWAPS; i++) {
                int before = received.size();
                await().atMost(PATIENCE).until(() -> received.size() > before + 1000);
                from.removeTransport(here);
                here.close();
                Transport again = transport(here.scheme());
                from.addTransport(again);
                here = there;
                there = again;
            }
            over.set(true);
            publishing.join(PATIENCE.toMillis());
            assertThat(publishing.isAlive()).as("the publisher waits").isFalse();
            assertThat(out.awaitAcknowledged(PATIENCE)).as("all is confirmed").isTrue();
        }
        here.close();
        there.close();

        assertThat(received).hasSize(published.get());
        assertConsecutive(received);
        // That each swap is a move, and no publisher waits, is tested in virtual time: a busy machine may be too slow
        // for it.
        assertThat(events)
                .filteredOn(NodeEvent.LinkMoved.class::isInstance)
                .extracting(event -> ((NodeEvent.LinkMoved) event).to())
                .contains("tcp", "udp");
        assertThat(events).filteredOn(NodeEvent.SessionLost.class::isInstance).isEmpty();
    }

    private static void publish(Publisher<String> out, AtomicBoolean over, AtomicInteger published) {
        while (!over.get()) {
            out.publish(Integer.toString(published.incrementAndGet()));
        }
    }

    private static void assertConsecutive(Queue<String> received) {
        int last = 0;
        for (String number : received) {
            last++;
            if (Integer.parseInt(number) != last) {
                throw new AssertionError("expected " + last + ", got " + number);
            }
        }
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
