package chaski.itest.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import chaski.itest.scenario.TcpRelay;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two releases whose nodes meet either exchange everything exactly, or refuse each other for their wire versions: with one line on each
 * side that names the node to update, without dialling in a tight loop, and without any effect on other nodes.
 *
 * <p>Frozen jars of releases are paired with today's, in both directions; {@link Release#FROZEN} is where they are.
 */
@Tag("slow")
final class MixedVersionsIT {

    private static final String TCP = "tcp";
    private static final String UDP = "udp";
    private static final int MESSAGES = 2_000;

    /** The pauses between dials grow to half a minute: a test sees fewer dials than this in many minutes. */
    private static final int MOST_DIALS = 60;

    @TempDir
    private Path work;

    private final Release today = Release.today();

    /** The next wire version, as if today's were no longer supported. */
    private Release next() throws IOException {
        int version = today.versions().highest() + 1;
        return OtherWireVersions.release(new VersionRange(version, version), work);
    }

    /** The next wire version beside today's. */
    private Release nextAndToday() throws IOException {
        VersionRange own = today.versions();
        return OtherWireVersions.release(new VersionRange(own.lowest(), own.highest() + 1), work);
    }

    @Test
    void newerNodeIsRefusedByAnOlderOne() throws Exception {
        assertRefusal(today, next(), TCP);
    }

    @Test
    void olderNodeIsRefusedByANewerOne() throws Exception {
        assertRefusal(next(), today, TCP);
    }

    @Test
    void versionsAreRefusedOverUdpInTheSameWay() throws Exception {
        assertRefusal(next(), today, UDP);
    }

    @Test
    void nodesOfOneVersionExchangeEverythingExactly() throws Exception {
        assertExact(today, today);
    }

    @Test
    void releaseThatSupportsTwoVersionsIsReachedByNodesOfTheOlder() throws Exception {
        assertExact(nextAndToday(), today);
    }

    @Test
    void releaseThatSupportsTwoVersionsReachesNodesOfTheOlder() throws Exception {
        assertExact(today, nextAndToday());
    }

