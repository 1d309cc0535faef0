/**
 * Identities from files, the verification of the certificates of peers, and what identities may do.
 *
 * <p>Reading {@code grants.json} needs {@code tools.jackson.core}, which {@code chaski.codec.jackson} brings; without it, add
 * {@code --add-modules tools.jackson.core}.
 */
module chaski.security {
    requires transitive chaski.api;
    requires static org.jspecify;
    requires static org.osgi.annotation.bundle;
    requires static org.osgi.annotation.versioning;
    requires static tools.jackson.core;

    exports chaski.security;
    exports chaski.security.grants;
}
