package chaski.cli;

import chaski.api.ChaskiException;
import java.io.IOException;
import java.util.Locale;

/** Standard output takes nothing more. */
final class OutputClosed extends ChaskiException {

    private static final long serialVersionUID = 1L;

    OutputClosed(IOException cause) {
        super("cannot write to standard output: " + OneLine.of(cause), cause);
    }

    /** Tells whether the reader has simply left, as {@code head} does; that is no failure. */
    boolean readerLeft() {
        return OneLine.of(String.valueOf(getCause())).toLowerCase(Locale.ROOT).contains("broken pipe");
    }
}
