package chaski.cli;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Converts any text to one line, so that text from a peer or the system cannot forge or split lines. */
final class SingleLine {

    private static final int MAX_CHARS = 1000;

    private SingleLine() {}

    static String of(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), MAX_CHARS));
        for (int i = 0; i < text.length() && i < MAX_CHARS; i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c);
        }
        return line.toString().strip();
    }

    /**
     * Describes an exception by its message, or by its class if it has none. Exceptions that only wrap another are
     * skipped.
     */
    static String of(Throwable error) {
        Throwable cause = unwrapped(error);
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : of(message);
    }

    /** {@return the failure of a stage or a future} */
    static Throwable unwrapped(Throwable error) {
        Throwable cause = error.getCause();
        boolean wraps = error instanceof CompletionException || error instanceof ExecutionException;
        return wraps && cause != null ? unwrapped(cause) : error;
    }
}
