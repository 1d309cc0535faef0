package chaski.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Records what is logged under a name, and suppresses it on the console. It needs {@code java.logging}, which
 * {@link System.Logger} writes to unless another logger is installed. Thread-safe.
 *
 * <pre>{@code
 * try (LogLines log = LogLines.of("chaski.node.context.EventLog")) {
 *     ...
 *     await().until(() -> log.lines().stream().anyMatch(line -> line.contains("cannot reach")));
 * }
 * }</pre>
 */
public final class LogLines implements AutoCloseable {

    private final Logger logger;
    private final boolean passedOn;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {

        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord entry) {
            lines.add(entry.getLevel() + " " + formatter.formatMessage(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private LogLines(Logger logger) {
        this.logger = logger;
        this.passedOn = logger.getUseParentHandlers();
    }

    /**
     * Records lines from now on.
     *
     * @param name the name of the logger: a class
     * @return the lines, to be closed
     */
    public static LogLines of(String name) {
        LogLines lines = new LogLines(Logger.getLogger(name));
        lines.logger.setUseParentHandlers(false);
        lines.logger.addHandler(lines.handler);
        return lines;
    }

    /** {@return the lines so far, each after its level: {@code WARNING node alice: …}} */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Stops recording. */
    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(passedOn);
    }
}
