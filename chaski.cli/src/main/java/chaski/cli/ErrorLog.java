package chaski.cli;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Prints the errors that Chaski's bundles log, each in one line: an invalid configuration is not reported elsewhere.
 */
final class ErrorLog extends Handler {

    private final Logger logger = Logger.getLogger("chaski");
    private final Terminal terminal;

    private ErrorLog(Terminal terminal) {
        this.terminal = terminal;
        setLevel(Level.SEVERE);
        setFormatter(new SimpleFormatter());
    }

    /** Prints errors from now on, until it is closed. */
    static ErrorLog open(Terminal terminal) {
        ErrorLog log = new ErrorLog(terminal);
        log.logger.addHandler(log);
        return log;
    }

    @Override
    public void publish(LogRecord entry) {
        if (isLoggable(entry)) {
            Throwable error = entry.getThrown();
            terminal.println(getFormatter().formatMessage(entry) + (error == null ? "" : ": " + SingleLine.of(error)));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
