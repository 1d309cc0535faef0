package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The shipped command in a separate process; its output is written to files. */
final class ChaskiProcess implements AutoCloseable {

    private static final Path COMMAND =
            Path.of("..", "bin", "chaski").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** A line of proc(5). */
    private static final String IGNORED_SIGNALS = "SigIgn:";

    /** Signal 2 of signal(7). */
    private static final long INTERRUPT_BIT = 1L << 1;

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Process process;
    private final Path out;
    private final Path err;

    private ChaskiProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static ChaskiProcess start(Path folder, String... args) throws IOException {
        List<String> line = new ArrayList<>(List.of(COMMAND.toString()));
        line.addAll(List.of(args));
        return run(folder, line);
    }

    /** Runs a shell command, in which {@code $CHASKI} is the command under test. */
    static ChaskiProcess shell(Path folder, String line) throws IOException {
        return run(folder, List.of("sh", "-c", line));
    }

    private static ChaskiProcess run(Path folder, List<String> line) throws IOException {
        int number = NUMBER.incrementAndGet();
        Path out = folder.resolve(number + ".out");
        Path err = folder.resolve(number + ".err");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
        // The test uses the latest build.
        builder.environment().put("CHASKI_NO_BUILD", "1");
        builder.environment().put("CHASKI", COMMAND.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // Few processes live long enough for the second compiler to pay off.
        builder.environment().put("CHASKI_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        builder.environment().remove("CHASKI_JOIN");
        builder.environment().remove("CHASKI_IDENTITY");
        return new ChaskiProcess(builder.start(), out, err);
    }

    /**
     * {@return whether this process was started with the interrupt signal ignored, as shells start background
     * processes; its children inherit that}
     */
    static boolean inheritsIgnoredInterrupt() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(IGNORED_SIGNALS))
                .map(line -> Long.parseUnsignedLong(
                        line.substring(IGNORED_SIGNALS.length()).strip(), 16))
                .anyMatch(mask -> (mask & INTERRUPT_BIT) != 0);
    }

    /** {@return a port on which no process listens at the moment} */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    OutputStream in() {
        return process.getOutputStream();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    int status() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("the process has ended; on its standard error: %s", errLines())
                .isTrue();
        return process.exitValue();
    }

    /** Sends a signal, for example {@code STOP}. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    String out() {
        return text(out);
    }

    List<String> errLines() {
        return text(err).lines().toList();
    }

    /** {@return the lines on standard error except events and the READY line} */
    List<String> errors() {
        return errLines().stream()
                .filter(line -> !line.startsWith("EVENT ") && !line.startsWith("READY "))
                .toList();
    }

    void awaitEvent(String start) {
        await().atMost(PATIENCE)
                .until(() -> !isRunning() || errLines().stream().anyMatch(line -> line.startsWith("EVENT " + start)));
        assertThat(errLines()).anyMatch(line -> line.startsWith("EVENT " + start));
    }

    void awaitOutput(int bytes) {
        await().atMost(PATIENCE).until(() -> !isRunning() || Files.size(out) >= bytes);
        assertThat(out()).hasSizeGreaterThanOrEqualTo(bytes);
    }

    /** {@return the first endpoint of its READY line, once it is printed} */
    String endpoint() {
        String line = ready();
        return line.substring(line.indexOf("endpoints=") + "endpoints=".length())
                .split(",", 2)[0];
    }

    /** {@return its READY line, once it is printed} */
    String ready() {
        await().atMost(PATIENCE).until(() -> !isRunning() || readyLine().isPresent());
        return readyLine().orElseThrow(() -> new AssertionError("not ready: " + errLines()));
    }

    private java.util.Optional<String> readyLine() {
        return (out() + text(err))
                .lines()
                .filter(line -> line.startsWith("READY "))
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
            throw new java.io.UncheckedIOException(e);
        }
    }
}
