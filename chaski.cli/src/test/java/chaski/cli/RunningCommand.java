package chaski.cli;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command that runs in this process, on its own thread. */
final class RunningCommand implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern READY = Pattern.compile("READY name=(\\S+) id=(\\S+) endpoints=(\\S+)");

    private final CompletableFuture<MemoryTerminal> terminal = new CompletableFuture<>();
    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private final Thread thread;

    private RunningCommand(Map<String, String> environment, InputStream in, String... args) {
        thread = new Thread(
                () -> {
                    MemoryTerminal mine = new MemoryTerminal(environment, in);
                    terminal.complete(mine);
                    status.complete(mine.run(args));
                },
                "chaski " + String.join(" ", args));
        thread.start();
    }

    static RunningCommand start(String... args) {
        return new RunningCommand(Map.of(), InputStream.nullInputStream(), args);
    }

    static RunningCommand startIn(Map<String, String> environment, String... args) {
        return new RunningCommand(environment, InputStream.nullInputStream(), args);
    }

    static RunningCommand startWith(InputStream in, String... args) {
        return new RunningCommand(Map.of(), in, args);
    }

    static RunningCommand startWith(String in, String... args) {
        return startWith(new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)), args);
    }

    MemoryTerminal terminal() {
        return terminal.join();
    }

    /** Has the effect of a signal. */
    void signal() {
        terminal().terminal().stop().request();
    }

    boolean isRunning() {
        return !status.isDone();
    }

    int status() {
        return status.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** {@return the first endpoint of its READY line, once it is printed} */
    String endpoint() {
        return ready().group(3);
    }

    Matcher ready() {
        await().atMost(PATIENCE).until(() -> !isRunning() || lines().anyMatch(l -> l.startsWith("READY")));
        Matcher matcher = READY.matcher(lines().filter(l -> l.startsWith("READY"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not ready: " + terminal().errLines())));
        if (!matcher.matches()) {
            throw new AssertionError("unexpected: " + matcher);
        }
        return matcher;
    }

    private java.util.stream.Stream<String> lines() {
        return java.util.stream.Stream.of(terminal().outLines(), terminal().errLines())
                .flatMap(List::stream);
    }

    @Override
    public void close() {
        if (isRunning()) {
            signal();
            status();
        }
    }
}
