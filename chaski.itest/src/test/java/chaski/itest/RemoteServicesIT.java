package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Bundles whose code does not mention Chaski use each other's services in two frameworks. */
@Tag("slow")
final class RemoteServicesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @ParameterizedTest
    @EnumSource
    void serviceOfAnotherFrameworkIsUsed(OsgiFramework kind, @TempDir Path a, @TempDir Path b, @TempDir Path work)
            throws Exception {
        RemoteServicesBundles bundles = RemoteServicesBundles.compile(work);
        try (RemoteServicesPair pair = RemoteServicesPair.start(kind, a, b)) {
            Bundle provider = bundles.startProvider(pair.left());
            bundles.startConsumer(pair.right());
            ServiceReference<?> service = pair.awaitImported();

            assertProperties(service);
            assertCalls(pair);
            assertUpdate(pair, service);
            assertTransportMayBeReplaced(pair);

            provider.stop();
            pair.awaitNothingImported();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ask(pair, "greet you")).isEqualTo("no service"));
            provider.start();
            pair.awaitImported();
            awaitGreeting(pair.right());
        }
    }

    /** A service can be found a moment before trackers are notified of it. */
    private static void awaitGreeting(OsgiContainer container) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ask(container, "greet you")).isEqualTo("hello you"));
    }

    private static void assertProperties(ServiceReference<?> service) {
        assertThat((String[]) service.getProperty(Constants.OBJECTCLASS))
                .containsExactlyInAnyOrder("shared.Greeter", "shared.Counter");
        assertThat(service.getProperty("service.imported")).isNotNull();
        assertThat((String[]) service.getProperty("service.imported.configs")).containsExactly("chaski");
        assertThat((String[]) service.getProperty("service.intents")).contains("osgi.basic", "osgi.async");
        assertThat(service.getProperty("service.exported.interfaces")).isNull();
        assertThat(service.getProperty(Constants.SERVICE_RANKING)).isEqualTo(7);
        assertThat(service.getProperty("level")).isEqualTo(1);
        assertThat((long[]) service.getProperty("ids")).containsExactly(1, 2);
        assertThat(service.getProperty("names")).isEqualTo(List.of("x", "y"));
        assertThat(service.getProperty(".private")).isNull();
        assertThat(service.getProperty("endpoint.package.version.shared")).isEqualTo("1.2.3");
        assertThat(service.getProperty("endpoint.service.id")).isInstanceOf(Long.class);
        assertThat(service.getProperty("endpoint.framework.uuid")).isNotNull();
        assertThat(service.getProperty("endpoint.id")).isNotNull();
    }

    private static void assertCalls(RemoteServicesPair pair) {
        awaitGreeting(pair.right());
        assertThat(ask(pair, "later you")).isEqualTo("hello you");
        assertThat(ask(pair, "promised you")).isEqualTo("hello you");
        assertThat(ask(pair, "greet nobody")).isEqualTo("shared.UnknownName: nobody");
        assertThat(ask(pair, "count")).isEqualTo("1");
        assertThat(ask(pair, "slow")).as("beyond osgi.basic.timeout").isEqualTo("ServiceException of type 5");
    }

    private static void assertUpdate(RemoteServicesPair pair, ServiceReference<?> service) {
        Object id = service.getProperty(Constants.SERVICE_ID);
        pair.left().service(IntConsumer.class).accept(2);

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(pair.awaitImported().getProperty("level")).isEqualTo(2));
        assertThat(pair.awaitImported().getProperty(Constants.SERVICE_ID))
                .as("the service is still the same one")
                .isEqualTo(id);
    }

    private static void assertTransportMayBeReplaced(RemoteServicesPair pair) throws Exception {
        Object id = pair.awaitImported().getProperty(Constants.SERVICE_ID);
        Bundle transport = pair.left().bundle("chaski.transport.tcp").orElseThrow();
        transport.stop();
        transport.start();

        assertThat(ask(pair, "greet you")).isEqualTo("hello you");
        assertThat(pair.awaitImported().getProperty(Constants.SERVICE_ID)).isEqualTo(id);
    }

    @Test
    void serviceOfAKilledProcessGoes(@TempDir Path storage, @TempDir Path work, @TempDir Path provider)
            throws Exception {
        try (RemoteServicesProvider process = RemoteServicesProvider.start(provider);
                OsgiContainer consuming = RemoteServicesPair.join(OsgiFramework.FELIX, storage, process.endpoint())) {
            RemoteServicesBundles.compile(work).startConsumer(consuming);
            RemoteServicesPair.awaitImported(consuming);
            awaitGreeting(consuming);

            process.kill();

            RemoteServicesPair.awaitNothingImported(consuming);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ask(consuming, "greet you")).isEqualTo("no service"));
        }
    }

    /** Replaces the bundle on both sides; what was loaded before is collected. */
    @Test
    void bundleIsReplacedAndLeavesNothingBehind(@TempDir Path a, @TempDir Path b, @TempDir Path work) throws Exception {
        RemoteServicesBundles bundles = RemoteServicesBundles.compile(work);
        try (RemoteServicesPair pair = RemoteServicesPair.start(OsgiFramework.FELIX, a, b)) {
            bundles.startProvider(pair.left());
            bundles.startConsumer(pair.right());
            pair.awaitImported();
            assertCalls(pair);
            for (OsgiContainer side : List.of(pair.left(), pair.right())) {
                SwappedBundle swapped = new SwappedBundle(side, "chaski.rsa");
                swapped.swap(SwappedBundle.Way.STOP_AND_START, pair::awaitNothingImported);
                swapped.swap(SwappedBundle.Way.UPDATE, () -> {});
                swapped.swap(SwappedBundle.Way.REFRESH, () -> {});
                pair.awaitImported();
                awaitGreeting(pair.right());
                side.refresh();
                await().atMost(PATIENCE).pollInSameThread().untilAsserted(() -> assertThat(swapped.notCollected())
                        .isZero());
                assertThat(swapped.leftBehind()).isPositive();
            }
        }
    }

    /** With {@code imports=wanted}, only what some listener is looking for is imported. */
    @Test
    void onlyWantedServicesAreImported(@TempDir Path a, @TempDir Path b, @TempDir Path work) throws Exception {
        RemoteServicesBundles bundles = RemoteServicesBundles.compile(work);
        try (RemoteServicesPair pair = RemoteServicesPair.start(OsgiFramework.FELIX, a, b)) {
            pair.right().configureSingleton("chaski.rsa", Map.of("imports", "wanted"));
            bundles.startProvider(pair.left());
            pair.left().context().registerService(Runnable.class, () -> {}, RemoteServicesBundles.exported("*"));
            Bundle consumer = bundles.startConsumer(pair.right());

            pair.awaitImported();
            assertThat(pair.imported()).as("nobody is looking for a Runnable").hasSize(1);
            consumer.stop();
            pair.awaitNothingImported();
        }
    }

    /**
     * The topology manager of Aries uses this admin and this discovery, with ours switched off, on both sides. Properties are not
     * updated: its version does not update imports (ARIES-2219).
     */
    @Test
    void topologyManagerOfAriesUsesThisAdmin(@TempDir Path a, @TempDir Path b, @TempDir Path work) throws Exception {
        RemoteServicesBundles bundles = RemoteServicesBundles.compile(work);
        try (RemoteServicesPair pair = RemoteServicesPair.start(OsgiFramework.FELIX, a, b)) {
            for (OsgiContainer side : List.of(pair.left(), pair.right())) {
                side.configureSingleton("chaski.rsa", Map.of("topology", false));
                side.startAll(side.installAll(Built.jars(Built.ARIES)));
            }
            Bundle provider = bundles.startProvider(pair.left());
            bundles.startConsumer(pair.right());

            ServiceReference<?> service = pair.awaitImported();
            assertProperties(service);
            assertCalls(pair);
            provider.stop();
            pair.awaitNothingImported();
            provider.start();
            pair.awaitImported();
            pair.left()
                    .bundle("org.apache.aries.rsa.topology-manager")
                    .orElseThrow()
                    .stop();
            pair.awaitNothingImported();
        }
    }

    /** What the consumer's bundle answers. */
    private static String ask(RemoteServicesPair pair, String question) {
        return ask(pair.right(), question);
    }

    private static String ask(OsgiContainer container, String question) {
        @SuppressWarnings("unchecked")
        UnaryOperator<@Nullable String> consumer = container.service(UnaryOperator.class);
        return String.valueOf(consumer.apply(question));
    }
}
