package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.Endpoint;
import chaski.api.node.Node;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** A transport that is dropped into a folder, replaced in it by another version and removed from it, while messages flow. */
@Tag("slow")
final class HotDeployIT {

    private static final String TCP = "chaski.transport.tcp";
    private static final int MESSAGES = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path work;

    private final List<WeakReference<ClassLoader>> left = new ArrayList<>();
    private long numbers;

    @ParameterizedTest
    @EnumSource
    void streamsGoOnWhileTheJarOfTheirTransportComesAndGoes(OsgiFramework kind) throws Exception {
        Path folder = Files.createDirectory(work.resolve("deploy"));
        try (OsgiContainer hub = OsgiContainer.deploying(kind, work.resolve("hub"), folder, TCP);
                OsgiContainer other = OsgiContainer.sharing(kind, work.resolve("other"))) {
            hub.configure("chaski.node", "hub", Map.of("name", "hub", "listen", "tcp://127.0.0.1:0"));
            Node node = hub.service(Node.class);
            put(folder, "tcp.jar", "1.0.1");
            Endpoint endpoint = awaitEndpoint(node);
            other.configure("chaski.node", "other", Map.of("name", "other", "join", endpoint.toString()));
            Node peer = other.service(Node.class);
            try (NumberedStream there = new NumberedStream(node, peer, "deploy.there");
                    NumberedStream back = new NumberedStream(peer, node, "deploy.back")) {
                List<NumberedStream> streams = List.of(there, back);
                flow(streams);

                replacedBy(hub, "1.0.2", streams, () -> put(folder, "tcp.jar", "1.0.2"));
                removed(hub, streams, folder.resolve("tcp.jar"));
                replacedBy(hub, "1.0.3", streams, () -> put(folder, "tcp.jar", "1.0.3"));
                // as later versions are deployed: beside the earlier one, which is then removed
                put(folder, "tcp-1.0.4.jar", "1.0.4");
                await().atMost(PATIENCE).until(() -> versions(hub).contains("1.0.4"));
                replacedBy(hub, "1.0.4", streams, () -> Files.delete(folder.resolve("tcp.jar")));
                // and in reverse
                replacedBy(hub, "1.0.2", streams, () -> put(folder, "tcp-1.0.4.jar", "1.0.2"));

                assertThat(node.endpoints()).containsExactly(endpoint);
                assertThat(node.counters().get("sessions.begun")).isEqualTo(1);
                assertThat(hub.service(Node.class)).isSameAs(node);
                awaitCollected();
            }
        }
    }

    /** An action in the folder. */
    private interface Deed {

        void run() throws IOException;
    }

    /** Messages flow while and after one version replaces the previous one. */
    private void replacedBy(OsgiContainer container, String version, List<NumberedStream> streams, Deed deed)
            throws IOException {
        leave(container);
        allowMore(streams);
        deed.run();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(versions(container)).containsExactly(version));
        flow(streams);
    }

    /** Messages wait while there is no version. */
    private void removed(OsgiContainer container, List<NumberedStream> streams, Path jar) throws IOException {
        leave(container);
        allowMore(streams);
        Files.delete(jar);
        await().atMost(PATIENCE)
                .until(() -> container.service(Node.class).endpoints().isEmpty());
        allowMore(streams);
        streams.forEach(stream -> assertThat(stream.wrong()).isEmpty());
    }

    private void allowMore(List<NumberedStream> streams) {
        numbers += MESSAGES;
        streams.forEach(stream -> stream.allow(numbers));
    }

    private void flow(List<NumberedStream> streams) {
        allowMore(streams);
        streams.forEach(stream -> {
            await().atMost(PATIENCE)
                    .until(() -> stream.received() >= numbers || stream.wrong().isPresent());
            assertThat(stream.wrong()).isEmpty();
        });
    }

    private static List<String> versions(OsgiContainer container) {
        return java.util.Arrays.stream(container.context().getBundles())
                .filter(bundle -> TCP.equals(bundle.getSymbolicName()) && bundle.getState() == Bundle.ACTIVE)
                .map(bundle -> bundle.getVersion().toString())
                .toList();
    }

    private void leave(OsgiContainer container) {
        container
                .bundle(TCP)
                .map(bundle -> bundle.adapt(BundleWiring.class))
                .ifPresent(wiring -> left.add(new WeakReference<>(wiring.getClassLoader())));
    }

    private void awaitCollected() {
        await().atMost(PATIENCE).pollInSameThread().until(() -> {
            System.gc();
            return left.stream().allMatch(loader -> loader.get() == null);
        });
    }

    private static Endpoint awaitEndpoint(Node node) {
        return await().atMost(PATIENCE)
                .until(node::endpoints, endpoints -> !endpoints.isEmpty())
                .get(0);
    }

    /** Moves the transport into the folder atomically, as a certain version. */
    private void put(Path folder, String name, String version) throws IOException {
        Path copy = work.resolve(name);
        Files.write(copy, VersionedJar.of(Built.jar(TCP), version).bytes());
        Files.move(copy, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
