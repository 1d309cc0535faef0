package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.node.Node;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/** The checks of {@code chaski.health} beside the libraries of Felix, with and without its inventory. */
@Tag("slow")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class HealthIT {

    private static final String CHECK = "org.apache.felix.hc.api.HealthCheck";
    private static final String PRINTER = "org.apache.felix.inventory.InventoryPrinter";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource
    void everyCheckAnswersForANode(OsgiFramework kind, @TempDir Path storage) throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage)) {
            installed(container);
            container.configure("chaski.node", "hub", Map.of("name", "hub", "listen", "tcp://127.0.0.1:0"));
            Node hub = container.service(Node.class);
            await().atMost(PATIENCE).until(() -> !hub.endpoints().isEmpty());

            assertThat(outcome(container, "chaski-listening")).startsWith("OK").contains("hub");
            assertThat(outcome(container, "chaski-joined")).startsWith("OK");
            assertThat(outcome(container, "chaski-flow")).startsWith("OK");
            assertThat(outcome(container, "chaski-certificates")).startsWith("OK");

            container.bundle("chaski.transport.tcp").orElseThrow().stop();
            assertThat(outcome(container, "chaski-listening"))
                    .startsWith("CRITICAL")
                    .contains("chaski.transport.tcp");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theInventoryPrintsTheNodesIfItIsInstalled(OsgiFramework kind, @TempDir Path storage) throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage)) {
            container.startAll(List.of(container.install(Built.shipped("org.apache.felix.log")))); // it logs there
            container.startAll(List.of(container.install(Built.TOOLS.resolve("org.apache.felix.inventory.jar"))));
            installed(container);
            container.configure("chaski.node", "hub", Map.of("name", "hub"));
            container.service(Node.class);

            Object printer = container.service(PRINTER);
            Method print = Stream.of(printer.getClass().getMethods())
                    .filter(method -> method.getName().equals("print"))
                    .findFirst()
                    .orElseThrow();
            Object text = print.getParameterTypes()[1].getField("TEXT").get(null);
            StringWriter printed = new StringWriter();
            print.invoke(printer, new PrintWriter(printed, true), text, false);

            assertThat(printed.toString()).contains("node hub, id ").contains("transports: [");
        }
    }

    private static void installed(OsgiContainer container) throws Exception {
        List<Path> jars = new ArrayList<>();
        for (String name : List.of("slf4j-api", "slf4j-nop", "org.apache.felix.healthcheck.api")) {
            jars.add(Built.TOOLS.resolve(name + ".jar"));
        }
        jars.add(Built.jar("chaski.health"));
        container.startAll(container.installAll(jars));
        assertThat(container.bundle("chaski.health").orElseThrow().getState()).isEqualTo(Bundle.ACTIVE);
    }

    /** {@return the status and the messages of a check} */
    private static String outcome(OsgiContainer container, String tag) throws Exception {
        ServiceReference<?>[] found = container.context().getAllServiceReferences(CHECK, "(hc.tags=" + tag + ")");
        assertThat(found).hasSize(1);
        Object check = container.context().getService(found[0]);
        Object result = OsgiContainer.invoke(check, "execute", new Class<?>[0]);
        StringBuilder text = new StringBuilder();
        text.append(result.getClass().getMethod("getStatus").invoke(result));
        for (Object entry : (Iterable<?>) result) {
            text.append(' ').append(entry.getClass().getMethod("getMessage").invoke(entry));
        }
        return text.toString();
    }
}
