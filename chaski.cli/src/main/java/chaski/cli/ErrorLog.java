package chaski.cli;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Prints what Chaski's bundles log as errors, each in one line: a wrong configuration is reported nowhere else. */
final class ErrorLog extends Handler {

    private final Logger logger = Logger.getLogger("chaski");
    private final Terminal terminal;

    private ErrorLog(Terminal terminal) {
        this.terminal = terminal;
        setLevel(Level.SEVERE);
        setFormatter(new SimpleFormatter());
    }

    /** Prints from now on, until it is closed. */
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
