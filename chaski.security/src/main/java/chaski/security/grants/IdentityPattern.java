package chaski.security.grants;

import chaski.api.security.Identity;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A set of identities: {@code spiffe://TRUST-DOMAIN/SEGMENT/SEGMENT...}. A {@code *} matches any number of characters within a segment or
 * within the trust domain; {@code **}, only as the last segment, matches one or more segments; {@code **} alone matches all identities.
 */
final class IdentityPattern {

    private static final String SCHEME = "spiffe://";
    private static final String REST = "**";
    private static final int LONGEST = 2048;
    private static final Pattern TRUST_DOMAIN = Pattern.compile("[a-z0-9._*-]+");
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._*-]+");

    private final String text;

    /** The trust domain and the segments, without the last one if that is {@code **}. */
    private final List<NamePattern> parts;

    private final boolean open;

    private IdentityPattern(String text, List<NamePattern> parts, boolean open) {
        this.text = text;
        this.parts = parts;
        this.open = open;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException if it is malformed; the message names the reason
     */
    static IdentityPattern parse(String text) {
        if (text.equals(REST)) {
            return new IdentityPattern(text, List.of(), true);
        }
        if (!text.startsWith(SCHEME) || text.length() > LONGEST) {
            throw malformed(text, "expected '**' or a pattern like spiffe://example.org/sensors/*");
        }
        List<String> parts = List.of(text.substring(SCHEME.length()).split("/", -1));
        if (parts.size() < 2) {
            throw malformed(text, "expected a path after the trust domain");
        }
        boolean open = parts.get(parts.size() - 1).equals(REST);
        List<String> fixed = open ? parts.subList(0, parts.size() - 1) : parts;
        if (!TRUST_DOMAIN.matcher(fixed.get(0)).matches()) {
            throw malformed(text, "expected a trust domain of a-z, 0-9, '.', '-', '_' and '*'");
        }
        for (String segment : fixed.subList(1, fixed.size())) {
            if (!SEGMENT.matcher(segment).matches() || segment.equals(".") || segment.equals("..")) {
                throw malformed(text, "expected segments of a-z, A-Z, 0-9, '.', '-', '_' and '*'");
            }
        }
        if (fixed.stream().anyMatch(part -> part.contains(REST))) {
            throw malformed(text, "expected '**' only as the whole last segment");
        }
        return new IdentityPattern(text, fixed.stream().map(NamePattern::new).toList(), open);
    }

    private static IllegalArgumentException malformed(String text, String expected) {
        return new IllegalArgumentException(
                expected + ", got '" + text.substring(0, Math.min(text.length(), 100)) + "'");
    }

    boolean matches(Identity identity) {
        List<String> actual = Stream.concat(
                        Stream.of(identity.trustDomain()),
                        Stream.of(identity.path().substring(1).split("/")))
                .toList();
        if (open ? actual.size() <= parts.size() : actual.size() != parts.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).matches(actual.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return text;
    }
}
