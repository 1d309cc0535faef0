package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;

/**
 * A node is a service, created by its configuration; it exists before its transport is added and after it is removed.
 */
final class NodeServiceIT {

    private static final String TCP = "chaski.transport.tcp";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ParameterizedTest
    @EnumSource
    void nodeIsHealthyWithoutTransportAndListensWhileThereIsOne(OsgiFramework kind, @TempDir Path storage)
            throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage, TCP)) {
            container.configure("chaski.node", "a", Map.of("name", "a", "listen", "tcp://127.0.0.1:0"));
            Node node = container.service(Node.class);

            assertThat(node.name()).isEqualTo("a");
            assertThat(node.endpoints()).isEmpty();
            assertThat(node.service(Streamer.class)
                            .subscribe("lab.>", String.class)
                            .isClosed())
                    .isFalse();

            Bundle tcp = container.install(Built.jar(TCP));
            tcp.start();
            int port = node.endpoints().get(0).port();
            assertThat(answers(port)).isTrue();

            tcp.stop();
            assertThat(node.endpoints()).isEmpty();
            assertRefused(port);

            tcp.start();
            assertThat(node.endpoints().get(0).port()).isEqualTo(port);
            assertThat(answers(port)).isTrue();

            container.unconfigure("chaski.node", "a");
            await().untilAsserted(() -> assertRefused(port));
            assertThat(container.context().getServiceReference(Node.class)).isNull();
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void aNodeWhoseFrameworkStopsDeliversWhatItHasAcceptedAndSaysGoodbye(
            OsgiFramework kind, @TempDir Path a, @TempDir Path b) throws Exception {
        int messages = 10_000;
        List<String> heard = new CopyOnWriteArrayList<>();
        List<NodeEvent> events = new CopyOnWriteArrayList<>();
        try (OsgiContainer stays = OsgiContainer.sharing(kind, a)) {
            stays.configure("chaski.node", "stays", Map.of("name", "stays", "listen", "tcp://127.0.0.1:0"));
            Node other = stays.service(Node.class);
            other.watch(events::add);
            other.service(Streamer.class).subscribe("lab.x", String.class, message -> heard.add(message.payload()));
            String endpoint = await().until(other::endpoints, bound -> !bound.isEmpty())
                    .get(0)
                    .toString();
            try (OsgiContainer stops = OsgiContainer.sharing(kind, b)) {
                stops.configure("chaski.node", "stops", Map.of("name", "stops", "join", endpoint));
                Publisher<String> out =
                        stops.service(Node.class).service(Streamer.class).publisher("lab.x", String.class);
                assertThat(out.awaitSubscribers(1, PATIENCE)).isTrue();
                for (int number = 0; number < messages; number++) {
                    out.publish(Integer.toString(number));
                }
            }
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).hasSize(messages));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(other.directory()).isEmpty());
            assertThat(other.peers()).isEmpty();
            assertThat(events).noneMatch(NodeEvent.Parked.class::isInstance);
        }
    }

    @ParameterizedTest
    @EnumSource
    void bundlesNeedNothingOfTheTests(OsgiFramework kind, @TempDir Path storage) throws Exception {
        try (OsgiContainer container = OsgiContainer.start(kind, storage)) {
            container.startAll(container.installAll(Built.bundles()));
            container.configure("chaski.node", "a", Map.of("name", "a", "listen", "tcp://127.0.0.1:0"));

            Object node = container.service(Node.class.getName());

            assertThat(node).isNotInstanceOf(Node.class).hasToString("node a (" + idOf(node) + ")");
        }
    }

    private static String idOf(Object node) throws ReflectiveOperationException {
        Class<?> type = node.getClass().getInterfaces()[0];
        Object id = type.getMethod("id").invoke(node);
        return (String) id.getClass().getMethod("shortForm").invoke(id);
    }

    /** A node sends HELLO only after the connecting side; that it accepts is sufficient here. */
    private static boolean answers(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        }
    }

    private static void assertRefused(int port) {
        assertThatThrownBy(() -> answers(port)).isInstanceOf(ConnectException.class);
    }
}
