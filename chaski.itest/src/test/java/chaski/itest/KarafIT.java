package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Karaf: the features are installed, a file makes the node, an outside command receives what the shell publishes, and the transport
 * is updated by its file while a bundle streams. The profile {@code karaf} unpacks Karaf; without it the test is skipped.
 */
@Tag("slow")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@EnabledForJreRange(max = JRE.JAVA_17) // Karaf 4.4 does not run on Java 25
final class KarafIT {

    private static final Path FEATURES =
            Built.ROOT.resolve(Path.of("chaski.karaf", "target", "feature", "features.xml"));

    private static final Path KARAF = Path.of("target", "karaf").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int UPDATES = 3;

    @TempDir
    private Path work;

    @Test
    void featuresNodeShellAndUpdatesWork() throws Exception {
        try (LocalRepository repository = LocalRepository.of(work.resolve("repository"));
                KarafInstance karaf =
                        KarafInstance.unpacked(unpackedKaraf(), work.resolve("karaf"), repository.folder())) {
            int port = freePort();
            karaf.configure("chaski.node-hub", "name = hub\nlisten = tcp://127.0.0.1:" + port + "\n");
            karaf.deploy(Built.jar("chaski.transport.tcp"));
            karaf.deploy(Built.jar("chaski.examples.counter"));
            karaf.start(FEATURES, "chaski-streamer", "chaski-remote", "chaski-netty", "chaski-shell");

            karaf.ask(
                    "chaski:nodes",
                    "hub +[0-9a-f]{8} +local +tcp://127.0.0.1:" + port + " +counter.numbers +counter.set");
            karaf.ask("chaski:transports", "tcp +chaski.transport.tcp +\\S+ +tcp://127.0.0.1:" + port);

            Path numbers = work.resolve("numbers.txt");
            Process sub = subscriber(port, numbers);
            try {
                awaitLines(numbers, 100);
                karaf.ask("chaski:peers", "hub +outside +[0-9a-f]{8} +alive +tcp://.*");
                for (int i = 0; i < UPDATES; i++) {
                    karaf.deploy(Built.jar("chaski.transport.tcp"));
                    awaitUpdates(i + 1);
                    awaitLines(numbers, Files.readAllLines(numbers).size() + 200);
                }
                karaf.ask("chaski:log --count 1000 | grep TransportArrived", ".*hub\\s+INFO\\s+TransportArrived.*");
            } finally {
                sub.descendants().forEach(ProcessHandle::destroy);
                sub.destroy();
                assertThat(sub.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            }
            List<String> received = Files.readAllLines(numbers);
            assertThat(received)
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, received.size())
                            .mapToObj(Long::toString)
                            .toList());
        }
    }

    /** The subscriber reports each update: its session waits for the transport. */
    private void awaitUpdates(int updates) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(Files.readAllLines(work.resolve("errors.txt")))
                .filteredOn(line -> line.startsWith("EVENT parked "))
                .hasSizeGreaterThanOrEqualTo(updates));
    }

    private Process subscriber(int port, Path numbers) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Built.ROOT.resolve(Path.of("bin", "chaski")).toString(),
                        "sub",
                        "counter.numbers",
                        "--join",
                        "tcp://127.0.0.1:" + port,
                        "--name",
                        "outside")
                .redirectOutput(numbers.toFile())
                .redirectError(work.resolve("errors.txt").toFile());
        builder.environment().put("CHASKI_NO_BUILD", "1");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("CHASKI_JOIN");
        return builder.start();
    }

    private static void awaitLines(Path file, int lines) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Files.readAllLines(file)).hasSizeGreaterThanOrEqualTo(lines));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path unpackedKaraf() throws IOException {
        Optional<Path> found = Optional.empty();
        if (Files.isDirectory(KARAF)) {
            try (Stream<Path> folders = Files.list(KARAF)) {
                found = folders.filter(folder -> Files.isDirectory(folder.resolve("system")))
                        .findFirst();
            }
        }
        if (found.isEmpty()) {
            System.out.println("skipped, no Karaf was unpacked: run with -Pkaraf");
        }
        assumeTrue(found.isPresent(), "no Karaf was unpacked: run with -Pkaraf");
        return found.get();
    }
}
