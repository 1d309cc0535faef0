package chaski.cli;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Writes one JSON object as one line. The command prints a few flat objects; to start the codec's library would take
 * longer than the whole command.
 */
final class Json {

    private final StringBuilder text = new StringBuilder("{");

    private Json() {}

    static Json object() {
        return new Json();
    }

    Json put(String key, String value) {
        return raw(key, string(value));
    }

    Json put(String key, long value) {
        return raw(key, Long.toString(value));
    }

    Json put(String key, double value) {
        return raw(key, Double.isFinite(value) ? Double.toString(value) : "null");
    }

    Json put(String key, Raw value) {
        return raw(key, value.json());
    }

    private Json raw(String key, String json) {
        if (text.length() > 1) {
            text.append(',');
        }
        text.append(string(key)).append(':').append(json);
        return this;
    }

    /** {@return an array of the elements' texts; elements that are JSON already are not changed} */
    static Raw array(Collection<?> elements) {
        return new Raw(elements.stream()
                .map(e -> e instanceof Raw raw ? raw.json() : string(e.toString()))
                .collect(Collectors.joining(",", "[", "]")));
    }

    /** {@return the object as an element of another} */
    Raw nested() {
        return new Raw(toString());
    }

    static String string(String value) {
        StringBuilder json = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            escape(value.charAt(i), json);
        }
        return json.append('"').toString();
    }

    private static void escape(char c, StringBuilder json) {
        switch (c) {
            case '"' -> json.append("\\\"");
            case '\\' -> json.append("\\\\");
            case '\n' -> json.append("\\n");
            case '\r' -> json.append("\\r");
            case '\t' -> json.append("\\t");
            default -> {
                // Escapes control characters, line separators and unpaired surrogates, so that one object is always one
                // line.
                if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || Character.isSurrogate(c)) {
                    json.append(String.format("\\u%04x", (int) c));
                } else {
                    json.append(c);
                }
            }
        }
    }

    @Override
    public String toString() {
        return text + "}";
    }

    /**
     * A value that is JSON already.
     *
     * @param json the text
     */
    record Raw(String json) {}
}
