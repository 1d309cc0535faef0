package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.node.Node;
import chaski.api.remote.Exported;
import chaski.api.remote.Registration;
import chaski.api.remote.Remote;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/**
 * Exported objects of peers become services by configuration, for bundles with a compatible interface, while a peer
 * exports them.
 */
@Tag("slow")
final class ImportIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String DOUBLING = """
            package user;

            public interface Doubling {
                int twice(int n);
            }
            """;

    private static final String CONSUMER = """
            package consumer;

            import java.util.function.IntUnaryOperator;

            public final class Consumer implements IntUnaryOperator {
                private user.Doubling doubling;

                @Override
                public int applyAsInt(int n) {
                    return doubling.twice(n);
                }
            }
            """;

    private static final String COMPONENT = """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%s">
                <implementation class="consumer.Consumer"/>
                <property name="consumer" value="%s"/>
                <service><provide interface="java.util.function.IntUnaryOperator"/></service>
                <reference name="doubling" interface="user.Doubling" field="doubling" target="(chaski.import=doubling)"/>
            </scr:component>
            """;

    private static final Map<String, Object> IMPORT = Map.of(
            "name", "doubling",
            "interface", "user.Doubling",
            "deadlineMs", "30000",
            "node.target", "(chaski.node=b)",
            "property.region", "eu",
            "property.service.ranking", "7");

    /** The interface that peers export; the bundles have their own copies. */
    public interface Doubling {

        /** Doubles. */
        int twice(int n);
    }

    @ParameterizedTest
    @EnumSource
    void componentsAreSatisfiedWhileAPeerExportsAndOldClassesGo(
            OsgiFramework kind, @TempDir Path storage, @TempDir Path work) throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage)) {
            Node a = node(container, "a", Map.of("listen", "tcp://127.0.0.1:0"));
            node(container, "b", Map.of("join", endpoint(a)));
            container.configure("chaski.import", "doubling", IMPORT);
            UserBundle api = UserBundle.of("api", work, Map.of(Constants.EXPORT_PACKAGE, "user"), List.of(), DOUBLING);
            UserBundle consumer = UserBundle.of(
                    "consumer", work, headers("user"), List.of(api), CONSUMER, COMPONENT.formatted("it", "it"));
            UserBundle hermit = UserBundle.of(
                    "hermit", work, headers(""), List.of(), DOUBLING, CONSUMER, COMPONENT.formatted("own", "own"));
            SwappedBundle provided = new SwappedBundle(container, api.start(container), api.jar());
            Bundle consuming = consumer.start(container);
            hermit.start(container); // it is the only one with this interface
            assertThat(consumers(container, "it")).isEmpty();

            Registration exported = export(a);
            awaitTwice(container, "it");
            awaitTwice(container, "own");
            awaitProperties(container, a);

            exported.close();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(consumers(container, "it")).isEmpty());
            assertThat(imported(container)).isEmpty();
            export(a);
            awaitTwice(container, "it");

            SwappedBundle consumed = new SwappedBundle(container, consuming, consumer.jar());
            provided.swap(SwappedBundle.Way.UPDATE, () -> {});
            provided.swap(SwappedBundle.Way.REFRESH, () -> {});
            consumed.swap(SwappedBundle.Way.REFRESH, () -> {});
            awaitTwice(container, "it");
            container.refresh();
            await().atMost(PATIENCE).pollInSameThread().untilAsserted(() -> {
                assertThat(provided.notCollected()).isZero();
                assertThat(consumed.notCollected()).isZero();
            });
            assertThat(provided.leftBehind()).isPositive();
            awaitTwice(container, "it");

            container.unconfigure("chaski.import", "doubling");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(imported(container)).isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachExporterMayBeAServiceAndConfigurationsChange(OsgiFramework kind, @TempDir Path storage) throws Exception {
        String type = IntBinaryOperator.class.getName();
        Map<String, Object> each = Map.of("name", "sum", "interface", type, "perExporter", true);
        Map<String, Object> one = Map.of("name", "sum", "interface", type, "choice", "ROUND_ROBIN");
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage)) {
            Node a = node(container, "a", Map.of("listen", "tcp://127.0.0.1:0"));
            Node c = node(container, "c", Map.of("listen", "tcp://127.0.0.1:0", "join", endpoint(a)));
            node(container, "b", Map.of("join", endpoint(a)));
            List<Node> exporters = List.of(a, c);
            for (int i = 0; i < 2; i++) {
                int offset = 100 * i;
                exporters.get(i).service(Remote.class).export("sum", IntBinaryOperator.class, (x, y) -> x + y + offset);
            }
            String throughB = "(&(service.imported=true)(chaski.import.node=b)%s)";

            container.configure("chaski.import", "sum", each);
            for (int i = 0; i < 2; i++) {
                String filter = throughB.formatted(
                        "(chaski.exporters=" + exporters.get(i).id() + ")");
                assertThat(awaitOne(container, filter).applyAsInt(2, 3)).isEqualTo(5 + 100 * i);
            }

            container.configure("chaski.import", "sum", one);
            String both = throughB.formatted("(chaski.exporters=" + a.id() + ")(chaski.exporters=" + c.id() + ")");
            IntBinaryOperator sum = awaitOne(container, both);
            assertThat(List.of(sum.applyAsInt(2, 3), sum.applyAsInt(2, 3))).containsExactlyInAnyOrder(5, 105);

            refuses(container, a, Map.of("name", "sum", "interface", "java.lang.String"));
            refuses(container, a, Map.of("name", "sum", "interfaces", type, "interface", type));
            refuses(container, a, Map.of("name", "sum.>", "interface", type));
            assertThat(awaitOne(container, both).applyAsInt(2, 3)).isGreaterThanOrEqualTo(5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasImportedOrIsMisspeltIsNotExported(OsgiFramework kind, @TempDir Path storage) throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage)) {
            Node a = node(container, "a", Map.of());
            IntBinaryOperator sum = Integer::sum;
            register(container, sum, Map.of("chaski.export", "circle", "service.imported", "by another framework"));
            register(container, sum, Map.of("chaski.exports", "misspelt"));
            register(container, sum, Map.of("chaski.export", "line"));

            assertThat(a.service(Remote.class).awaitExporters("line", 1, PATIENCE))
                    .isTrue();
            assertThat(a.service(Remote.class).exports())
                    .extracting(Exported::name)
                    .containsExactly("line");
        }
    }

    private static void register(OsgiContainer container, IntBinaryOperator service, Map<String, Object> properties) {
        container.context().registerService(IntBinaryOperator.class, service, FrameworkUtil.asDictionary(properties));
    }

    private static Map<String, String> headers(String imports) {
        Map<String, String> component = Map.of("Service-Component", UserBundle.COMPONENT);
        return imports.isEmpty()
                ? component
                : Map.of("Service-Component", UserBundle.COMPONENT, Constants.IMPORT_PACKAGE, imports);
    }

    private static Registration export(Node node) {
        return node.service(Remote.class).export("doubling", Doubling.class, n -> 2 * n);
    }

    private static void refuses(OsgiContainer container, Node node, Map<String, Object> wrong) throws Exception {
        long before = refused(node);
        container.configure("chaski.import", "sum", wrong);
        await().atMost(PATIENCE).until(() -> refused(node) > before);
    }

    private static long refused(Node node) {
        return node.service(Remote.class).counters().getOrDefault("imports.refused", 0L);
    }

    private static void awaitTwice(OsgiContainer container, String consumer) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            List<ServiceReference<IntUnaryOperator>> found = consumers(container, consumer);
            assertThat(found).isNotEmpty();
            IntUnaryOperator twice = container.context().getService(found.get(0));
            assertThat(twice).isNotNull();
            assertThat(twice.applyAsInt(21)).isEqualTo(42);
            container.context().ungetService(found.get(0));
        });
    }

    private static List<ServiceReference<IntUnaryOperator>> consumers(OsgiContainer container, String consumer)
            throws Exception {
        return List.copyOf(
                container.context().getServiceReferences(IntUnaryOperator.class, "(consumer=" + consumer + ")"));
    }

    private static void awaitProperties(OsgiContainer container, Node exporter) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(imported(container)).hasSize(1);
            ServiceReference<?> service = imported(container).get(0);
            assertThat(service.getProperty("chaski.import")).isEqualTo("doubling");
            assertThat(service.getProperty("chaski.import.node")).isEqualTo("b");
            assertThat((String[]) service.getProperty("chaski.exporters"))
                    .containsExactly(exporter.id().toString());
            assertThat((Long) service.getProperty("chaski.rtt")).isPositive();
            assertThat(service.getProperty("region")).isEqualTo("eu");
            assertThat(service.getProperty(Constants.SERVICE_RANKING)).isEqualTo(7);
        });
    }

    private static List<ServiceReference<?>> imported(OsgiContainer container) throws Exception {
        ServiceReference<?>[] found = container.context().getAllServiceReferences(null, "(service.imported=true)");
        return found == null ? List.of() : List.of(found);
    }

    private static IntBinaryOperator awaitOne(OsgiContainer container, String filter) {
        return await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> container
                                .context()
                                .getService(List.copyOf(container
                                                .context()
                                                .getServiceReferences(IntBinaryOperator.class, filter))
                                        .get(0)),
                        found -> found != null);
    }

    private static String endpoint(Node node) {
        return await().atMost(PATIENCE)
                .until(node::endpoints, bound -> !bound.isEmpty())
                .get(0)
                .toString();
    }

    private static Node node(OsgiContainer container, String name, Map<String, Object> more) throws Exception {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("name", name);
        container.configure("chaski.node", name, properties);
        String filter = "(chaski.node=" + name + ")";
        await().atMost(PATIENCE).until(() -> !container
                .context()
                .getServiceReferences(Remote.class, filter)
                .isEmpty());
        return container
                .context()
                .getService(container
                        .context()
                        .getServiceReferences(Node.class, filter)
                        .iterator()
                        .next());
    }
}
