package chaski.api.security;

/**
 * The answer to an {@link AccessRequest}.
 *
 * @param isAllowed true if the identity may do what it asked for
 * @param rule what decided, as text for people, for example {@code grants.json:12 (sensors)}. The refused peer receives it, so it names
 *     the rule and not its content; engines shorten it to {@value #MAX_RULE_LENGTH} characters
 */
public record Decision(boolean isAllowed, String rule) {

    /** The most characters of a rule that a peer receives. */
    public static final int MAX_RULE_LENGTH = 200;

    /**
     * Checks that there is a rule.
     *
     * @param isAllowed true if the identity may do what it asked for
     * @param rule what decided
     * @throws IllegalArgumentException if the rule is blank
     */
    public Decision {
        if (rule.isBlank()) {
            throw new IllegalArgumentException("expected what decided, got an empty text");
        }
    }

    /**
     * Allows.
     *
     * @param rule what decided
     * @return the decision
     */
    public static Decision allow(String rule) {
        return new Decision(true, rule);
    }

    /**
     * Refuses.
     *
     * @param rule what decided
     * @return the decision
     */
    public static Decision refuse(String rule) {
        return new Decision(false, rule);
    }

    @Override
    public String toString() {
        return (isAllowed ? "allowed by " : "refused by ") + rule;
    }
}