    @Test
    void releaseThatSupportsTwoVersionsReachesNodesOfTheNewer() throws Exception {
        assertExact(next(), nextAndToday());
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void frozenReleasesAndTodaysExchangeEverythingOrRefuseEachOther() throws Exception {
        List<Release> frozen = Release.frozen();
        String missing = "skipped: " + Release.FROZEN + " has no folder with the jars of a release"
                + " (-Dchaski.frozen=DIR names another place; see docs/COMPATIBILITY.md)";
        if (frozen.isEmpty()) {
            System.out.println(missing);
        }
        assumeFalse(frozen.isEmpty(), missing);
        for (Release release : frozen) {
            System.out.println("pairing " + release + " with " + today);
            if (release.versions().overlaps(today.versions())) {
                assertExact(release, today);
                assertExact(today, release);
            } else {
                assertRefusal(release, today, TCP);
                assertRefusal(today, release, TCP);
            }
        }
    }

    /** Messages and calls between two releases, while their only link is reset. */
    private void assertExact(Release listening, Release dialling) throws Exception {
        try (CommandProcess sub = start(
                        listening,
                        "sub",
                        "lab.>",
                        "--listen",
                        "tcp://127.0.0.1:0",
                        "--count",
                        String.valueOf(MESSAGES));
                TcpRelay relay = relay(sub.endpoint(TCP));
                CommandProcess pub =
                        start(dialling, "pub", "lab.x", "--lines", "--await", "1", "--join", through(relay))) {
            pub.write(numbers(1, MESSAGES / 2));
            sub.awaitOutput(numbers(1, MESSAGES / 2));
            assertThat(relay.resetOne(new Random(1))).isTrue();
            pub.write(numbers(MESSAGES / 2 + 1, MESSAGES));
            pub.endInput();

            assertThat(pub.status()).as("%s", pub.errLines()).isZero();
            assertThat(sub.status()).as("%s", sub.errLines()).isZero();
            assertThat(sub.out()).isEqualTo(numbers(1, MESSAGES));
            assertThat(List.of(sub.events("refused"), pub.events("refused"))).allMatch(List::isEmpty);
        }
        try (CommandProcess serve =
                        start(listening, "serve", "calc=chaski.examples.Calculator", "--listen", "tcp://127.0.0.1:0");
                CommandProcess call = start(dialling, "call", "calc", "add", "2", "3", "--join", serve.endpoint(TCP))) {
            assertThat(call.status()).as("%s", call.errLines()).isZero();
            assertThat(call.out().strip()).isEqualTo("5");
        }
    }

    /** A node of another version dials a node whose release a publisher and a subscriber share; these must not notice it. */
    private void assertRefusal(Release listening, Release dialling, String scheme) throws Exception {
        String own = dialling.versions().toString();
        String other = listening.versions().toString();
        boolean diallerIsOlder =
                dialling.versions().highest() < listening.versions().highest();
        try (CommandProcess hub = start(
                        listening,
                        "node",
                        "--name",
                        "hub",
                        "--listen",
                        "tcp://127.0.0.1:0",
                        "--listen",
                        "udp://127.0.0.1:0");
                TcpRelay relay = relay(hub.endpoint(TCP));
                CommandProcess sub = start(
                        listening,
                        "sub",
                        "lab.>",
                        "--name",
                        "sub",
                        "--count",
                        String.valueOf(MESSAGES),
                        "--join",
                        hub.endpoint(TCP));
                CommandProcess pub = start(
                        listening,
                        "pub",
                        "lab.x",
                        "--lines",
                        "--name",
                        "pub",
                        "--await",
                        "1",
                        "--join",
                        hub.endpoint(TCP))) {
            pub.write(numbers(1, MESSAGES / 2));
            sub.awaitOutput(numbers(1, MESSAGES / 2));
            String joined = scheme.equals(TCP) ? through(relay) : hub.endpoint(scheme);
            try (CommandProcess stranger = start(dialling, "sub", "lab.>", "--name", "stranger", "--join", joined)) {
                stranger.awaitEvent("refused");
                hub.awaitEvent("refused");
                if (scheme.equals(TCP)) {
                    await().atMost(CommandProcess.PATIENCE).until(() -> relay.accepted() >= 4);
                }
                pub.write(numbers(MESSAGES / 2 + 1, MESSAGES));
                pub.endInput();

                assertThat(pub.status()).as("%s", pub.errLines()).isZero();
                assertThat(sub.status()).as("%s", sub.errLines()).isZero();
                assertThat(sub.out()).isEqualTo(numbers(1, MESSAGES));
                assertThat(relay.accepted()).isLessThan(MOST_DIALS);
                assertThat(stranger.isRunning()).isTrue();
                assertThat(stranger.out()).isEmpty();
                assertLine(stranger, "dial.VERSION", own, other, diallerIsOlder);
                assertThat(stranger.events("peer-up")).isEmpty();
            }
            assertLine(hub, "refused.version", other, own, !diallerIsOlder);
            assertThat(hub.events("refused").get(0)).contains("stranger (");
            assertThat(List.of(sub.events("refused"), pub.events("refused"))).allMatch(List::isEmpty);
            assertPingFails(dialling, joined);
        }
    }

    private static void assertLine(CommandProcess side, String counter, String own, String other, boolean isOlder) {
        assertThat(side.events("refused")).singleElement().asString().contains(counter, reason(own, other, isOlder));
    }

    /** Commands that only ask a node end at once, with the same reason. */
    private void assertPingFails(Release dialling, String endpoint) throws Exception {
        try (CommandProcess ping = start(dialling, "ping", endpoint, "--count", "1")) {
            assertThat(ping.status()).isEqualTo(1);
            assertThat(ping.errLines()).singleElement().asString().contains("no common wire version: ");
        }
    }

    private static String reason(String own, String other, boolean isOlder) {
        return "no common wire version: this node supports " + own + ", the other node " + other + "; update Chaski on "
                + (isOlder ? "this node" : "the other node");
    }

    private CommandProcess start(Release release, String... args) throws IOException {
        return CommandProcess.start(release, work, args);
    }

    private static TcpRelay relay(String endpoint) throws IOException {
        return TcpRelay.start(0, URI.create(endpoint).getPort());
    }

    private static String through(TcpRelay relay) {
        return "tcp://127.0.0.1:" + relay.port();
    }

    private static String numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }
}
