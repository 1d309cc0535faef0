package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.node.Node;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** A bundle configures a node by a text only: the OSGi Configurator reads it. */
@Tag("slow")
final class ConfiguratorIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final List<String> CONFIGURATOR = List.of(
            "org.osgi.util.converter", "jakarta.json", "org.apache.felix.cm.json", "org.apache.felix.configurator");

    private static final String NODE = "{\"chaski.node~hub\": {\"name\": \"hub\", \"listen\": [\"tcp://127.0.0.1:0\"],"
            + " \"limits.peers\": 7, \"observer\": false, \"session.maxStallMs\": 5000}}";

    @ParameterizedTest
    @EnumSource
    void aNodeComesAndGoesWithTheBundleThatHoldsItsConfiguration(OsgiFramework kind, @TempDir Path storage)
            throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage)) {
            container.startAll(container.installAll(
                    CONFIGURATOR.stream().map(Built::shipped).toList()));
            Bundle bundle = container.install(bundleWith(storage.resolve("hub.jar"), NODE));
            bundle.start();

            Node node = container.service(Node.class);
            assertThat(node.name()).isEqualTo("hub");
            assertThat(node.config().limits().peers()).isEqualTo(7);
            assertThat(node.config().session().maxStall()).isEqualTo(Duration.ofSeconds(5));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(node.endpoints()).hasSize(1));

            bundle.uninstall();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(container.context().getServiceReference(Node.class))
                            .isNull());
        }
    }

    private static Path bundleWith(Path jar, String configuration) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        attributes.putValue(Constants.BUNDLE_SYMBOLICNAME, "hub");
        attributes.putValue(Constants.BUNDLE_VERSION, "1.0.0");
        attributes.putValue(
                Constants.REQUIRE_CAPABILITY,
                "osgi.extender;filter:=\"(&(osgi.extender=osgi.configurator)(version>=1.0)(!(version>=2.0)))\"");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.putNextEntry(new JarEntry("OSGI-INF/configurator/hub.json"));
            out.write(configuration.getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
        }
        return jar;
    }
}
