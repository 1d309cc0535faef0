package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chaski.api.ConfigurationException;
import chaski.api.Endpoint;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.remote.Exported;
import chaski.api.remote.Remote;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;

/** Mistakes of users of OSGi: nothing else breaks, and the log names what to do. */
@Tag("slow")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class WrongUseIT {

    private static final String PID = "chaski.node";
    private static final String TCP = "chaski.transport.tcp";
    private static final String ANY_PORT = "tcp://127.0.0.1:0";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private LoggedLines logged;

    @BeforeEach
    void listenToTheLog() {
        logged = LoggedLines.of("chaski");
    }

    @AfterEach
    void stopListening() {
        logged.close();
    }

    @ParameterizedTest
    @EnumSource
    void aServiceIsExportedUnderOneName(OsgiFramework kind, @TempDir Path storage) throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage, TCP)) {
            container.configure(PID, "a", Map.of("name", "a"));
            Remote remote = container.service(Node.class).service(Remote.class);

            export(container, "");
            export(container, new String[] {"one", "two"});
            export(container, "right");

            assertThat(remote.awaitExporters("right", 1, PATIENCE)).isTrue();
            assertThat(remote.exports()).extracting(Exported::name).containsExactly("right");
            logged.await("is not exported: chaski.export: expected one name, got ''");
            logged.await("is not exported: chaski.export: expected one name, got the array [one, two]");
        }
    }

    private static void export(OsgiContainer container, Object name) {
        container
                .context()
                .registerService(Runnable.class, () -> {}, FrameworkUtil.asDictionary(Map.of("chaski.export", name)));
    }

    @ParameterizedTest
    @EnumSource
    void aWrongFilterOfAnImportIsNamed(OsgiFramework kind, @TempDir Path storage) throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage, TCP)) {
            container.configure(PID, "a", Map.of("name", "a"));
            container.service(Node.class);

            container.configure(
                    "chaski.import",
                    "wrong",
                    Map.of("name", "x", "interface", "java.lang.Runnable", "node.target", "(chaski.node=a"));

            logged.await("node.target");
            assertThat(container.context().getServiceReferences(Runnable.class, "(service.imported=*)"))
                    .isNullOrEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConfigurationOfTheFactoryItselfIsRefusedAndNamesTheFile(OsgiFramework kind, @TempDir Path storage)
            throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage, TCP)) {
            container.configureSingleton(PID, Map.of("name", "single"));

            logged.await("chaski.node is not started: expected a configuration of the factory PID chaski.node");
            logged.await("in a file chaski.node-hub.cfg");
            assertThat(container.context().getServiceReference(Node.class)).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSecondOfTwoNodesOnAPortListensWhenTheFirstIsGone(OsgiFramework kind, @TempDir Path storage)
            throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage)) {
            container.configure(PID, "a", Map.of("name", "a", "listen", ANY_PORT));
            Node a = node(container, "a");
            Endpoint endpoint = await().atMost(PATIENCE)
                    .until(() -> a.endpoints(), e -> !e.isEmpty())
                    .get(0);

            container.configure(PID, "b", Map.of("name", "b", "listen", endpoint.toString()));
            Node b = node(container, "b");
            logged.await("node b: cannot listen on " + endpoint);
            assertThat(a.endpoints()).containsExactly(endpoint);
            assertThat(b.endpoints()).isEmpty();

            container.unconfigure(PID, "a");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(b.endpoints()).containsExactly(endpoint));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSecondOfTwoNodesWithAnIdStartsWhenTheFirstIsGone(OsgiFramework kind, @TempDir Path storage)
            throws Exception {
        String id = "11111111-1111-4111-8111-111111111111";
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage, TCP)) {
            container.configure(PID, "a", Map.of("name", "a", "id", id));
            Node a = node(container, "a");

            container.configure(PID, "b", Map.of("name", "b", "id", id));
            container.configure(PID, "c", Map.of("name", "c", "id", id));
            logged.await("chaski.node~b is not started: chaski.node~a of this framework has its id, " + id);
            logged.await("chaski.node~c is not started: chaski.node~a");
            assertThat(node(container, "a")).isSameAs(a);
            assertThat(reference(container, "b")).isNull();

            container.unconfigure(PID, "b"); // no longer waits
            container.unconfigure(PID, "a");
            assertThat(node(container, "c").id()).hasToString(id);
            assertThat(reference(container, "b")).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNodeWithoutTheTransportOfASeedNamesItsBundle(OsgiFramework kind, @TempDir Path storage) throws Exception {
        List<NodeEvent> events = new CopyOnWriteArrayList<>();
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage, TCP)) {
            container.configure(PID, "a", Map.of("name", "a", "join", "tcp://127.0.0.1:9"));
            node(container, "a").watch(events::add);

            logged.await("cannot reach tcp://127.0.0.1:9: this node has no transport for it yet; add one, such as"
                    + " chaski.transport.tcp");
            await().atMost(PATIENCE).until(() -> events.stream().anyMatch(NodeEvent.DialFailed.class::isInstance));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServiceWithoutItsBundleNamesIt(OsgiFramework kind, @TempDir Path storage) throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage, TCP, "chaski.remote")) {
            container.configure(PID, "a", Map.of("name", "a"));
            Node a = node(container, "a");

            assertThatThrownBy(() -> a.service(Remote.class))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("such as chaski.remote;");
        }
    }

    /** Bundles have no class path of engines and transports, so the entry point of programs finds none. */
    @ParameterizedTest
    @EnumSource
    void theEntryPointOfProgramsNamesTheServiceToUseInstead(OsgiFramework kind, @TempDir Path storage)
            throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage, TCP)) {
            ClassLoader bundle = container
                    .bundle("chaski.streamer")
                    .orElseThrow()
                    .adapt(BundleWiring.class)
                    .getClassLoader();

            assertThatThrownBy(() -> Chaski.node().loader(bundle).start())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("inside an OSGi framework use the NodeFactory service");
        }
    }

    private static Node node(OsgiContainer container, String name) {
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            ServiceReference<Node> found = reference(container, name);
                            return found == null ? null : container.context().getService(found);
                        },
                        found -> found != null);
    }

    private static ServiceReference<Node> reference(OsgiContainer container, String name)
            throws InvalidSyntaxException {
        return container.context().getServiceReferences(Node.class, "(chaski.node=" + name + ")").stream()
                .findFirst()
                .orElse(null);
    }
}
