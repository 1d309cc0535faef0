package chaski.itest.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The command of a release as a process of its own; its output goes to files. */
final class CommandProcess implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final String ENDPOINTS = "endpoints=";

    private final Process process;
    private final Path out;
    private final Path err;

    private CommandProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts a command.
     *
     * @param release the jars
     * @param work a folder for its output
     * @param args the arguments of {@code chaski}
     */
    static CommandProcess start(Release release, Path work, String... args) throws IOException {
        Path out = Files.createTempFile(work, args[0], ".out");
        Path err = Files.createTempFile(work, args[0], ".err");
        List<String> line = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+IgnoreUnrecognizedVMOptions"));
        line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        line.addAll(List.of("-cp", release.classPath(), "chaski.cli.Main"));
        line.addAll(List.of(args));
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().remove("CHASKI_JOIN");
        return new CommandProcess(builder.start(), out, err);
    }

    /** Writes to its standard input. */
    void write(String text) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write(text.getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /** Ends its standard input. */
    void endInput() throws IOException {
        process.getOutputStream().close();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** {@return its exit status, once it has ended} */
    int status() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("the process has ended; on its standard error: %s", errLines())
                .isTrue();
        return process.exitValue();
    }

    String out() {
        return text(out);
    }

    List<String> errLines() {
        return text(err).lines().toList();
    }

    /** {@return its events of a kind, as they are printed} */
    List<String> events(String kind) {
        return errLines().stream()
                .filter(line -> line.startsWith("EVENT " + kind + " "))
                .toList();
    }

    /** Waits for an event of a kind. */
    void awaitEvent(String kind) {
        await().atMost(PATIENCE).until(() -> !isRunning() || !events(kind).isEmpty());
        assertThat(errLines()).anyMatch(line -> line.startsWith("EVENT " + kind + " "));
    }

    /** Waits until all of a text is on its standard output. */
    void awaitOutput(String expected) {
        await().atMost(PATIENCE).until(() -> !isRunning() || Files.size(out) >= expected.length());
        assertThat(out()).startsWith(expected);
    }

    /** {@return the endpoint of a scheme in its READY line, once it is printed} */
    String endpoint(String scheme) {
        await().atMost(PATIENCE).until(() -> !isRunning() || ready().isPresent());
        String line = ready().orElseThrow(() -> new AssertionError("not ready: " + errLines()));
        String endpoints = line.substring(line.indexOf(ENDPOINTS) + ENDPOINTS.length());
        return List.of(endpoints.split(",")).stream()
                .filter(endpoint -> endpoint.startsWith(scheme + "://"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("expected an endpoint of " + scheme + ": " + line));
    }

    private Optional<String> ready() {
        return (out() + text(err))
                .lines()
                .filter(line -> line.startsWith("READY ") && line.contains(ENDPOINTS))
                .findFirst();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
