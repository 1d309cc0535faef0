package chaski.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.ReadableByteChannel;
import java.util.Map;

/**
 * The environment of a command: the streams of the process, its environment variables, and the request to end.
 *
 * @param in standard input; reading ends with an exception when the reading thread is interrupted
 * @param out standard output, not buffered
 * @param err standard error; one line at a time
 * @param environment the environment variables
 * @param stop the request to end
 */
record Terminal(
        ReadableByteChannel in, OutputStream out, PrintStream err, Map<String, String> environment, StopSignal stop) {

    /** Copies the variables. */
    Terminal {
        environment = Map.copyOf(environment);
    }

    /** {@return this terminal with another standard output} */
    Terminal withOut(OutputStream other) {
        return new Terminal(in, other, err, environment, stop);
    }

    /**
     * Prints a failure or a notice in one line.
     *
     * @param message the line, without prefix
     */
    void println(String message) {
        err.println("chaski: " + SingleLine.of(message));
    }
}
