package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.Node;
import chaski.api.remote.CallOptions;
import chaski.api.remote.Remote;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** Services are exported by their properties, and callers are not affected when the services are updated. */
@Tag("slow")
public final class RemoteServiceIT {

    private static final CallOptions PATIENT = CallOptions.DEFAULT.deadline(Duration.ofSeconds(60));

    /** The interface of the service. */
    public interface Doubling {

        /** Doubles. */
        CompletionStage<Integer> twice(int n);
    }

    private static ServiceRegistration<Doubling> register(OsgiContainer container, AtomicInteger executed) {
        Doubling service = n -> {
            executed.incrementAndGet();
            return CompletableFuture.completedFuture(2 * n);
        };
        return container
                .context()
                .registerService(
                        Doubling.class, service, FrameworkUtil.asDictionary(Map.of("chaski.export", "doubling")));
    }

    @ParameterizedTest
    @EnumSource
    void servicesAreExportedAndUpdatedWithoutAFailedCall(OsgiFramework kind, @TempDir Path storage) throws Exception {
        AtomicInteger executed = new AtomicInteger();
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage)) {
            container.configure("chaski.node", "a", Map.of("name", "a", "listen", "tcp://127.0.0.1:0"));
            Node a = container.service(Node.class);
            Remote remote = a.service(Remote.class);
            ServiceRegistration<Doubling> registered = register(container, executed);
            Doubling proxy = remote.proxy("doubling", Doubling.class, PATIENT);
            List<CompletableFuture<Integer>> calls = new ArrayList<>();

            for (int i = 0; i < 400; i++) {
                calls.add(proxy.twice(i).toCompletableFuture());
                if (i % 20 == 19) {
                    registered.unregister();
                    registered = register(container, executed);
                }
            }

            for (int i = 0; i < 400; i++) {
                assertThat(calls.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(2 * i);
            }
            assertThat(executed).hasValue(400);
            registered.unregister();
            assertThat(remote.exports()).noneMatch(e -> e.name().equals("doubling"));
        }
    }
}
