package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chaski.api.ClosedException;
import chaski.api.CodecException;
import chaski.api.node.Node;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleWiring;

/**
 * What happens to publishers and subscriptions when the bundle of their streamer is replaced, and that it is collected
 * afterwards.
 */
@Tag("slow")
final class BundleUpdateIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String MAIN = """
            package user;

            import chaski.api.node.Node;
            import chaski.api.streamer.*;
            import java.util.*;
            import java.util.concurrent.ConcurrentLinkedQueue;
            import org.osgi.framework.*;

            public final class Main implements BundleActivator {
                private Subscription<Reading> in;

                @Override
                public void start(BundleContext context) {
                    Queue<String> received = new ConcurrentLinkedQueue<>();
                    Node node = context.getService(context.getServiceReference(Node.class));
                    in = node.service(Streamer.class)
                            .subscribe("lab.>", Reading.class, m -> received.add(m.payload().toString()));
                    context.registerService(Queue.class, received, null);
                }

                @Override
                public void stop(BundleContext context) {
                    in.close();
                }
            }
            """;

    private static final String READING_1 = """
            package user;

            public record Reading(String sensor) {}
            """;

    private static final String READING_2 = """
            package user;

            public record Reading(String sensor, double value) {}
            """;

    private static final String READING_3 = """
            package user;

            public record Reading(double value, String unit) {}
            """;

    /**
     * The payload.
     *
     * @param sensor the sensor
     * @param value the value
     */
    public record Sent(String sensor, double value) {}

    @ParameterizedTest
    @EnumSource
    void updatedStreamerEndsWhatTheOldOneMadeAndIsMadeAnew(OsgiFramework kind, @TempDir Path storage) throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage)) {
            Node node = node(container);
            SwappedBundle bundle = new SwappedBundle(container, "chaski.streamer");

            useAndReplaceStreamer(node, bundle);

            assertThat(exchange(node, "again")).isEqualTo("again");
            awaitCollected(container, bundle);
        }
    }

    /** In a separate method, whose frame does not hold the old streamer any more. */
    private static void useAndReplaceStreamer(Node node, SwappedBundle bundle) throws Exception {
        Streamer old = node.service(Streamer.class);
        Publisher<String> out = old.publisher("lab.x", String.class);
        Subscription<String> polled = old.subscribe("lab.>", String.class);
        Queue<String> handled = new ConcurrentLinkedQueue<>();
        Subscription<String> handler = old.subscribe("lab.>", String.class, m -> handled.add(m.payload()));
        out.publish("before");

        bundle.swap(SwappedBundle.Way.UPDATE, () -> {});

        assertThatThrownBy(() -> out.publish("after")).isInstanceOf(ClosedException.class);
        assertThat(handled).containsExactly("before");
        assertThat(handler.awaitClosed(PATIENCE)).isTrue();
        assertThat(polled.next(Duration.ZERO))
                .hasValueSatisfying(m -> assertThat(m.payload()).isEqualTo("before"));
        assertThat(polled.next(Duration.ZERO)).isEmpty();
        assertThat(polled.isClosed()).isTrue();
        assertThat(node.service(Streamer.class)).isNotSameAs(old);
    }

    @ParameterizedTest
    @EnumSource
    void openPublishersAndSubscriptionsUseTheCodecThatReplacedTheirs(OsgiFramework kind, @TempDir Path storage)
            throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage)) {
            Streamer streamer = node(container).service(Streamer.class);
            SwappedBundle bundle = new SwappedBundle(container, "chaski.codec.jackson");
            try (Subscription<Sent> in = streamer.subscribe("lab.>", Sent.class);
                    Subscription<Sent> idle = streamer.subscribe("lab.>", Sent.class);
                    Publisher<Sent> out = streamer.publisher("lab.x", Sent.class)) {
                out.publish(new Sent("a", 1));
                assertThat(in.next(PATIENCE).orElseThrow().payload()).isEqualTo(new Sent("a", 1));
                assertThat(idle.next(PATIENCE)).isPresent();

                bundle.swap(SwappedBundle.Way.UNINSTALL_AND_INSTALL, () -> {
                    out.publish(new Sent("b", 2)); // its short absence has no effect
                    assertThat(in.next(PATIENCE).orElseThrow().payload()).isEqualTo(new Sent("b", 2));
                });

                awaitCollected(container, bundle); // although one of them is not connected to the new one
                out.publish(new Sent("c", 3));
                assertThat(in.next(PATIENCE).orElseThrow().payload()).isEqualTo(new Sent("c", 3));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCodecThatIsUninstalledIsMissedTwoSecondsLaterAndNothingHoldsIt(OsgiFramework kind, @TempDir Path storage)
            throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage)) {
            Streamer streamer = node(container).service(Streamer.class);
            Bundle codec = container.bundle("chaski.codec.jackson").orElseThrow();
            try (Publisher<Sent> out = streamer.publisher("lab.x", Sent.class)) {
                out.publish(new Sent("a", 1));
                WeakReference<ClassLoader> loader = loader(codec);

                codec.uninstall();
                container.refresh();

                await().atMost(PATIENCE).untilAsserted(() -> assertThatThrownBy(() -> out.publish(new Sent("b", 2)))
                        .isInstanceOf(CodecException.class)
                        .hasMessageContaining("chaski.codec.jackson"));
                awaitCollected(loader);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoVersionsOfARecordReceiveAndGoWithTheirBundles(OsgiFramework kind, @TempDir Path storage, @TempDir Path work)
            throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage)) {
            Node node = node(container);
            Bundle one = UserBundle.of("user.one", work, MAIN, READING_1).start(container);
            Bundle two = UserBundle.of("user.two", work, MAIN, READING_2).start(container);
            WeakReference<ClassLoader> first = loader(one);
            WeakReference<ClassLoader> second = loader(two);
            try (Publisher<Sent> out = node.service(Streamer.class).publisher("lab.x", Sent.class)) {
                out.publish(new Sent("a", 1.5));
                awaitReceived(one, "Reading[sensor=a]");
                awaitReceived(two, "Reading[sensor=a, value=1.5]");

                try (InputStream next =
                        UserBundle.of("user.one", work, MAIN, READING_3).open()) {
                    one.update(next);
                }
                container.refresh();
                out.publish(new Sent("b", 2.5));

                awaitReceived(one, "Reading[value=2.5, unit=null]");
                awaitReceived(two, "Reading[sensor=a, value=1.5]", "Reading[sensor=b, value=2.5]");
                awaitCollected(first); // while the publisher and the other bundle continue
                assertThat(second.get()).isNotNull();
            }
            WeakReference<ClassLoader> third = loader(one);
            one.uninstall();
            two.uninstall();
            container.refresh();
            awaitCollected(second);
            awaitCollected(third);
        }
    }

    private static Node node(OsgiContainer container) throws Exception {
        container.configure("chaski.node", "a", Map.of("name", "a"));
        return container.service(Node.class);
    }

    private static String exchange(Node node, String text) {
        Streamer streamer = node.service(Streamer.class);
        try (Subscription<Sent> in = streamer.subscribe("check.>", Sent.class);
                Publisher<Sent> out = streamer.publisher("check.x", Sent.class)) {
            out.publish(new Sent(text, 0));
            return in.next(PATIENCE).orElseThrow().payload().sensor();
        }
    }

    private static void awaitReceived(Bundle bundle, String... texts) {
        Queue<?> received = (Queue<?>) bundle.getBundleContext()
                .getService(java.util.Arrays.stream(bundle.getRegisteredServices())
                        .filter(service -> ((String[]) service.getProperty(Constants.OBJECTCLASS))
                                [0].equals(Queue.class.getName()))
                        .findFirst()
                        .orElseThrow());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(received.toArray()).containsExactly((Object[]) texts));
    }

    private static WeakReference<ClassLoader> loader(Bundle bundle) {
        return new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
    }

    private static void awaitCollected(WeakReference<ClassLoader> loader) {
        await().atMost(PATIENCE).pollInSameThread().until(() -> {
            System.gc();
            return loader.get() == null;
        });
    }

    private static void awaitCollected(OsgiContainer container, SwappedBundle bundle) {
        container.refresh();
        assertThat(bundle.leftBehind()).isOne();
        await().atMost(PATIENCE).pollInSameThread().until(() -> bundle.notCollected() == 0);
    }
}
