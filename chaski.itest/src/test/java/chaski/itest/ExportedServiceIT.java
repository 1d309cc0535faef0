package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.node.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** What {@code chaski.export} carries: properties, their changes, and all interfaces; and two services of one name. */
@Tag("slow")
final class ExportedServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** A service of two interfaces. */
    private record Scaling(int factor) implements IntUnaryOperator, IntBinaryOperator {

        @Override
        public int applyAsInt(int n) {
            return factor * n;
        }

        @Override
        public int applyAsInt(int one, int other) {
            return factor * (one + other);
        }
    }

    private final List<String> errors = new CopyOnWriteArrayList<>();

    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel() == Level.SEVERE) {
                errors.add(line.getMessage() + List.of(line.getParameters()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @Test
    void propertiesInterfacesAndNames(@TempDir Path storage) throws Exception {
        Logger logger = Logger.getLogger("chaski.remote");
        logger.addHandler(log);
        try (OsgiContainer container = OsgiContainer.sharing(OsgiFramework.FELIX, storage)) {
            connectNodes(container);
            ServiceRegistration<?> first = export(container, new Scaling(2), 1);
            IntUnaryOperator one = awaitImported(container, IntUnaryOperator.class, 1);
            IntBinaryOperator two = awaitImported(container, IntBinaryOperator.class, 1);
            assertThat(one.applyAsInt(21)).isEqualTo(42);
            assertThat(two.applyAsInt(1, 2)).isEqualTo(6);

            first.setProperties(FrameworkUtil.asDictionary(properties(2)));
            awaitImported(container, IntUnaryOperator.class, 2);

            ServiceRegistration<?> second = export(container, new Scaling(3), 3);
            await().atMost(PATIENCE).until(() -> !errors.isEmpty());
            assertThat(errors.get(0))
                    .contains(
                            "scaling",
                            first.getReference().toString(),
                            second.getReference().toString());
            assertThat(one.applyAsInt(1)).isEqualTo(2);
            first.unregister();
            awaitImported(container, IntUnaryOperator.class, 3);
            assertThat(one.applyAsInt(1)).isEqualTo(3);
        } finally {
            logger.removeHandler(log);
        }
    }

    private static void connectNodes(OsgiContainer container) throws Exception {
        container.configure("chaski.node", "a", Map.of("name", "a", "listen", "tcp://127.0.0.1:0"));
        Node a = container.service(Node.class);
        String endpoint = await().atMost(PATIENCE)
                .until(a::endpoints, bound -> !bound.isEmpty())
                .get(0)
                .toString();
        container.configure("chaski.node", "b", Map.of("name", "b", "join", endpoint));
        for (Class<?> type : List.of(IntUnaryOperator.class, IntBinaryOperator.class)) {
            container.configure(
                    "chaski.import",
                    type.getSimpleName(),
                    Map.of("name", "scaling", "interface", type.getName(), "node.target", "(chaski.node=b)"));
        }
    }

    private static ServiceRegistration<?> export(OsgiContainer container, Scaling service, int level) {
        return container
                .context()
                .registerService(
                        new String[] {IntUnaryOperator.class.getName(), IntBinaryOperator.class.getName()},
                        service,
                        FrameworkUtil.asDictionary(properties(level)));
    }

    private static Map<String, Object> properties(int level) {
        return new HashMap<>(
                Map.of("chaski.export", "scaling", "chaski.node", "a", "level", level, "ids", new long[] {1, 2}));
    }

    private static <S> S awaitImported(OsgiContainer container, Class<S> type, int level) {
        ServiceReference<S> found =
                await().atMost(PATIENCE).until(() -> imported(container, type, level), r -> r != null);
        assertThat((long[]) found.getProperty("ids")).containsExactly(1, 2);
        return container.context().getService(found);
    }

    private static <S> @Nullable ServiceReference<S> imported(OsgiContainer container, Class<S> type, int level)
            throws Exception {
        return container
                .context()
                .getServiceReferences(type, "(&(service.imported=true)(level=" + level + "))")
                .stream()
                .findFirst()
                .orElse(null);
    }
}
