package chaski.cli;

import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Prints the errors that Chaski's bundles log, each in one line: an invalid configuration is not reported elsewhere.
 */
final class ErrorLog extends Handler {

    private final Logger logger = Logger.getLogger("chaski");
    private final Terminal terminal;
    private final String refusal;
    private volatile @Nullable String refused;

    private ErrorLog(Terminal terminal, String pid) {
        this.terminal = terminal;
        this.refusal = pid + " is not started: ";
        setLevel(Level.SEVERE);
        setFormatter(new SimpleFormatter());
    }

    /**
     * Prints errors from now on, until it is closed.
     *
     * @param terminal prints them
     * @param pid of the node whose refusal is not printed, but kept
     */
    static ErrorLog open(Terminal terminal, String pid) {
        ErrorLog log = new ErrorLog(terminal, pid);
        log.logger.addHandler(log);
        return log;
    }

    @Override
    public void publish(LogRecord entry) {
        if (isLoggable(entry)) {
            Throwable error = entry.getThrown();
            String line = getFormatter().formatMessage(entry) + (error == null ? "" : ": " + SingleLine.of(error));
            if (line.startsWith(refusal)) {
                refused = line.substring(refusal.length());
            } else {
                terminal.println(line);
            }
        }
    }

    /** {@return why the node of the PID was not started, if that was logged} */
    Optional<String> refused() {
        return Optional.ofNullable(refused);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
