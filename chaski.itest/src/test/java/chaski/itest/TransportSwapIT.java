package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.streamer.Streamer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Streams between two frameworks while the bundles of one or two transports on either side are stopped, started,
 * updated, refreshed, uninstalled and installed: no message is lost, repeated or reordered, the nodes stay, threads and
 * descriptors are released, and replaced bundles are collected.
 *
 * <p>{@code -Dchaski.swaps=1000} swaps more often, {@code -Dchaski.seed=42} repeats a run. With two transports, 200
 * swaps are 200,000 messages in each direction. In a closed network, where links take longer to begin, there are fewer,
 * or as many as {@code -Dchaski.swaps.closed=200} demands.
 */
@Tag("slow")
final class TransportSwapIT {

    private static final String BUNDLE = "chaski.transport.";
    private static final int SWAPS = Integer.getInteger("chaski.swaps", 50);
    private static final int SWAPS_OF_CLOSED_NETWORK = Integer.getInteger("chaski.swaps.closed", 10);
    /** Sessions should return often, so that the next swap occurs on either transport. */
    private static final long HOLD_MS = 200;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource
    void nothingIsLostWhileTransportsComeAndGo(OsgiFramework kind, @TempDir Path a, @TempDir Path b) throws Exception {
        List<String> moves = new Scene(kind, List.of("tcp"), SWAPS, 4_000, Map.of()).swapUnderLoad(a, b);

        assertThat(moves).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLostWhileSessionsGoFromTcpToUdpAndBack(OsgiFramework kind, @TempDir Path a, @TempDir Path b)
            throws Exception {
        List<String> moves = new Scene(kind, List.of("tcp", "udp"), SWAPS, 1_000, Map.of()).swapUnderLoad(a, b);

        assertThat(moves).contains("tcp", "udp");
    }

    @ParameterizedTest
    @EnumSource
    @EnabledOnOs(OS.LINUX)
    void nothingIsLostWhileAClosedNetworkGoesFromTcpToQuicAndBack(
            OsgiFramework kind, @TempDir Path a, @TempDir Path b, @TempDir Path identities) throws Exception {
        IssuedIdentities issued = IssuedIdentities.of(identities, "left", "right");
        Map<String, Path> files = Map.of("left", issued.files("left"), "right", issued.files("right"));

        List<String> moves =
                new Scene(kind, List.of("tcp", "quic"), SWAPS_OF_CLOSED_NETWORK, 1_000, files).swapUnderLoad(a, b);

        assertThat(moves).contains("tcp", "quic");
    }

    /**
     * What is swapped.
     *
     * @param kind the frameworks
     * @param schemes of the transports
     * @param swaps how often
     * @param messagesPerSwap in each direction
     * @param identities the folders of the nodes' identities, by their names; none in an open network
     */
    private record Scene(
            OsgiFramework kind, List<String> schemes, int swaps, int messagesPerSwap, Map<String, Path> identities) {

        /** Returns the endpoint of the session, as the first node reports it. */
        List<String> swapUnderLoad(Path a, Path b) throws Exception {
            long seed = Long.getLong("chaski.seed", System.nanoTime());
            System.out.println(kind + ": swaps of " + schemes + " by -Dchaski.seed=" + seed);
            Footprint before = Footprint.now();
            List<String> moves = new CopyOnWriteArrayList<>();
            try (OsgiContainer left = OsgiContainer.sharing(kind, a);
                    OsgiContainer right = OsgiContainer.sharing(kind, b)) {
                Node first = node(left, "left", "");
                Node second = node(right, "right", first.endpoints().get(0).toString());
                List<NodeEvent> lost = new CopyOnWriteArrayList<>();
                first.watch(event -> collectLoss(event, lost));
                first.watch(event -> collectMoves(event, moves));
                second.watch(event -> collectLoss(event, lost));
                Streamer streamer = first.service(Streamer.class);
                List<SwappedBundle> bundles = Stream.of(left, right)
                        .flatMap(side -> schemes.stream().map(scheme -> new SwappedBundle(side, BUNDLE + scheme)))
                        .toList();
                List<NumberedStream> streams = List.of(
                        new NumberedStream(first, second, "swap.there"),
                        new NumberedStream(second, first, "swap.back"));
                // the first update replaces a jar of the build by a copy, which the framework opens in another way
                for (SwappedBundle bundle : bundles) {
                    bundle.swap(SwappedBundle.Way.UPDATE, () -> {});
                }
                streams.forEach(stream -> stream.allow(1));
                awaitReceived(streams, 1);
                Footprint swappedOnce = Footprint.now();
                for (String scheme : schemes) {
                    swappedOnce = swappedOnce.withIoThreads(scheme, 2);
                }

                List<Duration> stalls = swapAgainAndAgain(new Random(seed), bundles, streams);

                assertThat(streams).allSatisfy(stream -> {
                    assertThat(stream.wrong()).isEmpty();
                    assertThat(stream.received()).isEqualTo((long) swaps * messagesPerSwap);
                });
                assertThat(lost).isEmpty();
                assertThat(left.service(Node.class)).isSameAs(first);
                assertThat(right.service(Node.class)).isSameAs(second);
                assertThat(first.service(Streamer.class)).isSameAs(streamer);
                report(stalls, moves.size());
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
            return moves;
        }

        private Node node(OsgiContainer container, String name, String join) throws Exception {
            String listen =
                    schemes.stream().map(scheme -> scheme + "://127.0.0.1:0").collect(Collectors.joining(","));
            Map<String, Object> properties =
                    new HashMap<>(Map.of("name", name, "listen", listen, "join", join, "link.holdMs", HOLD_MS));
            if (identities.containsKey(name)) {
                properties.put("security.identity", identities.get(name).toString());
            }
            container.configure("chaski.node", "swapped", properties);
            Node node = container.service(Node.class);
            await().atMost(PATIENCE).until(() -> node.endpoints().size() == schemes.size());
            return node;
        }

        private List<Duration> swapAgainAndAgain(
                Random random, List<SwappedBundle> bundles, List<NumberedStream> streams) throws Exception {
            List<Duration> stalls = new ArrayList<>();
            for (int swap = 0; swap < swaps; swap++) {
                long begin = (long) swap * messagesPerSwap;
                long end = begin + messagesPerSwap;
                streams.forEach(stream -> stream.allow(end));
                awaitReceived(streams, begin + random.nextInt(messagesPerSwap / 2));
                streams.forEach(NumberedStream::longestGap);
                for (SwappedBundle bundle : some(random, bundles)) {
                    SwappedBundle.Way way =
                            SwappedBundle.Way.values()[random.nextInt(SwappedBundle.Way.values().length)];
                    int more = random.nextInt(messagesPerSwap / 4);
                    bundle.swap(way, () -> awaitPublished(streams, more, end));
                }
                awaitReceived(streams, end);
                stalls.add(streams.stream()
                        .map(NumberedStream::longestGap)
                        .max(Duration::compareTo)
                        .orElseThrow());
            }
            return stalls;
        }

        private void report(List<Duration> stalls, int moves) {
            List<Long> sortedMs =
                    stalls.stream().map(Duration::toMillis).sorted().toList();
            System.out.printf(
                    "%s: %d swaps of %s, %d moves, stall of the streams: median %d ms, p99 %d ms, longest %d ms%n",
                    kind,
                    sortedMs.size(),
                    schemes,
                    moves,
                    sortedMs.get(sortedMs.size() / 2),
                    sortedMs.get((int) Math.ceil(sortedMs.size() * 0.99) - 1),
                    sortedMs.get(sortedMs.size() - 1));
        }
    }

    /** Closes a node while a transport can still send GOODBYE; a framework that stops may remove it first. */
    private static void close(OsgiContainer container, Node node) throws Exception {
        container.unconfigure("chaski.node", "swapped");
        node.closeAsync().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static void collectLoss(NodeEvent event, List<NodeEvent> lost) {
        if (event instanceof NodeEvent.SessionLost) {
            lost.add(event);
        }
    }

    private static void collectMoves(NodeEvent event, List<String> moves) {
        if (event instanceof NodeEvent.LinkMoved moved) {
            moves.add(moved.to());
        }
    }

    /** Usually one of them, sometimes two. */
    private static List<SwappedBundle> some(Random random, List<SwappedBundle> bundles) {
        List<SwappedBundle> shuffled = new ArrayList<>(bundles);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, random.nextInt(5) == 0 ? 2 : 1);
    }

    private static void awaitReceived(List<NumberedStream> streams, long number) {
        streams.forEach(stream -> await().pollInterval(Duration.ofMillis(5))
                .atMost(PATIENCE)
                .until(() -> stream.received() >= number || stream.wrong().isPresent()));
    }

    /** Lets messages accumulate while there is no transport. */
    private static void awaitPublished(List<NumberedStream> streams, int more, long end) {
        streams.forEach(stream -> {
            long target = Math.min(stream.published() + more, end);
            await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).until(() -> stream.published() >= target);
        });
    }
}
