package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.ChaskiException;
import chaski.api.remote.CallOptions;
import chaski.api.remote.Registration;
import chaski.api.remote.Remote;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.ServiceReference;

/**
 * Calls are made over UDP between two nodes whose engine, remote and transport are replaced in each way: no class
 * loader of these remains.
 */
@Tag("slow")
final class EngineLeftBehindIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final CallOptions SHORT = CallOptions.DEFAULT.deadline(Duration.ofSeconds(2));

    private int number;

    @ParameterizedTest
    @EnumSource
    void nothingOfTheEngineOrTheRemoteOrUdpStays(OsgiFramework kind, @TempDir Path storage) throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage)) {
            String endpoint = "udp://127.0.0.1:" + freePort();
            container.configure("chaski.node", "a", Map.of("name", "a", "listen", endpoint));
            container.configure("chaski.node", "b", Map.of("name", "b", "join", endpoint));
            List<SwappedBundle> bundles = List.of(
                    new SwappedBundle(container, "chaski.node"),
                    new SwappedBundle(container, "chaski.remote"),
                    new SwappedBundle(container, "chaski.transport.udp"));
            call(container);

            for (SwappedBundle bundle : bundles) {
                for (SwappedBundle.Way way : SwappedBundle.Way.values()) {
                    bundle.swap(way, () -> {});
                    call(container);
                }
            }

            container.refresh();
            for (SwappedBundle bundle : bundles) {
                assertThat(bundle.leftBehind()).isGreaterThanOrEqualTo(SwappedBundle.Way.values().length - 1);
                await().atMost(PATIENCE).pollInSameThread().untilAsserted(() -> assertThat(bundle.notCollected())
                        .as("class loaders of %s that stay", bundle.bundle())
                        .isZero());
            }
        }
    }

    /** Exports on one node and calls from the other, by the current services. */
    private void call(OsgiContainer container) {
        int n = ++number;
        await().atMost(PATIENCE)
                .pollInSameThread()
                .ignoreExceptionsInstanceOf(ChaskiException.class)
                .until(() -> {
                    ServiceReference<Remote> a = remote(container, "a");
                    ServiceReference<Remote> b = remote(container, "b");
                    try (Registration exported =
                            container.context().getService(a).export("next", IntUnaryOperator.class, i -> i + 1)) {
                        IntUnaryOperator next =
                                container.context().getService(b).proxy(exported.name(), IntUnaryOperator.class, SHORT);
                        return next.applyAsInt(n) == n + 1;
                    } finally {
                        container.context().ungetService(a);
                        container.context().ungetService(b);
                    }
                });
    }

    private static ServiceReference<Remote> remote(OsgiContainer container, String node) {
        return await().atMost(PATIENCE)
                .pollInSameThread()
                .until(
                        () -> container.context().getServiceReferences(Remote.class, "(chaski.node=" + node + ")"),
                        found -> !found.isEmpty())
                .iterator()
                .next();
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
