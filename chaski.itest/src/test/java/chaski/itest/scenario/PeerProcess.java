package chaski.itest.scenario;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A {@link PeerProgram} in a process of its own, which can be killed and stopped. */
final class PeerProcess {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What it prints, with its value and when it was read; each once. */
    private record Line(String value, long readNs) {}

    private final Process process;
    private final Map<String, CompletableFuture<Line>> lines = new ConcurrentHashMap<>();

    private PeerProcess(Process process) {
        this.process = process;
    }

    static PeerProcess start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PeerProgram.class.getName()));
        command.addAll(List.of(args));
        PeerProcess started = new PeerProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        Thread reader = new Thread(started::read, "output of " + String.join(" ", args));
        reader.setDaemon(true);
        reader.start();
        return started;
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                String[] parts = line.split(" ", 2);
                line(parts[0]).complete(new Line(parts.length > 1 ? parts[1] : "", System.nanoTime()));
            }
        } catch (IOException e) {
            // The process was killed.
        }
    }

    private CompletableFuture<Line> line(String key) {
        return lines.computeIfAbsent(key, unused -> new CompletableFuture<>());
    }

    /** Waits for a line that begins like that, and returns the rest of it. */
    String await(String key) throws Exception {
        try {
            return line(key).get(PATIENCE.toSeconds(), TimeUnit.SECONDS).value;
        } catch (TimeoutException e) {
            throw new AssertionError("expected from the other process within " + PATIENCE + ": " + key, e);
        }
    }

    /** {@return when a line was read that has been waited for} */
    long readNs(String key) {
        return line(key).join().readNs;
    }

    /** Ends it with {@code SIGKILL}. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Sends a signal. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill -" + name + " " + process.pid() + " failed");
        }
    }
}
