package chaski.itest;

import java.util.regex.Pattern;

/** Finds the prose in the comments of a Java source. */
final class JavaComments {

    private static final Pattern NAMES = Pattern.compile("(?s)<pre>.*?</pre>"
            + "|\\{@(?:code|literal|link|linkplain|value|systemProperty)\\b(?:[^{}]|\\{[^{}]*\\})*\\}"
            + "|(?<=@)(?:param|throws|see)\\s+\\S+"
            + "|`[^`\n]*`");

    /** What precedes the text of a comment on each of its lines. */
    private static final Pattern MARKS = Pattern.compile("(?m)^[ \t]*(?:\\*/?|/\\*\\*?|//+)[ \t]*");

    private static final String TEXT_BLOCK = "\"\"\"";

    private final String source;
    private final StringBuilder comments = new StringBuilder();
    private int position;

    private JavaComments(String source) {
        this.source = source;
    }

    /**
     * Returns the comments on the lines on which they are, and empty lines instead of code. In comments, names and code are
     * replaced by a backtick.
     *
     * @param source a Java source
     * @return the prose of its comments
     */
    static String prose(String source) {
        JavaComments comments = new JavaComments(source);
        comments.find();
        String text = MARKS.matcher(comments.comments).replaceAll("");
        return NAMES.matcher(text).replaceAll(name -> "`" + "\n".repeat(lineFeeds(name.group())));
    }

    /** {@return how many lines end in a text} */
    static int lineFeeds(String text) {
        return (int) text.chars().filter(character -> character == '\n').count();
    }

    private void find() {
        while (position < source.length()) {
            if (source.startsWith("//", position)) {
                keep(end("\n", 0));
            } else if (source.startsWith("/*", position)) {
                keep(end("*/", 2));
            } else if (source.startsWith(TEXT_BLOCK, position)) {
                skipLiteral(TEXT_BLOCK);
            } else if (source.charAt(position) == '"' || source.charAt(position) == '\'') {
                skipLiteral(source.substring(position, position + 1));
            } else {
                skip(position + 1);
            }
        }
    }

    private int end(String mark, int length) {
        int end = source.indexOf(mark, position + length);
        return end < 0 ? source.length() : end + length;
    }

    private void skipLiteral(String quote) {
        int end = position + quote.length();
        while (!source.startsWith(quote, end)) {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        skip(end + quote.length());
    }

    private void keep(int end) {
        comments.append(source, position, end);
        position = end;
    }

    private void skip(int end) {
        for (; position < end; position++) {
            if (source.charAt(position) == '\n') {
                comments.append('\n');
            }
        }
    }
}
