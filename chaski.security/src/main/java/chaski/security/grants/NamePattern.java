package chaski.security.grants;

/**
 * A set of names: a text in which each {@code *} matches any number of characters.
 *
 * @param text the pattern
 */
record NamePattern(String text) {

    private static final int LONGEST = 1024;

    NamePattern {
        if (text.isEmpty() || text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "expected a name or a pattern of 1 to " + LONGEST + " characters, got " + text.length());
        }
    }

    /** Takes at most the product of both lengths: a star that was passed is never reconsidered. */
    boolean matches(String name) {
        int i = 0;
        int j = 0;
        int star = -1;
        int resume = 0;
        while (j < name.length()) {
            if (i < text.length() && text.charAt(i) == '*') {
                star = i++;
                resume = j;
            } else if (i < text.length() && text.charAt(i) == name.charAt(j)) {
                i++;
                j++;
            } else if (star >= 0) {
                i = star + 1;
                j = ++resume;
            } else {
                return false;
            }
        }
        while (i < text.length() && text.charAt(i) == '*') {
            i++;
        }
        return i == text.length();
    }

    @Override
    public String toString() {
        return text;
    }
}
