package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The container as a process, and bundles that are installed and removed with their files. */
class ContainerIT {

    private static final Path DISTRIBUTION = Path.of("target", "dist").toAbsolutePath();
    private static final Path TCP = DISTRIBUTION.resolve("bundles").resolve("chaski.transport.tcp.jar");
    private static final Path COUNTER = DISTRIBUTION.resolve("examples").resolve("chaski.examples.counter.jar");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int REMOVALS = 3;

    @TempDir
    private Path folder;

    private Path deploy;

    @Test
    @Tag("slow")
    void aTransportComesAndGoesWithItsFileAndTheNodeStays() throws Exception {
        String endpoint = "tcp://127.0.0.1:" + ChaskiProcess.freePort();
        try (ChaskiProcess container = container("hub", endpoint, "--without", "chaski.transport.tcp")) {
            assertThat(container.endpoint()).isEmpty();
            assertThat(pingStatus(endpoint)).isEqualTo(ExitStatus.FAILURE);

            put(TCP);
            awaitListening(container, 1);
            assertThat(pingStatus(endpoint)).isEqualTo(ExitStatus.OK);
            String before = identity(endpoint);

            remove(TCP);
            container.awaitEvent("transport-left scheme=tcp");
            assertThat(pingStatus(endpoint)).isEqualTo(ExitStatus.FAILURE);

            put(TCP);
            awaitListening(container, 2);
            assertThat(pingStatus(endpoint)).isEqualTo(ExitStatus.OK);
            assertThat(identity(endpoint)).isEqualTo(before);

            container.signal("TERM");
            assertThat(container.status()).isEqualTo(ExitStatus.OK);
            assertThat(container.out().lines()).singleElement().asString().startsWith("READY name=hub id=");
            assertThat(container.errors()).isEmpty();
        }
    }

    @Test
    @Tag("slow")
    void anOutsideSubscriberGetsEveryNumberOnceThroughThreeRemovals() throws Exception {
        everyNumberOnceThrough(REMOVALS, Duration.ZERO);
    }

    @Test
    @Tag("slow")
    @EnabledIfSystemProperty(
            named = "chaski.long",
            matches = "true",
            disabledReason = "skipped: -Dchaski.long is not true")
    void anOutsideSubscriberGetsEveryNumberOnceThroughAMinuteWithoutTransport() throws Exception {
        everyNumberOnceThrough(1, Duration.ofMinutes(1));
    }

    private void everyNumberOnceThrough(int removals, Duration outage) throws Exception {
        String endpoint = "tcp://127.0.0.1:" + ChaskiProcess.freePort();
        try (ChaskiProcess container = container("hub", endpoint, "--without", "chaski.transport.tcp")) {
            container.endpoint();
            put(TCP);
            awaitListening(container, 1);
            try (ChaskiProcess sub =
                    ChaskiProcess.start(folder, "sub", "counter.numbers", "--join", endpoint, "--name", "outside")) {
                sub.endpoint();
                put(COUNTER);
                awaitMore(sub);
                for (int i = 1; i <= removals; i++) {
                    remove(TCP);
                    awaitCount(container, "transport-left", i);
                    // An outage is only a time: there is no event to wait for.
                    assertThat(new CountDownLatch(1).await(outage.toMillis(), TimeUnit.MILLISECONDS))
                            .isFalse();
                    put(TCP);
                    awaitListening(container, 1 + i);
                    awaitMore(sub);
                }
                sub.signal("TERM");
                assertThat(sub.status()).isEqualTo(ExitStatus.OK);

                List<String> heard = sub.out().lines().toList();
                assertThat(heard)
                        .containsExactlyElementsOf(LongStream.rangeClosed(1, heard.size())
                                .mapToObj(Long::toString)
                                .toList());
                assertThat(sub.errors()).isEmpty();
                assertThat(container.errors()).isEmpty();
            }
        }
    }

    @Tag("slow")
    @Test
    void configurationsMakeMoreNodesAndWrongKeysAreNamed() throws Exception {
        Path file = Files.writeString(
                folder.resolve("more.json"), "{\"chaski.node~second\": {\"name\": \"second\", \"limits.peer\": 3}}");
        try (ChaskiProcess container = container(
                "hub",
                "tcp://127.0.0.1:0",
                "--config",
                "{\"chaski.node~third\": {\"name\": \"third\", \"listen\": [\"tcp://127.0.0.1:0\"]}}",
                "--config",
                file.toString())) {
            String endpoint = container.endpoint();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(container.errors())
                    .containsExactly("chaski: chaski.node~second is not started: unknown key 'limits.peer'; the"
                            + " nearest is 'limits.peers'"));
            assertThat(identity(endpoint)).contains("\"name\":\"hub\"");
            container.signal("TERM");
            assertThat(container.status()).isEqualTo(ExitStatus.OK);
        }
    }

    @Test
    void bundlesThatAreNotShippedCannotBeExcluded() throws Exception {
        try (ChaskiProcess container = container("hub", "tcp://127.0.0.1:0", "--without", "chaski.transport.tpc")) {
            assertThat(container.status()).isEqualTo(ExitStatus.USAGE);
            assertThat(container.errLines().get(0))
                    .contains("no bundle 'chaski.transport.tpc' is shipped")
                    .contains("chaski.transport.tcp");
        }
    }

    private ChaskiProcess container(String name, String listen, String... more) throws IOException {
        deploy = folder.resolve("deploy");
        String[] line = {"container", "--deploy", deploy.toString(), "--name", name, "--listen", listen};
        String[] all = new String[line.length + more.length];
        System.arraycopy(line, 0, all, 0, line.length);
        System.arraycopy(more, 0, all, line.length, more.length);
        return ChaskiProcess.start(folder, all);
    }

    /** Moves a copy into the folder atomically, because another process watches it. */
    private void put(Path jar) throws IOException {
        Path copy = Files.copy(jar, folder.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        Files.move(copy, deploy.resolve(jar.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }

    private void remove(Path jar) throws IOException {
        Files.delete(deploy.resolve(jar.getFileName()));
    }

    private static void awaitListening(ChaskiProcess container, int times) {
        awaitCount(container, "listening", times);
    }

    private static void awaitCount(ChaskiProcess container, String event, int times) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(container.errLines())
                .filteredOn(line -> line.startsWith("EVENT " + event))
                .hasSizeGreaterThanOrEqualTo(times));
    }

    /** Waits for a hundred lines more. */
    private static void awaitMore(ChaskiProcess sub) {
        long before = sub.out().lines().count();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sub.out().lines().count()).isGreaterThan(before + 100));
    }

    private int pingStatus(String endpoint) throws Exception {
        try (ChaskiProcess ping = ChaskiProcess.start(folder, "ping", endpoint, "--count", "1")) {
            return ping.status();
        }
    }

    /** The node's own output up to its incarnation. */
    private String identity(String endpoint) throws Exception {
        try (ChaskiProcess nodes = ChaskiProcess.start(folder, "nodes", "--json", "--join", endpoint)) {
            assertThat(nodes.status()).isEqualTo(ExitStatus.OK);
            String line = nodes.out().lines().findFirst().orElseThrow();
            return line.substring(0, line.indexOf("\"state\""));
        }
    }
}
