package chaski.cli;

import chaski.api.security.Identity;

/** Reads identities as people type them. */
final class IdentityName {

    private IdentityName() {}

    /** {@return the identity of a URI, or of a path in a trust domain} */
    static Identity parse(String text, String trustDomain) {
        try {
            if (text.contains("://")) {
                return Identity.parse(text);
            }
            return new Identity(trustDomain, text.startsWith("/") ? text : "/" + text);
        } catch (IllegalArgumentException malformed) {
            throw new CommandFailure(SingleLine.of(malformed));
        }
    }
}
