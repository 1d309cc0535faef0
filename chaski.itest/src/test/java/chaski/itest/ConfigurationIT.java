package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.Endpoint;
import chaski.api.node.Node;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The effect of creating, changing and deleting a configuration of {@code chaski.node}. */
@Tag("slow")
final class ConfigurationIT {

    private static final String PID = "chaski.node";
    private static final String ANY_PORT = "tcp://127.0.0.1:0";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ParameterizedTest
    @EnumSource
    void whatCanChangeChangesWithoutANewIncarnation(OsgiFramework kind, @TempDir Path storage) throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage)) {
            container.configure(PID, "a", Map.of("name", "a", "listen", ANY_PORT));
            container.configure(PID, "b", Map.of("name", "b"));
            Node a = node(container, "a");
            Node b = node(container, "b");
            Endpoint first =
                    await().until(() -> a.endpoints(), e -> !e.isEmpty()).get(0);

            container.configure(PID, "b", Map.of("name", "b", "join", first.toString()));
            await().atMost(PATIENCE).until(() -> b.peer(a.id()).isPresent());
            container.configure(PID, "a", Map.of("name", "a", "listen", new String[] {first.toString(), ANY_PORT}));

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(a.endpoints()).hasSize(2));
            assertThat(a.endpoints()).contains(first);
            assertThat(b.peer(a.id())).isPresent();
            assertThat(node(container, "a")).isSameAs(a);
            assertThat(a.peer(b.id()).orElseThrow().incarnation()).isEqualTo(b.incarnation());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherIdMakesAnotherNodeOnTheSamePort(OsgiFramework kind, @TempDir Path storage) throws Exception {
        String one = "11111111-1111-4111-8111-111111111111";
        String two = "22222222-2222-4222-8222-222222222222";
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage)) {
            container.configure(PID, "a", Map.of("name", "a", "id", one, "listen", ANY_PORT));
            Node first = node(container, "a");
            Endpoint endpoint =
                    await().until(() -> first.endpoints(), e -> !e.isEmpty()).get(0);

            container.configure(PID, "a", Map.of("name", "a", "id", two, "listen", endpoint.toString()));

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(reference(container, Node.class, "(chaski.node.id=" + two + ")"))
                            .isNotNull());
            Node second = node(container, "a");
            assertThat(second.id()).hasToString(two);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(second.endpoints()).containsExactly(endpoint));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWrongConfigurationStartsNothingAndARightOneDoes(OsgiFramework kind, @TempDir Path storage) throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage)) {
            container.configure(PID, "a", Map.of("name", "a", "lisen", ANY_PORT));
            container.configure(PID, "b", Map.of("name", "b"));
            node(container, "b"); // is configured after it, by the same thread

            assertThat(reference(container, Node.class, "(chaski.node=a)")).isNull();

            container.configure(PID, "a", Map.of("name", "a", "listen", ANY_PORT));
            Node a = node(container, "a");
            container.configure(PID, "a", Map.of("name", "a", "listen", ANY_PORT, "limits.peers", -1));
            container.configure(PID, "b", Map.of("name", "b", "session.maxStallMs", 1));
            await().atMost(PATIENCE)
                    .until(() ->
                            node(container, "b").config().session().maxStall().toMillis() == 1);
            assertThat(node(container, "a")).isSameAs(a);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNodeThatDrainsForLongKeepsNobodyWaiting(OsgiFramework kind, @TempDir Path storage) throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage)) {
            container.configure(PID, "a", Map.of("name", "a", "session.drainTimeoutMs", 600_000));
            Streamer streamer = streamer(container, "a");
            streamer.subscribe("lab.x", String.class, message -> {
                entered.countDown();
                try {
                    stuck.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            streamer.publisher("lab.x", String.class).publish("stays");
            entered.await();

            container.unconfigure(PID, "a");

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(reference(container, Node.class, "(chaski.node=a)"))
                    .isNull());
            assertThat(stuck.getCount()).isEqualTo(1);
            stuck.countDown();
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachNodeHasAStreamerServiceWithTheNodesProperties(OsgiFramework kind, @TempDir Path storage) throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage)) {
            container.configure(PID, "a", Map.of("name", "a"));
            container.configure(PID, "b", Map.of("name", "b"));
            Node a = node(container, "a");

            assertThat(streamer(container, "a")).isSameAs(a.service(Streamer.class));
            assertThat(streamer(container, "b")).isNotSameAs(streamer(container, "a"));
            ServiceReference<?> reference = reference(container, Streamer.class, "(chaski.node=a)");
            assertThat(reference.getProperty("chaski.node.id")).isEqualTo(a.id().toString());
            assertThat(reference.getProperty("chaski.node.incarnation")).isEqualTo(a.incarnation());
            assertThat(reference.getProperty("chaski.node.pid")).isEqualTo("chaski.node~a");
            assertThat(reference.getBundle().getSymbolicName()).isEqualTo("chaski.streamer");

            container.bundle("chaski.streamer").orElseThrow().stop();
            assertThat(reference(container, Streamer.class, "(chaski.node=a)")).isNull();
            container.bundle("chaski.streamer").orElseThrow().start();
            try (Publisher<String> publisher = streamer(container, "a").publisher("lab.x", String.class)) {
                assertThat(publisher.publish("nobody there")).isZero();
            }
            assertThat(node(container, "a")).isSameAs(a);
        }
    }

    private static Node node(OsgiContainer container, String name) {
        return service(container, Node.class, name);
    }

    private static Streamer streamer(OsgiContainer container, String name) {
        return service(container, Streamer.class, name);
    }

    /** Waits for a service of a node. */
    private static <S> S service(OsgiContainer container, Class<S> type, String name) {
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            ServiceReference<S> found = reference(container, type, "(chaski.node=" + name + ")");
                            return found == null ? null : container.context().getService(found);
                        },
                        found -> found != null);
    }

    private static <S> ServiceReference<S> reference(OsgiContainer container, Class<S> type, String filter)
            throws InvalidSyntaxException {
        List<ServiceReference<S>> found = List.copyOf(container.context().getServiceReferences(type, filter));
        return found.isEmpty() ? null : found.get(0);
    }
}
