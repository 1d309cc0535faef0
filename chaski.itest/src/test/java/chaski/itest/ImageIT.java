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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The container image runs unprivileged on a read-only root, and is what the Dockerfile describes. */
final class ImageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Path DOCKERFILE = Built.ROOT.resolve("Dockerfile");

    @TempDir
    private static Path folder;

    private static UnpackedImage image;

    @TempDir
    private Path work;

    @BeforeAll
    static void unpack() throws Exception {
        Optional<String> reason = UnpackedImage.unavailable();
        reason.ifPresent(text -> System.out.println("ImageIT is skipped: " + text));
        assumeTrue(reason.isEmpty(), reason.orElse(""));
        image = UnpackedImage.unpack(folder);
    }

    @Test
    void linesOfOneContainerArriveInAnother() throws Exception {
        String endpoint = freeEndpoint();
        Path lines = work.resolve("lines.txt");
        Process subscriber = start(lines, chaski("sub", "lab.>", "--count", "3", "--listen", endpoint));
        try {
            JavaProcess.Result publisher = JavaProcess.command(
                    work, image.inside(chaski("pub", "lab.x", "--count", "3", "--await", "1", "--join", endpoint)));

            assertThat(publisher.status()).as(publisher.err()).isZero();
            await().atMost(PATIENCE).until(() -> !subscriber.isAlive());
            assertThat(subscriber.exitValue()).as(errors(lines)).isZero();
            assertThat(Files.readAllLines(lines)).containsExactly("1", "2", "3");
        } finally {
            subscriber.destroyForcibly().waitFor();
        }
    }

    /** Bundles need modules of the JDK that the class path does not need. */
    @Test
    @Tag("slow")
    void frameworkStartsWithAFolderForTemporaryFiles() throws Exception {
        JavaProcess.Result demo = JavaProcess.command(
                work, PATIENCE.multipliedBy(3), image.insideWithTemporaryFiles(chaski("demo", "--messages", "1000")));

        assertThat(demo.status()).as(demo.err()).isZero();
    }

    /** The check that an engine makes: the command of the Dockerfile, with this test's port. */
    @Test
    void healthCheckSucceedsWhileTheNodeRuns() throws Exception {
        String endpoint = freeEndpoint();
        List<String> check = UnpackedImage.strings(Files.readString(DOCKERFILE), "HEALTHCHECK").stream()
                .map(argument -> argument.equals("tcp://127.0.0.1:7601") ? endpoint : argument)
                .toList();
        assertThat(check).contains("ping", endpoint);
        assertThat(JavaProcess.command(work, image.inside(check)).status()).isEqualTo(1);

        List<String> node = new ArrayList<>(image.arguments());
        assertThat(node.remove(node.size() - 1)).isEqualTo("tcp://0.0.0.0:7601");
        node.add(endpoint);
        Path out = work.resolve("node.txt");
        Process process = start(out, node);
        try {
            await().atMost(PATIENCE).until(() -> !process.isAlive() || (text(out) + errors(out)).contains("READY "));
            JavaProcess.Result result = JavaProcess.command(work, image.inside(check));
            assertThat(result.status()).as(result.err() + errors(out)).isZero();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void itHasAnUnprivilegedUserAndNoShell() throws IOException {
        assertThat(image.user()).isEqualTo("65532");
        try (Stream<Path> files = Files.walk(image.root())) {
            assertThat(files.map(file -> file.getFileName().toString())).doesNotContain("sh", "bash", "busybox");
        }
    }

    @Test
    void dockerfileDescribesTheSameImage() throws IOException {
        String dockerfile = Files.readString(DOCKERFILE);
        List<String> all = new ArrayList<>(UnpackedImage.strings(dockerfile, "ENTRYPOINT"));
        all.addAll(UnpackedImage.strings(dockerfile, "\nCMD"));

        assertThat(image.arguments()).isEqualTo(all);
        assertThat(dockerfile).contains("USER " + image.user() + ":", "EXPOSE 7601", "ENV LC_ALL=C.UTF-8");
        assertThat(image.environment()).contains("LC_ALL=C.UTF-8");
    }

    /** {@return the entry point of the image with other arguments} */
    private static List<String> chaski(String... arguments) {
        List<String> all = image.arguments();
        List<String> line = new ArrayList<>(all.subList(0, all.indexOf("chaski.cli.Main") + 1));
        line.addAll(List.of(arguments));
        return line;
    }

    private Process start(Path out, List<String> command) throws IOException {
        return new ProcessBuilder(image.inside(command))
                .redirectOutput(out.toFile())
                .redirectError(Path.of(out + ".err").toFile())
                .start();
    }

    private static String errors(Path out) throws IOException {
        return text(Path.of(out + ".err"));
    }

    private static String text(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private static String freeEndpoint() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "tcp://127.0.0.1:" + socket.getLocalPort();
        }
    }
}
