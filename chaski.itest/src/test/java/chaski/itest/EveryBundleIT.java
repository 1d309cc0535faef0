package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.node.Node;
import chaski.api.remote.Remote;
import chaski.api.streamer.Streamer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceException;

/**
 * Every bundle of Chaski is replaced in every way, on either side, beside a numbered stream and eight callers between
 * two frameworks. The other parts are not affected: if it is a transport, a codec, the remote or its adapter, the
 * stream is exact and no session ends; if it is the streamer, accepted messages arrive or are reported; the engine
 * closes its node gracefully. Each call ends once, with a correct reason. Replaced bundles are collected.
 *
 * <p>{@code chaski.api} stays, since the test shares it with the frameworks; replacing it refreshes everything. {@code -Dchaski.rounds=20} does it more often.
 */
@Tag("slow")
final class EveryBundleIT {

    private static final int ROUNDS = Integer.getInteger("chaski.rounds", 2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** That many messages arrive, and that many calls of each caller return, after each change. */
    private static final int PROGRESS = 5;

    private static final List<String> BUNDLES = List.of(
            "chaski.transport.tcp",
            "chaski.transport.udp",
            "chaski.codec.jackson",
            "chaski.remote.promise",
            "chaski.remote",
            "chaski.streamer",
            "chaski.node");

    /** The ways to replace a bundle. */
    enum Change {
        UPDATE(SwappedBundle.Way.UPDATE),
        /** Tasks of the updated bundle may still run when its classes become unavailable. */
        UPDATE_AND_REFRESH(SwappedBundle.Way.UPDATE, SwappedBundle.Way.REFRESH),
        STOP_AND_START(SwappedBundle.Way.STOP_AND_START),
        UNINSTALL_AND_INSTALL(SwappedBundle.Way.UNINSTALL_AND_INSTALL);

        private final SwappedBundle.Way[] ways;

        Change(SwappedBundle.Way... ways) {
            this.ways = ways;
        }

        void make(SwappedBundle bundle) throws BundleException {
            for (SwappedBundle.Way way : ways) {
                bundle.swap(way, () -> {});
            }
        }
    }

    /** Compared and printed only here, and so are its components; see {@link #awaitCollected}. */
    private record Unheard(Component part, int number) {}

    /** A separate type. */
    private static final class Component {}

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    /** Everything logged in this JVM: it must not name classes that were unloaded. */
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord line) {
            String text = line.getLoggerName() + ": " + line.getMessage() + Arrays.toString(line.getParameters());
            if (text.contains("NoClassDefFoundError")) {
                failures.add(text);
            }
            noteLinkage(text, line.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 25, unit = TimeUnit.MINUTES)
    void whatGoesTakesNothingWithIt(OsgiFramework kind, @TempDir Path a, @TempDir Path b) throws Exception {
        Logger logger = Logger.getLogger("chaski");
        logger.addHandler(log);
        try (OsgiContainer left = OsgiContainer.sharing(kind, a);
                OsgiContainer right = OsgiContainer.sharing(kind, b)) {
            List<OsgiContainer> sides = List.of(left, right);
            sides.forEach(side -> side.context().addFrameworkListener(this::note));
            String endpoint = "tcp://127.0.0.1:" + freePort();
            left.configure("chaski.node", "left", Map.of("name", "left", "listen", endpoint + ",udp://127.0.0.1:0"));
            right.configure(
                    "chaski.node", "right", Map.of("name", "right", "listen", "udp://127.0.0.1:0", "join", endpoint));
            right.configure(
                    "chaski.import",
                    "doubling",
                    Map.of(
                            "name",
                            AccountedCallers.NAME,
                            "interface",
                            IntUnaryOperator.class.getName(),
                            "deadlineMs",
                            AccountedCallers.DEADLINE.toMillis()));
            new Scene(kind, sides).run();
        } finally {
            logger.removeHandler(log);
        }
    }

    private void note(FrameworkEvent event) {
        for (Throwable e = event.getThrowable(); e != null; e = e.getCause()) {
            if (e instanceof ServiceException) {
                failures.add("framework: " + event.getThrowable());
            }
        }
        noteLinkage("framework", event.getThrowable());
    }

    private void noteLinkage(String where, @Nullable Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (e instanceof LinkageError) {
                failures.add(where + ": " + error);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The traffic while bundles are replaced. */
    private final class Scene {

        private final OsgiFramework kind;
        private final List<ServiceOfNow<Node>> nodes;
        private final List<List<SwappedBundle>> bundles = new ArrayList<>();
        private final List<OsgiContainer> sides;
        private final AccountedCallers callers;
        private final ReopenedStream stream;
        private Optional<Node> watched = Optional.empty();
        private int turn;

        Scene(OsgiFramework kind, List<OsgiContainer> sides) {
            this.kind = kind;
            this.sides = sides;
            this.nodes = sides.stream()
                    .map(side -> new ServiceOfNow<>(side.context(), Node.class, "(chaski.node=*)"))
                    .toList();
            for (String bundle : BUNDLES) {
                bundles.add(sides.stream()
                        .map(side -> new SwappedBundle(side, bundle))
                        .toList());
            }
            callers = new AccountedCallers(
                    new ServiceOfNow<>(right().context(), Remote.class, "(chaski.node=right)"),
                    new ServiceOfNow<>(
                            right().context(),
                            IntUnaryOperator.class,
                            "(chaski.import=" + AccountedCallers.NAME + ")"));
            stream = new ReopenedStream(
                    new ServiceOfNow<>(sides.get(0).context(), Streamer.class, "(chaski.node=left)"),
                    new ServiceOfNow<>(right().context(), Streamer.class, "(chaski.node=right)"));
        }

        private OsgiContainer right() {
            return sides.get(1);
        }

        void run() throws Exception {
            watch();
            sides.get(0)
                    .context()
                    .registerService(
                            IntUnaryOperator.class,
                            callers.doubling(),
                            FrameworkUtil.asDictionary(
                                    Map.of("chaski.export", AccountedCallers.NAME, "chaski.node", "left")));
            callers.start();
            awaitProgress("the beginning");
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < BUNDLES.size(); i++) {
                    for (Change change : Change.values()) {
                        SwappedBundle bundle = bundles.get(i).get(turn++ % 2);
                        replace(BUNDLES.get(i), bundle, change);
                    }
                    turn++; // the other side is first next time
                }
            }
            callers.close();
            stream.close();
            watched = Optional.empty();
            checkNothingWrong("the end");
            System.out.printf(
                    "%s: %d changes, %d calls of which ended otherwise %s, %d messages%n",
                    kind,
                    ROUNDS * BUNDLES.size() * Change.values().length,
                    callers.calls(),
                    callers.endings(),
                    stream.count());
            awaitCollected();
        }

        @SuppressWarnings("resource") // as long as the node lives
        private void watch() {
            nodes.forEach(
                    node -> await().atMost(PATIENCE).until(() -> node.find().isPresent()));
            Node publishing = nodes.get(0).find().orElseThrow();
            if (watched.filter(publishing::equals).isEmpty()) {
                publishing.watch(stream::watch);
                watched = Optional.of(publishing);
            }
        }

        private void replace(String name, SwappedBundle bundle, Change change) throws Exception {
            String what = name + " " + change;
            boolean ofNode = name.equals("chaski.node");
            List<Node> before = nodesNow();
            List<Long> ended = ended(before);
            callers.replacing(name);

            change.make(bundle);

            if (ofNode) {
                watch();
            }
            awaitProgress(what);
            if (!ofNode) {
                assertThat(nodesNow()).as(what).isEqualTo(before);
                assertThat(ended(before))
                        .as("sessions that ended after " + what)
                        .isEqualTo(ended);
            }
            account(what, name);
        }

        private List<Node> nodesNow() {
            return nodes.stream().map(node -> node.find().orElseThrow()).toList();
        }

        private static List<Long> ended(List<Node> nodes) {
            return nodes.stream()
                    .map(node -> node.counters().getOrDefault("sessions.ended", 0L))
                    .toList();
        }

        /** Messages given to a subscription have arrived, or were reported if its streamer or its node has closed. */
        private void account(String what, String name) {
            long upTo = stream.published();
            boolean mayMiss = name.equals("chaski.streamer") || name.equals("chaski.node");
            if (name.equals("chaski.node")) {
                stream.forget(upTo); // the node that could report it has closed
            } else {
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(stream.missing(upTo))
                        .as("missing after " + what)
                        .isLessThanOrEqualTo(mayMiss ? stream.excused() : 0));
                stream.forget(upTo);
            }
        }

        private void awaitProgress(String what) {
            long messages = stream.count();
            List<Integer> calls = callers.returned();
            await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).untilAsserted(() -> {
                checkNothingWrong(what);
                assertThat(stream.count()).isGreaterThanOrEqualTo(messages + PROGRESS);
                List<Integer> now = callers.returned();
                for (int i = 0; i < calls.size(); i++) {
                    assertThat(now.get(i)).isGreaterThanOrEqualTo(calls.get(i) + PROGRESS);
                }
            });
        }

        private void checkNothingWrong(String what) {
            assertThat(stream.wrong()).as(what).isEmpty();
            assertThat(callers.wrong()).as(what).isEmpty();
            assertThat(failures).as(what).isEmpty();
        }

        private void awaitCollected() {
            sides.forEach(OsgiContainer::refresh);
            for (int i = 0; i < BUNDLES.size(); i++) {
                for (SwappedBundle bundle : bundles.get(i)) {
                    assertThat(bundle.leftBehind()).isPositive();
                    // Records of the engine are compared, and the JDK keeps the last one, and the last type within one:
                    // see docs/OSGI.md.
                    if (BUNDLES.get(i).equals("chaski.node")) {
                        Component part = new Component();
                        assertThat(new Unheard(part, 1))
                                .isNotEqualTo(new Unheard(part, 2))
                                .doesNotHaveSameHashCodeAs(new Unheard(part, 3));
                        assertThat(new Unheard(part, 4).toString()).contains("4");
                    }
                    await().atMost(PATIENCE).pollInSameThread().untilAsserted(() -> assertThat(bundle.notCollected())
                            .as("class loaders of %s that stay", bundle.bundle())
                            .isZero());
                }
            }
        }
    }
}
