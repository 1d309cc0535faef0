package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.streamer.Streamer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Streams between two frameworks while the bundles of the transport on either side are stopped, started, updated, refreshed,
 * uninstalled and installed: nothing is lost, repeated or reordered, the nodes stay, and what was replaced is collected.
 *
 * <p>{@code -Dchaski.swaps=1000} swaps more often, {@code -Dchaski.seed=42} does the same again.
 */
@Tag("slow")
final class TransportSwapIT {

    private static final String TCP = "chaski.transport.tcp";
    private static final int SWAPS = Integer.getInteger("chaski.swaps", 50);
    private static final int MESSAGES_PER_SWAP = 4_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource
    void nothingIsLostWhileTransportsComeAndGo(OsgiFramework kind, @TempDir Path a, @TempDir Path b) throws Exception {
        long seed = Long.getLong("chaski.seed", System.nanoTime());
        System.out.println(kind + ": swaps of the transport by -Dchaski.seed=" + seed);
        Footprint before = Footprint.now();
        try (OsgiContainer left = OsgiContainer.sharing(kind, a);
                OsgiContainer right = OsgiContainer.sharing(kind, b)) {
            Node first = node(left, Map.of("name", "left", "listen", "tcp://127.0.0.1:0"));
            Node second = node(
                    right,
                    Map.of(
                            "name",
                            "right",
                            "listen",
                            "tcp://127.0.0.1:0",
                            "join",
                            first.endpoints().get(0).toString()));
            List<NodeEvent> lost = new CopyOnWriteArrayList<>();
            first.watch(event -> collectLoss(event, lost));
            second.watch(event -> collectLoss(event, lost));
            Streamer streamer = first.service(Streamer.class);
            List<SwappedBundle> bundles = List.of(new SwappedBundle(left, TCP), new SwappedBundle(right, TCP));
            List<NumberedStream> streams = List.of(
                    new NumberedStream(first, second, "swap.there"), new NumberedStream(second, first, "swap.back"));
            // the first update replaces a jar of the build by a copy, which the framework holds in another way
            for (SwappedBundle bundle : bundles) {
                bundle.swap(SwappedBundle.Way.UPDATE, () -> {});
            }
            streams.forEach(stream -> stream.allow(1));
            awaitReceived(streams, 1);
            Footprint swappedOnce = Footprint.now();

            List<Duration> stalls = swapAgainAndAgain(new Random(seed), bundles, streams);

            assertThat(streams).allSatisfy(stream -> {
                assertThat(stream.wrong()).isEmpty();
                assertThat(stream.received()).isEqualTo((long) SWAPS * MESSAGES_PER_SWAP);
            });
            assertThat(lost).isEmpty();
            assertThat(left.service(Node.class)).isSameAs(first);
            assertThat(right.service(Node.class)).isSameAs(second);
            assertThat(first.service(Streamer.class)).isSameAs(streamer);
            report(kind, stalls);
            left.refresh();
            right.refresh();
            bundles.forEach(
                    bundle -> await().atMost(PATIENCE).pollInSameThread().until(() -> bundle.notCollected() == 0));
            swappedOnce.awaitAgain();
            streams.forEach(NumberedStream::close);
            close(left, first);
            close(right, second);
        }
        before.awaitAgain();
    }

    private static Node node(OsgiContainer container, Map<String, Object> configuration) throws Exception {
        container.configure("chaski.node", "swapped", configuration);
        return container.service(Node.class);
    }

    /** Closes a node while there is a transport to say goodbye on, which a framework that stops may take away first. */
    private static void close(OsgiContainer container, Node node) throws Exception {
        container.unconfigure("chaski.node", "swapped");
        node.closeAsync().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static void collectLoss(NodeEvent event, List<NodeEvent> lost) {
        if (event instanceof NodeEvent.SessionLost) {
            lost.add(event);
        }
    }

    private static List<Duration> swapAgainAndAgain(
            Random random, List<SwappedBundle> bundles, List<NumberedStream> streams) throws Exception {
        List<Duration> stalls = new ArrayList<>();
        for (int swap = 0; swap < SWAPS; swap++) {
            long begin = (long) swap * MESSAGES_PER_SWAP;
            long end = begin + MESSAGES_PER_SWAP;
            streams.forEach(stream -> stream.allow(end));
            awaitReceived(streams, begin + random.nextInt(MESSAGES_PER_SWAP / 2));
            streams.forEach(NumberedStream::longestGap);
            for (int side : sides(random)) {
                SwappedBundle.Way way = SwappedBundle.Way.values()[random.nextInt(SwappedBundle.Way.values().length)];
                int more = random.nextInt(MESSAGES_PER_SWAP / 4);
                bundles.get(side).swap(way, () -> awaitPublished(streams, more, end));
            }
            awaitReceived(streams, end);
            stalls.add(streams.stream()
                    .map(NumberedStream::longestGap)
                    .max(Duration::compareTo)
                    .orElseThrow());
        }
        return stalls;
    }

    /** Mostly one of the two, now and then both. */
    private static List<Integer> sides(Random random) {
        return switch (random.nextInt(5)) {
            case 0, 1 -> List.of(0);
            case 2, 3 -> List.of(1);
            default -> List.of(0, 1);
        };
    }

    private static void awaitReceived(List<NumberedStream> streams, long number) {
        streams.forEach(stream -> await().pollInterval(Duration.ofMillis(5))
                .atMost(PATIENCE)
                .until(() -> stream.received() >= number || stream.wrong().isPresent()));
    }

    /** Lets messages pile up while there is no transport. */
    private static void awaitPublished(List<NumberedStream> streams, int more, long end) {
        streams.forEach(stream -> {
            long target = Math.min(stream.published() + more, end);
            await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).until(() -> stream.published() >= target);
        });
    }

    private static void report(OsgiFramework kind, List<Duration> stalls) {
        List<Long> sortedMs = stalls.stream().map(Duration::toMillis).sorted().toList();
        System.out.printf(
                "%s: %d swaps, stall of the streams: median %d ms, p99 %d ms, longest %d ms%n",
                kind,
                sortedMs.size(),
                sortedMs.get(sortedMs.size() / 2),
                sortedMs.get((int) Math.ceil(sortedMs.size() * 0.99) - 1),
                sortedMs.get(sortedMs.size() - 1));
    }
}
