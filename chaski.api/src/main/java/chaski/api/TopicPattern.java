package chaski.api;

/**
 * A set of topics: tokens as in a {@link Topic}, where {@code *} matches exactly one token and {@code >}, only as the
 * last token, matches one or more.
 *
 * <p>{@code lab.*.left} matches {@code lab.eeg.left}; {@code lab.>} matches {@code lab.eeg} and {@code lab.eeg.left}
 * but not {@code lab}.
 *
 * @param text the pattern as written
 */
public record TopicPattern(String text) implements Comparable<TopicPattern> {

    /** The token that matches exactly one token. */
    public static final String ANY_TOKEN = "*";

    /** The token that matches the rest, at least one token. */
    public static final String REST = ">";

    /**
     * Checks the pattern.
     *
     * @param text the pattern as written
     * @throws InvalidTopicException if it violates a rule; the message names the rule
     */
    public TopicPattern {
        TopicSyntax.check(text, true);
    }

    /**
     * Returns the pattern.
     *
     * @param text the pattern as written
     * @return the pattern
     * @throws InvalidTopicException if it violates a rule
     */
    public static TopicPattern of(String text) {
        return new TopicPattern(text);
    }

    /** {@return whether this pattern is a plain topic, without wildcard} */
    public boolean isTopic() {
        return !text.endsWith(REST) && text.indexOf('*') < 0;
    }

    /**
     * Returns whether a topic is in this set. Engines with many patterns use an index instead.
     *
     * @param topic the topic
     * @return true if it matches
     */
    public boolean matches(Topic topic) {
        String[] want = TopicSyntax.tokens(text);
        String[] have = TopicSyntax.tokens(topic.name());
        for (int i = 0; i < want.length; i++) {
            if (want[i].equals(REST)) {
                return have.length > i;
            }
            if (i >= have.length || !(want[i].equals(ANY_TOKEN) || want[i].equals(have[i]))) {
                return false;
            }
        }
        return have.length == want.length;
    }

    /**
     * Returns whether this set contains another. The limits of topics on length and number of tokens are not taken into account.
     *
     * @param other the other set
     * @return true if this pattern matches every topic of the other
     */
    public boolean covers(TopicPattern other) {
        return compare(other, false);
    }

    /**
     * Returns whether this set and another have a topic in common. The limits of topics on length and number of tokens are not taken into
     * account.
     *
     * @param other the other set
     * @return true if there is a topic that both match
     */
    public boolean overlaps(TopicPattern other) {
        return compare(other, true);
    }

    /**
     * Compares token by token, without copies: grants are compared many times. A wildcard is always a whole token, so its character is
     * enough to recognize it.
     *
     * @param mutual true if wildcards of the other count as well as those of this pattern
     */
    private boolean compare(TopicPattern other, boolean mutual) {
        String mine = text;
        String others = other.text;
        int i = 0;
        int j = 0;
        while (true) {
            if (isAt(mine, i, REST) || (mutual && isAt(others, j, REST))) {
                return true;
            }
            int end = tokenEnd(mine, i);
            int otherEnd = tokenEnd(others, j);
            boolean wild = isAt(mine, i, ANY_TOKEN) || (mutual && isAt(others, j, ANY_TOKEN));
            if (wild ? isAt(others, j, REST) : !sameToken(mine, i, end, others, j, otherEnd)) {
                return false;
            }
            if (end == mine.length() || otherEnd == others.length()) {
                return end == mine.length() && otherEnd == others.length();
            }
            i = end + 1;
            j = otherEnd + 1;
        }
    }

    private static boolean isAt(String pattern, int start, String wildcard) {
        return pattern.charAt(start) == wildcard.charAt(0);
    }

    private static int tokenEnd(String pattern, int start) {
        int dot = pattern.indexOf('.', start);
        return dot < 0 ? pattern.length() : dot;
    }

    private static boolean sameToken(String a, int start, int end, String b, int otherStart, int otherEnd) {
        return end - start == otherEnd - otherStart && a.regionMatches(start, b, otherStart, end - start);
    }

    @Override
    public int compareTo(TopicPattern other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
