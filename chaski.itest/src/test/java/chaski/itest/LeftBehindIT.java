package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.ClosedException;
import chaski.api.node.Node;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.BundleException;

/**
 * A message is sent by the test's publisher through the streamer, a codec, a transport and the streamer of another node
 * to a listener in a user's bundle. Each of these bundles is replaced in each way, again and again, while the others
 * stay and continue to use it: no replaced class loader remains.
 */
@Tag("slow")
final class LeftBehindIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String MAIN = """
            package user;

            import chaski.api.streamer.*;
            import java.util.*;
            import java.util.concurrent.atomic.AtomicLong;
            import java.util.function.LongSupplier;
            import org.osgi.framework.*;

            public final class Main implements BundleActivator, TopicListener<Reading> {
                private final AtomicLong latest = new AtomicLong();

                @Override
                public void start(BundleContext context) {
                    context.registerService(TopicListener.class, this,
                            new Hashtable<>(Map.of("chaski.topics", "lab.>", "chaski.node", "b")));
                    context.registerService(LongSupplier.class, latest::get, null);
                }

                @Override
                public void stop(BundleContext context) {}

                @Override
                public Class<Reading> type() {
                    return Reading.class;
                }

                @Override
                public void onMessage(Message<Reading> message) {
                    latest.set(message.payload().number());
                }
            }
            """;

    private static final String READING = """
            package user;

            public record Reading(long number) {}
            """;

    /**
     * The payload.
     *
     * @param number its number
     */
    public record Sent(long number) {}

    private Optional<Publisher<Sent>> publisher = Optional.empty();
    private long number;

    @ParameterizedTest
    @EnumSource
    void nothingOfABundleThatIsReplacedStays(OsgiFramework kind, @TempDir Path storage, @TempDir Path work)
            throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage)) {
            container.configure("chaski.node", "a", Map.of("name", "a", "listen", "tcp://127.0.0.1:0"));
            Node a = node(container, "a");
            String endpoint = await().until(a::endpoints, bound -> !bound.isEmpty())
                    .get(0)
                    .toString();
            container.configure("chaski.node", "b", Map.of("name", "b", "join", endpoint));
            UserBundle user = UserBundle.of("user", work, MAIN, READING);
            List<SwappedBundle> bundles = List.of(
                    new SwappedBundle(container, user.start(container), user.jar()),
                    new SwappedBundle(container, "chaski.streamer"),
                    new SwappedBundle(container, "chaski.codec.jackson"),
                    new SwappedBundle(container, "chaski.transport.tcp"));
            exchange(container, a);
            replaceAll(container, a, bundles);
            Footprint once = Footprint.now();

            replaceAll(container, a, bundles);

            container.refresh();
            for (SwappedBundle bundle : bundles) {
                assertThat(bundle.leftBehind()).isGreaterThanOrEqualTo(2 * (SwappedBundle.Way.values().length - 1));
                await().atMost(PATIENCE).pollInSameThread().untilAsserted(() -> assertThat(bundle.notCollected())
                        .as("class loaders of %s that stay", bundle.bundle())
                        .isZero());
            }
            once.awaitAgain();
            assertThat(node(container, "a")).isSameAs(a);
        }
    }

    private void replaceAll(OsgiContainer container, Node a, List<SwappedBundle> bundles) throws BundleException {
        for (SwappedBundle bundle : bundles) {
            for (SwappedBundle.Way way : SwappedBundle.Way.values()) {
                bundle.swap(way, () -> {});
                exchange(container, a);
            }
        }
    }

    /**
     * Publishes one message after the other until the user's bundle has received one of them; the publisher stays open.
     */
    private void exchange(OsgiContainer container, Node a) {
        long before = number;
        await().atMost(PATIENCE).pollInSameThread().until(() -> {
            publish(a);
            return heard(container).stream().anyMatch(latest -> latest > before);
        });
    }

    private void publish(Node a) {
        number++;
        try {
            publisher.orElseThrow(() -> new ClosedException("none yet")).publish(new Sent(number));
        } catch (ClosedException e) {
            publisher = Optional.of(a.service(Streamer.class).publisher("lab.x", Sent.class));
        }
    }

    private static List<Long> heard(OsgiContainer container) throws Exception {
        List<Long> heard = new ArrayList<>();
        for (var reference : container.context().getServiceReferences(LongSupplier.class, null)) {
            LongSupplier latest = container.context().getService(reference);
            if (latest != null) {
                heard.add(latest.getAsLong());
                container.context().ungetService(reference);
            }
        }
        return heard;
    }

    private static Node node(OsgiContainer container, String name) throws Exception {
        return await().atMost(PATIENCE)
                .until(
                        () ->
                                container
                                        .context()
                                        .getServiceReferences(Node.class, "(chaski.node=" + name + ")")
                                        .stream()
                                        .map(container.context()::getService)
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }
}
