package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;

/** Every jar is a bundle that resolves and starts in a framework. */
final class BundlesIT {

    @ParameterizedTest
    @EnumSource
    void everyBundleResolvesAndStarts(OsgiFramework kind, @TempDir Path storage) throws Exception {
        try (OsgiContainer container = OsgiContainer.start(kind, storage)) {
            List<Bundle> bundles = container.installAll(Built.bundles());
            bundles.addAll(container.installAll(Built.jars(Built.REMOTE_SERVICES)));
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

    @ParameterizedTest
    @EnumSource
    void engineStartsWithoutTransportAndCodec(OsgiFramework kind, @TempDir Path storage) throws Exception {
        try (OsgiContainer container = OsgiContainer.start(kind, storage)) {
            List<Bundle> bundles = container.installAll(
                    List.of(Built.jar("chaski.api"), Built.jar("chaski.security"), Built.jar("chaski.node")));
            container.startAll(bundles);

            assertThat(bundles).extracting(Bundle::getState).containsOnly(Bundle.ACTIVE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void symbolicNameIsTheModulesName(OsgiFramework kind, @TempDir Path storage) throws Exception {
        try (OsgiContainer container = OsgiContainer.start(kind, storage)) {
            for (Path jar : Built.ownJars()) {
                assertThat(container.install(jar).getSymbolicName() + ".jar")
                        .isEqualTo(jar.getFileName().toString());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCapabilityDescribesEachTransportAndNothingRequiresIt(OsgiFramework kind, @TempDir Path storage)
            throws Exception {
        String namespace = "chaski.transport";
        try (OsgiContainer container = OsgiContainer.start(kind, storage)) {
            List<BundleRevision> revisions = container.installAll(Built.ownJars()).stream()
                    .map(bundle -> bundle.adapt(BundleRevision.class))
                    .toList();

            assertThat(revisions)
                    .flatExtracting(revision -> revision.getDeclaredCapabilities(namespace))
                    .extracting(capability -> capability.getRevision().getSymbolicName() + " "
                            + capability.getAttributes().get("scheme"))
                    .containsExactlyInAnyOrder(
                            "chaski.transport.tcp tcp", "chaski.transport.udp udp", "chaski.transport.quic quic");
            assertThat(revisions)
                    .flatExtracting(revision -> revision.getDeclaredRequirements(namespace))
                    .isEmpty();
        }
    }
}
