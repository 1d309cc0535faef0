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

    @Override
    public int compareTo(TopicPattern other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
