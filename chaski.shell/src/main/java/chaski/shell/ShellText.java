package chaski.shell;

import chaski.api.NodeId;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** The texts of values in tables. */
final class ShellText {

    private static final int MAX_CHARS = 1000;

    /** Printed where there is no value, so that columns can be counted. */
    static final String NONE = "-";

    private ShellText() {}

    /** Converts a text to one line without control characters: a peer must not forge lines or send sequences to the terminal. */
    static String line(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), MAX_CHARS));
        for (int i = 0; i < text.length() && i < MAX_CHARS; i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c);
        }
        String stripped = line.toString().strip();
        return stripped.isEmpty() ? NONE : stripped;
    }

    static String joined(Collection<?> values) {
        return values.isEmpty()
                ? NONE
                : values.stream().map(value -> line(value.toString())).collect(Collectors.joining(","));
    }

    static String id(NodeId id) {
        return id.shortForm();
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.3f ms", time.toNanos() / 1e6);
    }
}
