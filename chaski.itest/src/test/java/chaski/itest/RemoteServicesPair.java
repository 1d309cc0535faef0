package chaski.itest;

import static org.awaitility.Awaitility.await;

import chaski.api.node.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Two frameworks with remote services whose nodes are connected.
 *
 * @param left where services are exported
 * @param right where they are imported
 */
record RemoteServicesPair(OsgiContainer left, OsgiContainer right) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    static RemoteServicesPair start(OsgiFramework kind, Path a, Path b) throws Exception {
        OsgiContainer left = listen(kind, a);
        return new RemoteServicesPair(left, join(kind, b, endpoint(left)));
    }

    /** Starts a framework with remote services whose node listens. */
    static OsgiContainer listen(OsgiFramework kind, Path storage) throws Exception {
        OsgiContainer container = start(kind, storage);
        container.configure("chaski.node", "left", Map.of("name", "left", "listen", "tcp://127.0.0.1:0"));
        return container;
    }

    /** Waits for the endpoint of a node that listens. */
    static String endpoint(OsgiContainer container) {
        return await().atMost(PATIENCE)
                .until(container.service(Node.class)::endpoints, bound -> !bound.isEmpty())
                .get(0)
                .toString();
    }

    /** Starts a framework with remote services whose node joins another one. */
    static OsgiContainer join(OsgiFramework kind, Path storage, String endpoint) throws Exception {
        OsgiContainer container = start(kind, storage);
        container.configure("chaski.node", "right", Map.of("name", "right", "join", endpoint));
        return container;
    }

    private static OsgiContainer start(OsgiFramework kind, Path storage) throws Exception {
        OsgiContainer container = OsgiContainer.sharing(kind, storage);
        container.startAll(container.installAll(Built.jars(Built.REMOTE_SERVICES)));
        return container;
    }

    List<ServiceReference<?>> imported() {
        return imported(right);
    }

    static List<ServiceReference<?>> imported(OsgiContainer container) {
        try {
            ServiceReference<?>[] found =
                    container.context().getAllServiceReferences(null, "(service.imported.configs=chaski)");
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    ServiceReference<?> awaitImported() {
        return awaitImported(right);
    }

    static ServiceReference<?> awaitImported(OsgiContainer container) {
        return await().atMost(PATIENCE)
                .until(() -> imported(container), found -> found.size() == 1)
                .get(0);
    }

    void awaitNothingImported() {
        awaitNothingImported(right);
    }

    static void awaitNothingImported(OsgiContainer container) {
        await().atMost(PATIENCE).until(() -> imported(container).isEmpty());
    }

    @Override
    public void close() throws BundleException {
        try (left) {
            right.close();
        }
    }
}
