package chaski.cli;

import chaski.api.ChaskiException;
import java.io.IOException;
import java.util.Locale;

/** Standard output is closed. */
final class OutputClosed extends ChaskiException {

    private static final long serialVersionUID = 1L;

    OutputClosed(IOException cause) {
        super("cannot write to standard output: " + SingleLine.of(cause), cause);
    }

    /** True if the reader has closed the pipe, as {@code head} does; that is not a failure. */
    boolean readerLeft() {
        return SingleLine.of(String.valueOf(getCause()))
                .toLowerCase(Locale.ROOT)
                .contains("broken pipe");
    }
}
