package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chaski.api.node.Node;
import chaski.api.remote.Remote;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** Methods that return OSGi's promises can be called remotely while their adapter is available. */
final class PromiseIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String DOUBLING = """
            package user;

            import org.osgi.util.promise.Promise;

            public interface Doubling {
                Promise<Integer> twice(int n);
            }
            """;

    private static final String MAIN = """
            package user;

            import chaski.api.remote.Remote;
            import java.util.*;
            import java.util.concurrent.Callable;
            import org.osgi.framework.*;
            import org.osgi.util.promise.Promises;

            public final class Main implements BundleActivator {
                @Override
                public void start(BundleContext context) throws Exception {
                    Doubling doubling = n -> Promises.resolved(2 * n);
                    context.registerService(Doubling.class, doubling,
                            new Hashtable<>(Map.of("chaski.export", "doubling", "chaski.node", "a")));
                    Remote remote = context.getService(
                            context.getServiceReferences(Remote.class, "(chaski.node=b)").iterator().next());
                    Doubling proxy = remote.proxy("doubling", Doubling.class);
                    Callable<Integer> twice21 = () -> proxy.twice(21).getValue();
                    context.registerService(Callable.class, twice21, null);
                }

                @Override
                public void stop(BundleContext context) {}
            }
            """;

    private static final Map<String, String> HEADERS = Map.of(
            Constants.BUNDLE_ACTIVATOR,
            "user.Main",
            Constants.IMPORT_PACKAGE,
            "chaski.api.remote,org.osgi.framework,org.osgi.util.promise,org.osgi.util.function");

    @ParameterizedTest
    @EnumSource
    @Tag("slow")
    void promisesComeAndGoWithTheirAdapter(OsgiFramework kind, @TempDir Path storage, @TempDir Path work)
            throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage)) {
            container.configure("chaski.node", "a", Map.of("name", "a", "listen", "tcp://127.0.0.1:0"));
            Node a = container.service(Node.class);
            String endpoint = await().until(a::endpoints, bound -> !bound.isEmpty())
                    .get(0)
                    .toString();
            container.configure("chaski.node", "b", Map.of("name", "b", "join", endpoint));
            await().atMost(PATIENCE).until(() -> !container
                    .context()
                    .getServiceReferences(Remote.class, "(chaski.node=b)")
                    .isEmpty());
            UserBundle.of("user", work, HEADERS, libraries(), MAIN, DOUBLING).start(container);
            Callable<?> twice21 = container.service(Callable.class);
            assertThat(twice21.call()).isEqualTo(42);

            Bundle adapter = container.bundle("chaski.remote.promise").orElseThrow();
            adapter.stop();
            assertThatThrownBy(twice21::call).hasMessageContaining("chaski.remote.promise");
            adapter.start();
            assertThat(twice21.call()).isEqualTo(42);

            SwappedBundle swapped = new SwappedBundle(container, "chaski.remote.promise");
            swapped.swap(SwappedBundle.Way.UPDATE, () -> {});
            swapped.swap(SwappedBundle.Way.REFRESH, () -> {});
            assertThat(twice21.call()).isEqualTo(42);
            container.refresh();
            await().atMost(PATIENCE).pollInSameThread().untilAsserted(() -> assertThat(swapped.notCollected())
                    .isZero());
            assertThat(swapped.leftBehind()).isPositive();
        }
    }

    @Test
    void adapterIsFoundOnTheModulePath(@TempDir Path work) throws Exception {
        Path classes = Compiled.module(Compiled.TEST_MODULES.resolve("promising"), work);
        String path =
                String.join(File.pathSeparator, Built.JARS.toString(), Built.ADAPTERS.toString(), classes.toString());

        JavaProcess.Result result = JavaProcess.run(work, List.of("-p", path, "-m", "promising/promising.Main"));

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualToIgnoringNewLines("42");
    }

    private static List<UserBundle> libraries() {
        return List.of("org.osgi.util.promise", "org.osgi.util.function").stream()
                .map(name -> new UserBundle(name, Built.ADAPTERS.resolve(name + ".jar")))
                .toList();
    }
}
