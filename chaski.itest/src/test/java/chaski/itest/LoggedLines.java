package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.MessageFormat;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;

/** What bundles log through {@code System.Logger}, which the JVM shares with the frameworks inside it. Thread-safe. */
final class LoggedLines extends Handler {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Logger logger;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private LoggedLines(Logger logger) {
        this.logger = logger;
    }

    /** Begins to listen to a logger and those below it. */
    static LoggedLines of(String name) {
        LoggedLines lines = new LoggedLines(Logger.getLogger(name));
        lines.logger.addHandler(lines);
        return lines;
    }

    void await(String part) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(lines)
                .anyMatch(line -> line.contains(part)));
    }

    @Override
    public void publish(LogRecord entry) {
        Object[] parameters = entry.getParameters();
        lines.add(
                parameters == null || parameters.length == 0
                        ? entry.getMessage()
                        : new MessageFormat(entry.getMessage()).format(parameters));
    }

    @Override
    public void flush() {
        // nothing is buffered
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
