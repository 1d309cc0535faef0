package chaski.api;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.regex.Pattern;

/** The one check of topics and patterns, used on every path: API, configuration, command line and wire. */
final class TopicSyntax {

    private static final Pattern DOT = Pattern.compile("\\.");

    private TopicSyntax() {}

    static String[] tokens(String name) {
        return DOT.split(name, -1);
    }

    static void check(String name, boolean wildcards) {
        if (name.isEmpty()) {
            throw invalid(name, "it is empty");
        }
        if (name.length() > Topic.MAX_BYTES || name.getBytes(StandardCharsets.UTF_8).length > Topic.MAX_BYTES) {
            throw invalid(name, "it is longer than " + Topic.MAX_BYTES + " bytes");
        }
        String[] tokens = tokens(name);
        if (tokens.length > Topic.MAX_TOKENS) {
            throw invalid(name, "it has " + tokens.length + " tokens, at most " + Topic.MAX_TOKENS + " are allowed");
        }
        for (int i = 0; i < tokens.length; i++) {
            checkToken(name, tokens[i], i == tokens.length - 1, wildcards);
        }
        if (!Normalizer.isNormalized(name, Normalizer.Form.NFC)) {
            throw invalid(name, "it is not in Unicode normalization form C");
        }
    }

    private static void checkToken(String name, String token, boolean last, boolean wildcards) {
        if (token.isEmpty()) {
            throw invalid(name, "it has an empty token");
        }
        if (wildcards && (token.equals(TopicPattern.ANY_TOKEN) || (last && token.equals(TopicPattern.REST)))) {
            return;
        }
        token.codePoints().forEach(c -> {
            if (c == '*' || c == '>') {
                throw invalid(
                        name,
                        wildcards
                                ? "a wildcard must be a whole token, and '>' the last one"
                                : "wildcards are for subscriptions only");
            }
            if (isForbidden(c)) {
                throw invalid(name, String.format("it holds the character U+%04X", c));
            }
        });
    }

    private static boolean isForbidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static InvalidTopicException invalid(String name, String why) {
        StringBuilder shown = new StringBuilder();
        name.codePoints().limit(80).forEach(c -> shown.appendCodePoint(isForbidden(c) ? '\uFFFD' : c));
        return new InvalidTopicException("invalid topic '" + shown + "': " + why);
    }
}
