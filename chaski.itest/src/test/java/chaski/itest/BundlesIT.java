package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** Every jar is a bundle that resolves and starts in a framework. */
final class BundlesIT {

    @Test
    void everyBundleResolvesAndStarts(@TempDir Path storage) throws Exception {
        try (OsgiContainer container = OsgiContainer.start(storage)) {
            List<Bundle> bundles = container.installAll(Built.jars(Built.JARS));
            container.startAll(bundles);

            assertThat(bundles).hasSizeGreaterThan(Built.ownJars().size());
            assertThat(bundles).allSatisfy(bundle -> {
                if (OsgiContainer.isFragment(bundle)) {
                    assertThat(bundle.getState()).isIn(Bundle.INSTALLED, Bundle.RESOLVED);
                } else {
                    assertThat(bundle.getState()).as(bundle.getSymbolicName()).isEqualTo(Bundle.ACTIVE);
                }
            });
        }
    }

    @Test
    void engineStartsWithoutTransportAndCodec(@TempDir Path storage) throws Exception {
        try (OsgiContainer container = OsgiContainer.start(storage)) {
            List<Bundle> bundles = container.installAll(
                    List.of(Built.JARS.resolve("chaski.api.jar"), Built.JARS.resolve("chaski.node.jar")));
            container.startAll(bundles);

            assertThat(bundles).extracting(Bundle::getState).containsOnly(Bundle.ACTIVE);
        }
    }

    @Test
    void symbolicNameIsTheModulesName(@TempDir Path storage) throws Exception {
        try (OsgiContainer container = OsgiContainer.start(storage)) {
            for (Path jar : Built.ownJars()) {
                assertThat(container.install(jar).getSymbolicName() + ".jar")
                        .isEqualTo(jar.getFileName().toString());
            }
        }
    }
}
