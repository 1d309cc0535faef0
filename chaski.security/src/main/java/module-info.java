/** Identities from files, the verification of the certificates of peers, and grants. */
module chaski.security {
    requires transitive chaski.api;
    requires java.logging;
    requires tools.jackson.core;
    requires static org.jspecify;
    requires static org.osgi.annotation.bundle;
    requires static org.osgi.annotation.versioning;

    exports chaski.security;
}
