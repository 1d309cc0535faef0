package chaski.api;

/**
 * The subject of a message: dot-separated tokens, for example {@code lab.eeg.left}.
 *
 * <p>A topic has 1 to 16 tokens and at most 256 bytes of UTF-8. A token is not empty, contains no white space, no
 * control or format character, neither {@code *} nor {@code >}, and is in Unicode normalization form C, so that equal
 * names have equal bytes. {@link TopicPattern} applies the same rules to its plain tokens.
 *
 * @param name the whole name
 */
public record Topic(String name) implements Comparable<Topic> {

    /** The most bytes a topic may have in UTF-8. */
    public static final int MAX_BYTES = 256;

    /** The most tokens a topic may have. */
    public static final int MAX_TOKENS = 16;

    /**
     * Checks the name.
     *
     * @param name the whole name
     * @throws InvalidTopicException if the name violates a rule; the message names the rule
     */
    public Topic {
        TopicSyntax.check(name, false);
    }

    /**
     * Returns the topic of that name.
     *
     * @param name the whole name
     * @return the topic
     * @throws InvalidTopicException if the name violates a rule
     */
    public static Topic of(String name) {
        return new Topic(name);
    }

    @Override
    public int compareTo(Topic other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
